import type { RelationInfo } from '../adapter/adapter.ts';
import type { CompiledNode } from '../compile/compiled.ts';
import { type Diagnostic, diagnose, hasErrors, StartFailure } from '../diagnostic/diagnostic.ts';
import { hardDeletes } from '../manifest/strategy.ts';
import type { TableDetails } from '../materialize/build-table.ts';
import { byColumnKey, columnKey } from '../materialize/column-match.ts';
import type { SnapshotGoal, SnapshotKeys, SnapshotUpdate } from '../materialize/goal.ts';
import { plan } from '../materialize/plan.ts';
import { untied } from '../materialize/replace.ts';
import { stagedTable } from '../materialize/staged-table.ts';
import type { Column, Sql } from '../sql/relation.ts';
import { text } from '../template/index.ts';
import { configReader, isMap } from './config-value.ts';
import { dressUp } from './dress.ts';
import { betweenHooks } from './hook.ts';
import { type NodeRun, type Outcome, refused, success, targetOf } from './node-run.ts';
import { relationExpression } from './relation-expression.ts';
import { tableDetails } from './table-details.ts';

/** Builds a snapshot, or adds the versions of rows that have changed, between its hooks. */
export async function runSnapshot(run: NodeRun): Promise<Outcome> {
  const problems = configProblems(run);
  if (problems.length > 0) return refused(problems);
  const compiled = await run.compile();
  return betweenHooks(run, () => build(run, compiled));
}

async function build(run: NodeRun, compiled: CompiledNode): Promise<Outcome> {
  const { port } = run;
  const target = compiled.relation ?? targetOf(run.node);
  const existing = await port.relation(target);
  const columns = existing === null ? null : await port.columns(existing.name);
  const problems = columns === null || existing === null ? [] : tableProblems(run, existing, columns);
  if (problems.length > 0) throw new StartFailure(problems);
  const details = await tableDetails(run, compiled);
  if (hasErrors(details.diagnostics)) throw new StartFailure(details.diagnostics);
  const goal =
    columns === null
      ? await firstGoal(run, compiled, details.value)
      : await laterGoal(run, compiled, { columns, details: details.value });
  const keys = keysOf(run, compiled, columns === null ? 'first' : 'later');
  const rows = await port.run(plan({ ...goal, target, existing, keys, ties: untied }, port.capabilities).value);
  await dressUp(run, { target, is: 'table' });
  return success({ verb: columns === null ? 'SELECT' : 'MERGE', rows });
}

/**
 * Keys are looked at in the rows that have just been written, so that the query is read once and no row comes in between. Where a table
 * cannot be taken back, and where a macro of the project says what is staged, the query is asked first.
 */
function keysOf({ node, adapter, compiler, port, tag }: NodeRun, compiled: CompiledNode, run: 'first' | 'later'): SnapshotKeys {
  // Columns, or expressions.
  const key = (configReader(node.name, node.config).list('unique_key') ?? []) as readonly Sql[];
  const can = port.capabilities;
  const target = compiled.relation ?? targetOf(node);
  const isOwn = run === 'later' ? compiler.isOverridden(node, 'snapshot_staging_table') : can.transactions !== 'ddl-and-dml';
  if (isOwn) return { key, select: compiled.sql, when: 'before' };
  const written = adapter.dialect.relation(run === 'first' ? target : stagedTable({ target, invocation: tag }, can));
  const refused = run === 'first' ? '' : `\nwhere dbt_change_type = 'refused'`;
  return { key, select: `select *\nfrom ${written}${refused}` as Sql, when: 'behind' };
}

type Goal = Omit<SnapshotGoal, 'target' | 'existing' | 'keys' | 'ties'>;

async function firstGoal(run: NodeRun, compiled: CompiledNode, details: TableDetails): Promise<Goal> {
  const select = await sqlOf(run, compiled, 'build_snapshot_table(snapshot_strategy_of_node(false), sql)');
  return { kind: 'snapshot', invocation: run.tag, select, ...details, update: null };
}

interface Later {
  /** Of the table as it is. */
  readonly columns: readonly Column[];
  readonly details: TableDetails;
}

async function laterGoal(run: NodeRun, compiled: CompiledNode, { columns, details }: Later): Promise<Goal> {
  const select = await sqlOf(run, compiled, 'snapshot_staging_table(snapshot_strategy_of_node(true), sql, this)');
  const update = await updateOf(run, compiled, { select, columns });
  return { kind: 'snapshot', invocation: run.tag, select, ...details, update };
}

interface Changes {
  readonly select: Sql;
  /** Of the table as it is. */
  readonly columns: readonly Column[];
}

async function updateOf(run: NodeRun, compiled: CompiledNode, { select, columns }: Changes): Promise<SnapshotUpdate> {
  const { port, adapter, tag } = run;
  const can = port.capabilities;
  const known = byColumnKey(columns, can);
  const rows = (await port.describe(select)).filter(({ name }) => columnKey(name, can) !== columnKey('dbt_change_type', can));
  const staged = stagedTable({ target: compiled.relation ?? targetOf(run.node), invocation: tag }, can);
  const names = rows.map(({ name }) => adapter.dialect.identifier(known.get(columnKey(name, can))?.name ?? name));
  const call = `snapshot_merge_sql(this, ${relationExpression(staged)}, ${JSON.stringify(names)})`;
  return { added: rows.filter(({ name }) => !known.has(columnKey(name, can))), apply: await sqlOf(run, compiled, call) };
}

/** What a macro writes, so that a project may bring its own. */
const sqlOf = async ({ compiler, port }: NodeRun, compiled: CompiledNode, call: string): Promise<Sql> =>
  text(await compiler.evaluate(compiled, call, port)) as Sql;

function configProblems({ node }: NodeRun): readonly Diagnostic[] {
  const reader = configReader(node.name, node.config);
  reader.choice('hard_deletes', hardDeletes, 'ignore');
  return reader.diagnostics;
}

/** A table that is no snapshot, or one with other settings, must not be written to. */
function tableProblems({ node, port }: NodeRun, existing: RelationInfo, columns: readonly Column[]): readonly Diagnostic[] {
  if (existing.kind !== 'table') return [diagnose('run-snapshot-kind', null, { node: node.name, kind: existing.kind })];
  if (columns.length === 0) return [diagnose('run-relation-gone', null, { node: node.name, relation: existing.name.name })];
  const known = byColumnKey(columns, port.capabilities);
  const marks = node.config['hard_deletes'] === 'new_record' ? ['dbt_is_deleted'] : [];
  const missing = ['dbt_valid_from', 'dbt_valid_to', 'dbt_scd_id', 'dbt_updated_at', ...marks]
    .map(name => metaName(node, name))
    .filter(name => !known.has(columnKey(name, port.capabilities)));
  return missing.length === 0 ? [] : [diagnose('run-snapshot-columns', null, { node: node.name, missing })];
}

function metaName({ config }: NodeRun['node'], name: string): string {
  const renamed = config['snapshot_meta_column_names'];
  const own = isMap(renamed) ? renamed[name] : null;
  return typeof own === 'string' ? own : name;
}
