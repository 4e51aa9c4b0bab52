import type { Dialect } from '../adapter/adapter.ts';
import type { CompiledNode } from '../compile/compiled.ts';
import { type Checked, diagnose, hasErrors, StartFailure } from '../diagnostic/diagnostic.ts';
import type { ManifestNode } from '../manifest/node.ts';
import { plainTable } from '../materialize/build-table.ts';
import { type DataTestConfig, dataTestOutcome, dataTestSql } from '../materialize/data-test.ts';
import type { Goal } from '../materialize/goal.ts';
import { plan } from '../materialize/plan.ts';
import type { Sql } from '../sql/relation.ts';
import { type ConfigReader, configReader } from './config-value.ts';
import { type NodeRun, type Outcome, refused, targetOf } from './node-run.ts';
import { tiesOf } from './ties.ts';

/** Asks the warehouse for the verdict in one query; with stored failures the rows go to a table first. */
export async function runDataTest(run: NodeRun): Promise<Outcome> {
  const { adapter, node, port } = run;
  const reader = configReader(node.name, node.config);
  const config = dataTestConfig(reader);
  const limit = reader.count('limit');
  const kept = keptAs(reader, run.storeFailures);
  if (reader.diagnostics.length > 0) return refused(reader.diagnostics);
  const compiled = await run.compile();
  const rows = kept === 'ephemeral' ? compiled.sql : await keepFailures(run, { compiled, kept });
  const result = await port.ask(dataTestSql(limited(rows, limit, adapter.dialect), config), { maxRows: 2 });
  if (result === null) return unasked;
  const [row] = result.rows;
  if (row === undefined || result.rows.length > 1)
    return refused([diagnose('run-data-test-rows', null, { node: node.name, rows: result.rows.length })]);
  return { ...dataTestOutcome(row, config), adapterResponse: { _message: 'OK' }, diagnostics: [] };
}

const unasked: Outcome = { status: 'pass', message: null, failures: null, adapterResponse: {}, diagnostics: [] };

/** What decides on the verdict. */
export function dataTestConfigOf(node: ManifestNode): Checked<DataTestConfig> {
  const reader = configReader(node.name, node.config);
  return { value: dataTestConfig(reader), diagnostics: reader.diagnostics };
}

const dataTestConfig = (reader: ConfigReader): DataTestConfig => ({
  severity: reader.choice('severity', ['error', 'warn'], 'error'),
  failCalc: reader.text('fail_calc', 'count(*)'),
  warnIf: reader.text('warn_if', '!= 0'),
  errorIf: reader.text('error_if', '!= 0'),
});

const limited = (rows: Sql, limit: number | null, dialect: Dialect): Sql => (limit === null ? rows : dialect.limit(rows, limit));

/** `store_failures_as` wins over `store_failures`, which wins over the command line. */
function keptAs(reader: ConfigReader, everywhere: NodeRun['storeFailures']): 'table' | 'view' | 'ephemeral' {
  const isKept = reader.flag('store_failures') ?? everywhere === 'all';
  return reader.choice('store_failures_as', ['table', 'view', 'ephemeral'], isKept ? 'table' : 'ephemeral');
}

interface Kept {
  readonly compiled: CompiledNode;
  readonly kept: 'table' | 'view';
}

/** The select that reads what was kept. */
async function keepFailures(run: NodeRun, { compiled, kept }: Kept): Promise<Sql> {
  const { adapter, node, port, tag } = run;
  const target = targetOf(node);
  const existing = await port.relation(target);
  const ties = await tiesOf(run, { existing, kind: kept, columns: () => port.describe(compiled.sql) });
  if (hasErrors(ties.diagnostics)) throw new StartFailure(ties.diagnostics);
  const base = { ...plainTable, target, existing, ties: ties.value, invocation: tag, select: compiled.sql };
  const goal: Goal = kept === 'view' ? { kind: 'view', ...base } : { kind: 'table', ...base };
  await port.run(plan(goal, port.capabilities).value);
  return `select * from ${adapter.dialect.relation(target)}` as Sql;
}
