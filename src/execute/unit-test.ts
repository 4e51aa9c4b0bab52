import type { AdapterPlugin } from '../adapter/adapter.ts';
import { WarehouseError } from '../adapter/error.ts';
import type { CompiledNode } from '../compile/compiled.ts';
import type { Compiler } from '../compile/compiler.ts';
import type { Fixture } from '../compile/fixture.ts';
import type { UnitTest, UnitTestInput } from '../compile/unit-test.ts';
import { type Diagnostic, diagnose, StartFailure } from '../diagnostic/diagnostic.ts';
import { nearest } from '../diagnostic/nearest.ts';
import type { Span } from '../diagnostic/span.ts';
import type { UnitTestNode } from '../manifest/node.ts';
import { byColumnKey, columnKey } from '../materialize/column-match.ts';
import { compareRows, differenceTable, hasDifference } from '../materialize/row-difference.ts';
import { columnsSql, type FixtureColumn, fixtureColumns, fixtureSql, unknownColumns } from '../materialize/unit-test.ts';
import type { Cell, Column, Row, Sql } from '../sql/relation.ts';
import { withoutFinalSemicolon } from '../sql/statement-split.ts';
import { TemplateError } from '../template/template.ts';
import { type Outcome, refused } from './node-run.ts';
import type { NodePort } from './port.ts';

/** What running a unit test needs. */
export interface UnitTestRun {
  readonly node: UnitTestNode;
  readonly port: NodePort;
  readonly adapter: AdapterPlugin;
  readonly compiler: Compiler;
  /** Notes what was compiled, and how long it took. */
  compiled(compile: () => Promise<CompiledNode>): Promise<CompiledNode>;
}

/** Runs the model's SQL on the given rows; nothing in the warehouse changes. */
export async function runUnitTest(run: UnitTestRun): Promise<Outcome> {
  const { compiler, port } = run;
  const test = compiler.readUnitTest(run.node);
  const compiled = await run.compiled(async () => {
    const selects = new Map<UnitTestInput, string>();
    for (const input of test.inputs) {
      const select = await inputSelect(run, test, input);
      if (select !== null) selects.set(input, select);
    }
    return compiler.compileUnitTest({ test, selects }, port);
  });
  const expected = await expectedRows(run, test, await port.describe(compiled.sql));
  const actual = await port.query(columnsSql(compiled.sql, expected.columns, run.adapter.dialect), {});
  const plain = (rows: readonly Row[]): readonly Row[] => withoutScale(rows, actual.columns);
  return verdict(test, { ...expected, rows: plain(expected.rows) }, plain(actual.rows));
}

/** Decimals as they are written shortest: 4.50 and 4.5 are one number, and engines differ in which they give. */
function withoutScale(rows: readonly Row[], columns: readonly Column[]): readonly Row[] {
  const isDecimal = columns.map(({ type }) => type.kind === 'decimal');
  if (!isDecimal.includes(true)) return rows;
  const short = (cell: Cell, at: number): Cell =>
    isDecimal[at] === true && typeof cell === 'string' ? cell.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '') : cell;
  return rows.map(row => row.map(short));
}

/** The rows that stand for an input; null when the input itself is read. */
async function inputSelect(run: UnitTestRun, test: UnitTest, input: UnitTestInput): Promise<string | null> {
  const { port, adapter } = run;
  const { node, span } = test;
  const { fixture, written } = input;
  if (fixture === null) return null;
  if (fixture.kind === 'sql') return renderedSql(run, test, fixture.sql);
  const known = await knownColumns(run, input);
  if (known.isComplete) refuseUnknown(fixture, known.columns, { port, test: node.name, input: written, span });
  const columns = fixtureColumns(fixture, known.columns, { can: port.capabilities, dialect: adapter.dialect });
  if (columns.length === 0)
    throw new StartFailure([diagnose('run-unit-test-columns', span, { test: node.name, input: written })]);
  return fixtureSql({ fixture, columns, dialect: adapter.dialect, can: port.capabilities });
}

/** Rows in SQL may use variables and macros, as the model does; what the test overrides is not for them. */
async function renderedSql({ adapter, compiler, port }: UnitTestRun, { model }: UnitTest, sql: string): Promise<Sql> {
  return withoutFinalSemicolon((await compiler.renderText(model, sql, port)) as Sql, adapter.dialect.lexis);
}

interface KnownColumns {
  readonly columns: readonly Column[];
  /** Whether there can be no others. */
  readonly isComplete: boolean;
}

/** Of the relation as it is, else of the SQL that would build it, else none. */
async function knownColumns(run: UnitTestRun, { relation, node }: UnitTestInput): Promise<KnownColumns> {
  const { port } = run;
  const name = relation.relationName;
  const exists = relation.fields.rendered !== null || (name !== null && (await port.relation(name)) !== null);
  if (exists) return { columns: await port.describe(`select * from ${relation.text()}` as Sql), isComplete: true };
  if (node === null || node.resource_type === 'seed') return { columns: [], isComplete: false };
  try {
    const { sql } = await run.compiler.compile(node, port);
    return { columns: await port.describe(sql), isComplete: node.resource_type === 'model' };
  } catch (error) {
    // Its own parents are not there either: the values must tell their types.
    if (error instanceof WarehouseError || error instanceof TemplateError) return { columns: [], isComplete: false };
    throw error;
  }
}

interface Checking {
  readonly port: NodePort;
  readonly test: string;
  /** As written; null for the expected rows. */
  readonly input: string | null;
  readonly span: Span | null;
}

function refuseUnknown(fixture: Fixture, columns: readonly Column[], { port, test, input, span }: Checking): void {
  if (fixture.kind === 'sql') return;
  const has = columns.map(column => column.name);
  const diagnostics = unknownColumns(fixture, columns, port.capabilities).map(column =>
    diagnose('run-unit-test-column', span, { test, input, column, has, near: nearest(column, has) }),
  );
  if (diagnostics.length > 0) throw new StartFailure(diagnostics);
}

interface ExpectedRows {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/** The expected rows, in the types of what the model gives. */
async function expectedRows(run: UnitTestRun, test: UnitTest, actual: readonly Column[]): Promise<ExpectedRows> {
  const { port, adapter } = run;
  const fixture = test.expected;
  const can = port.capabilities;
  if (fixture.kind === 'sql') {
    const sql = await renderedSql(run, test, fixture.sql);
    const columns = matching(await port.describe(sql), actual, port);
    const { rows } = await port.query(expectedSqlIn(sql, columns, adapter), {});
    return { columns: columns.map(column => column.name), rows };
  }
  refuseUnknown(fixture, actual, { port, test: test.node.name, input: null, span: test.span });
  const byKey = byColumnKey(actual, can);
  const columns = fixture.columns.length === 0 ? actual : fixture.columns.flatMap(name => byKey.get(columnKey(name, can)) ?? []);
  const { rows } = await port.query(fixtureSql({ fixture, columns, dialect: adapter.dialect, can }), {});
  return { columns: columns.map(column => column.name), rows };
}

/** Columns of expected SQL, each with the type that the model gives it where it has it. */
const matching = (
  columns: readonly Column[],
  actual: readonly Column[],
  { capabilities: can }: NodePort,
): readonly FixtureColumn[] => columns.map(column => byColumnKey(actual, can).get(columnKey(column.name, can)) ?? column);

function expectedSqlIn(sql: Sql, columns: readonly FixtureColumn[], { dialect }: AdapterPlugin): Sql {
  const cast = ({ name, nativeType }: FixtureColumn): string =>
    `cast(${dialect.identifier(name)} as ${nativeType}) as ${dialect.identifier(name)}`;
  return `select ${columns.map(cast).join(', ')}\nfrom (\n${sql}\n) as expected_rows` as Sql;
}

function verdict({ node, model, span }: UnitTest, { columns, rows }: ExpectedRows, actual: readonly Row[]): Outcome {
  const difference = compareRows(rows, actual);
  if (!hasDifference(difference))
    return { status: 'pass', message: null, failures: 0, adapterResponse: { _message: 'OK' }, diagnostics: [] };
  const notes = differenceTable(columns, difference);
  const counts = {
    changed: difference.changed.length,
    missing: difference.missing.length,
    surplus: difference.surplus.length,
  };
  const differs: Diagnostic = diagnose(
    'run-unit-test-differs',
    span,
    { test: node.name, model: model.name, ...counts },
    { notes },
  );
  return {
    ...refused([differs]),
    status: 'fail',
    message: [differs.text, '', ...notes].join('\n'),
    failures: 1,
    adapterResponse: { _message: 'OK' },
  };
}
