import type { Session, Warehouse } from '../adapter/adapter.ts';
import { WarehouseError } from '../adapter/error.ts';
import type { CompiledNode } from '../compile/compiled.ts';
import { type Diagnostic, diagnose } from '../diagnostic/diagnostic.ts';
import { failureDiagnostics } from '../execute/failure.ts';
import { lineageOrder } from '../lineage/lineage-order.ts';
import type { NodeId } from '../manifest/id.ts';
import type { ManifestNode, SourceNode } from '../manifest/node.ts';
import { compareContract } from '../materialize/contract.ts';
import type { RelationName, Sql } from '../sql/relation.ts';
import type { Invocation } from './invocation.ts';
import type { OpenProject } from './open-project.ts';
import type { ProjectColumns } from './project-columns.ts';

export interface StandInCheck {
  /** What the engine refused; nodes without an entry are fine, or were not checked. */
  readonly diagnostics: ReadonlyMap<NodeId, readonly Diagnostic[]>;
  readonly checked: ReadonlySet<NodeId>;
}

export interface Checking {
  readonly open: OpenProject;
  readonly columns: ProjectColumns;
  readonly invocation: Invocation;
}

/** Builds every model whose inputs are known as an empty table, in an empty stand-in for the warehouse, where the adapter has one. */
export async function checkOnStandIn(checking: Checking): Promise<StandInCheck> {
  const { open, invocation } = checking;
  const { plugin, config } = open.adapter;
  const none: StandInCheck = { diagnostics: new Map(), checked: new Set() };
  if (plugin.standIn === undefined) return none;
  const host = { emit: () => {}, threads: 1, projectDir: open.project.dir, signal: invocation.signal };
  const warehouse = await plugin.standIn(config, catalogsOf(open), host).catch((error: unknown) => {
    // Such as an extension that is not there: the names are checked all the same.
    if (error instanceof WarehouseError && error.reason !== 'cancelled') return null;
    throw error;
  });
  if (warehouse === null) return none;
  try {
    return await checkAll(checking, warehouse);
  } finally {
    await warehouse.close();
  }
}

const relationsOf = ({ manifest }: OpenProject): readonly (readonly [NodeId, RelationName])[] => [
  ...[...manifest.nodes.values()]
    .filter(node => ['model', 'seed', 'snapshot'].includes(node.resource_type))
    .map(node => [node.unique_id, nodeName(node)] as const),
  ...[...manifest.sources.values()].map(node => [node.unique_id, sourceName(node)] as const),
];

const nodeName = ({ database, schema, alias }: ManifestNode): RelationName => ({ catalog: database, schema, name: alias });
const sourceName = ({ database, schema, identifier }: SourceNode): RelationName => ({
  catalog: database,
  schema,
  name: identifier,
});

const catalogsOf = (open: OpenProject): readonly string[] => [
  ...new Set(relationsOf(open).flatMap(([, { catalog }]) => catalog ?? [])),
];

async function checkAll({ open, columns, invocation }: Checking, warehouse: Warehouse): Promise<StandInCheck> {
  const { signal } = invocation;
  const session = await warehouse.session({ tag: { invocation: invocation.id, node: 'check' }, signal });
  const relations = new Map(relationsOf(open));
  const compiled = new Map(columns.compiled.compiled.map(one => [one.node.unique_id, one]));
  const diagnostics = new Map<NodeId, readonly Diagnostic[]>();
  const checked = new Set<NodeId>();
  /** Tables that stand there, and may be read. */
  const built = new Set<NodeId>();
  const run = (sql: string) => session.run({ sql: sql as Sql, kind: 'ddl', repeatable: false }, signal);
  try {
    await makeSchemas(relations, { open, run });
    for (const id of lineageOrder(open.graph, open.manifest)) {
      const name = relations.get(id);
      if (name === undefined) continue;
      const target = open.plugin.dialect.relation(name);
      const one = compiled.get(id);
      if (one === undefined) {
        const sql = knownTableSql(id, target, { open, columns });
        if (sql !== null && (await run(sql).then(() => true, isRefused))) built.add(id);
        continue;
      }
      if (!(open.graph.parents.get(id) ?? []).every(parent => built.has(parent))) continue;
      // An incremental model may read what it has built before.
      if (one.sql.includes(target)) {
        const sql = knownTableSql(id, target, { open, columns });
        if (sql === null || !(await run(sql).then(() => true, isRefused))) continue;
      }
      const found = await checkOne(one, target, { open, session, warehouse, signal });
      checked.add(id);
      if (found.length > 0) diagnostics.set(id, found);
      if (found.every(diagnostic => diagnostic.code !== 'run-statement-failed')) built.add(id);
    }
  } finally {
    await session.close();
  }
  return { diagnostics, checked };
}

function isRefused(error: unknown): false {
  if (error instanceof WarehouseError && error.reason !== 'cancelled') return false;
  throw error;
}

interface Making {
  readonly open: OpenProject;
  readonly run: (sql: string) => Promise<unknown>;
}

async function makeSchemas(relations: ReadonlyMap<NodeId, RelationName>, { open, run }: Making): Promise<void> {
  const { identifier } = open.plugin.dialect;
  const schemas = [...relations.values()].map(({ catalog, schema }) =>
    [catalog, schema].flatMap(part => (part === null ? [] : [identifier(part)])).join('.'),
  );
  for (const schema of new Set(schemas)) await run(`create schema if not exists ${schema}`);
}

/** An empty seed or source; null when its columns or their types are not known. */
function knownTableSql(id: NodeId, target: Sql, { open, columns }: Pick<Checking, 'open' | 'columns'>): string | null {
  const known = columns.lineage.lineage.nodes[id];
  const list = known?.columns ?? [];
  if (known === undefined || !known.complete || list.length === 0 || list.some(column => column.type === null)) return null;
  const { identifier } = open.plugin.dialect;
  return `create table if not exists ${target} (${list.map(({ name, type }) => `${identifier(name)} ${type}`).join(', ')})`;
}

interface CheckingOne {
  readonly open: OpenProject;
  readonly session: Session;
  readonly warehouse: Warehouse;
  readonly signal: AbortSignal;
}

async function checkOne(compiled: CompiledNode, target: Sql, place: CheckingOne): Promise<readonly Diagnostic[]> {
  const { open, session, warehouse, signal } = place;
  const statement = `create or replace table ${target} as select * from (\n${compiled.sql}\n) as checked limit 0` as Sql;
  try {
    await session.run({ sql: statement, kind: 'ddl', repeatable: false }, signal);
    return await contractDiagnostics(compiled, target, { open, warehouse, signal });
  } catch (error) {
    if (!(error instanceof WarehouseError) || error.reason === 'cancelled') throw error;
    return failureDiagnostics(error, { node: compiled.node.name, origin: null, isWholeFile: true, compiled, statement });
  }
}

async function contractDiagnostics(
  { node }: CompiledNode,
  target: Sql,
  { open, warehouse, signal }: Omit<CheckingOne, 'session'>,
): Promise<readonly Diagnostic[]> {
  if (node.resource_type !== 'model' || !node.contract.enforced) return [];
  const { dialect } = open.plugin;
  const columns = Object.values(node.columns).filter(column => column.data_type !== null);
  const nulls = columns.map(({ name, data_type }) => `cast(null as ${data_type}) as ${dialect.identifier(name)}`);
  const promised = columns.length === 0 ? [] : await warehouse.catalog.describe(`select ${nulls.join(', ')}` as Sql, signal);
  const found = await warehouse.catalog.describe(`select * from ${target}` as Sql, signal);
  const can = open.plugin.capabilities(warehouse.server, warehouse.server.defaultCatalog);
  const { lines } = compareContract(promised, found, can);
  const span = { file: node.original_file_path, line: 1, column: 1, length: 1 };
  return lines.length === 0 ? [] : [diagnose('run-contract-broken', span, { node: node.name }, { notes: lines })];
}
