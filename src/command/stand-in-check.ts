import { WarehouseError } from '../adapter/error.ts';
import type { StandIn, StandInColumn } from '../adapter/stand-in.ts';
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
  /** Whether there was an engine to ask. */
  readonly isAsked: boolean;
}

export interface Checking {
  readonly open: OpenProject;
  readonly columns: ProjectColumns;
  readonly invocation: Invocation;
}

/** Builds every model whose inputs are known as an empty relation, where the adapter has a stand-in for the warehouse. */
export async function checkOnStandIn(checking: Checking): Promise<StandInCheck> {
  const { open, invocation } = checking;
  const { plugin, config } = open.adapter;
  const none: StandInCheck = { diagnostics: new Map(), checked: new Set(), isAsked: false };
  if (plugin.standIn === undefined) return none;
  const { effects, signal } = invocation;
  const host = { emit: () => {}, threads: 1, projectDir: open.project.dir, signal };
  const relations = new Map(relationsOf(open));
  const standIn = await plugin.standIn(config, [...relations.values()], host).catch((error: unknown) => {
    if (!isRefusal(error)) throw error;
    const text = `No empty tables to check models on, so their names alone are: ${error.message.replace(/\.$/, '')}.`;
    effects.emit({ kind: 'note', at: effects.clock.now(), text });
    return null;
  });
  if (standIn === null) return none;
  try {
    return await checkAll(checking, { relations, standIn });
  } finally {
    await standIn.close();
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

interface Place {
  readonly relations: ReadonlyMap<NodeId, RelationName>;
  readonly standIn: StandIn;
}

async function checkAll({ open, columns }: Checking, { relations, standIn }: Place): Promise<StandInCheck> {
  const compiled = new Map(columns.compiled.compiled.map(one => [one.node.unique_id, one]));
  const diagnostics = new Map<NodeId, readonly Diagnostic[]>();
  const checked = new Set<NodeId>();
  /** Relations that stand there, and may be read. */
  const built = new Set<NodeId>();
  const declare = async (id: NodeId, name: RelationName): Promise<boolean> => {
    // A run loads a seed anew, so its file is what counts.
    const isSeed = open.manifest.nodes.get(id)?.resource_type === 'seed';
    const known = (isSeed ? null : standIn.existing(name)) ?? knownColumns(id, columns);
    return known !== null && (await standIn.declare(name, known).then(() => true, isRefused));
  };
  for (const id of lineageOrder(open.graph, open.manifest)) {
    const name = relations.get(id);
    if (name === undefined) continue;
    const one = compiled.get(id);
    if (one === undefined) {
      if (await declare(id, name)) built.add(id);
      continue;
    }
    if (!(open.graph.parents.get(id) ?? []).every(parent => built.has(parent))) continue;
    // An incremental model may read what it has built before.
    if (one.sql.includes(open.plugin.dialect.relation(name)) && !(await declare(id, name))) continue;
    const found = await checkOne(one, name, { open, standIn });
    if (found === null) continue;
    checked.add(id);
    if (found.length > 0) diagnostics.set(id, found);
    if (found.every(diagnostic => diagnostic.code !== 'run-statement-failed')) built.add(id);
  }
  return { diagnostics, checked, isAsked: true };
}

const isRefusal = (error: unknown): error is WarehouseError => error instanceof WarehouseError && error.reason !== 'cancelled';

function isRefused(error: unknown): false {
  if (isRefusal(error)) return false;
  throw error;
}

/** Of a seed or source; null when its columns or their types are not known. */
function knownColumns(id: NodeId, { lineage }: ProjectColumns): readonly StandInColumn[] | null {
  const known = lineage.lineage.nodes[id];
  if (known === undefined || !known.complete || known.columns === null || known.columns.length === 0) return null;
  const columns = known.columns.flatMap(({ name, type }) => (type === null ? [] : [{ name, type }]));
  return columns.length < known.columns.length ? null : columns;
}

interface CheckingOne {
  readonly open: OpenProject;
  readonly standIn: StandIn;
}

/** What says nothing about the SQL: the server has had enough, or has gone. */
const besideThePoint: ReadonlySet<string> = new Set(['connection', 'limit', 'timeout', 'conflict', 'locked']);

/** Null when the engine could not be asked. */
async function checkOne(compiled: CompiledNode, name: RelationName, place: CheckingOne): Promise<readonly Diagnostic[] | null> {
  const { node, sql } = compiled;
  const kind = node.config['materialized'] === 'view' ? 'view' : 'table';
  try {
    await place.standIn.create({ name, select: sql, kind });
    return await contractDiagnostics(compiled, name, place);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    if (besideThePoint.has(error.reason)) return null;
    return failureDiagnostics(error, { node: node.name, origin: null, isWholeFile: true, compiled, statement: sql as Sql });
  }
}

async function contractDiagnostics(
  { node }: CompiledNode,
  name: RelationName,
  { open, standIn }: CheckingOne,
): Promise<readonly Diagnostic[]> {
  if (node.resource_type !== 'model' || !node.contract.enforced) return [];
  const { dialect } = open.plugin;
  const columns = Object.values(node.columns).filter(column => column.data_type !== null);
  const nulls = columns.map(column => `cast(null as ${column.data_type}) as ${dialect.identifier(column.name)}`);
  const promised = columns.length === 0 ? [] : await standIn.describe(`select ${nulls.join(', ')}` as Sql);
  const found = await standIn.columns(name);
  const can = open.plugin.capabilities(standIn.server, standIn.server.defaultCatalog);
  const { lines } = compareContract(promised, found, can);
  const span = { file: node.original_file_path, line: 1, column: 1, length: 1 };
  return lines.length === 0 ? [] : [diagnose('run-contract-broken', span, { node: node.name }, { notes: lines })];
}
