import type { Index, Layout } from '../adapter/step.ts';
import type { CompiledNode } from '../compile/compiled.ts';
import { md5 } from '../context/md5.ts';
import { type Checked, type Diagnostic, diagnose } from '../diagnostic/diagnostic.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { ManifestNode, ModelNode, Plain } from '../manifest/node.ts';
import type { TableDetails } from '../materialize/build-table.ts';
import type { Grants } from '../materialize/grant.ts';
import type { RelationName } from '../sql/relation.ts';
import { type ConfigReader, configReader, isMap } from './config-value.ts';
import { checkContract } from './contract.ts';
import { type NodeRun, targetOf } from './node-run.ts';

/** What the node's table is to be besides its rows. */
export async function tableDetails(run: NodeRun, compiled: CompiledNode | null): Promise<Checked<TableDetails>> {
  const reader = configReader(run.node.name, run.node.config);
  const shape = compiled === null ? { value: null, diagnostics: [] } : await checkContract(run, compiled);
  const indexes = indexesOf(run);
  const value = {
    layout: layoutOf(run),
    shape: shape.value,
    indexes: indexes.value,
    grants: wantedGrants(run, reader),
    referrers: await referrersOf(run),
  };
  const diagnostics = [...reader.diagnostics, ...shape.diagnostics, ...indexes.diagnostics, ...released(run, value.referrers)];
  return { value, diagnostics };
}

/** Those that are built again in this run get their foreign keys back. */
function released({ node, isBuiltLater }: NodeRun, referrers: readonly RelationName[]): readonly Diagnostic[] {
  const left = referrers.filter(name => !isBuiltLater(name)).map(({ name }) => name);
  if (left.length === 0) return [];
  const params = { relation: node.name, referrers: left };
  return [diagnose('run-foreign-key-released', null, params, { severity: 'warning' })];
}

function layoutOf({ node, port }: NodeRun): Layout {
  const set = port.capabilities.tableOptions.flatMap(name => {
    const value = node.config[name] ?? null;
    return value === null || isMap(value) ? [] : [[name, value as Layout['options'][string]] as const];
  });
  return { options: Object.fromEntries(set) };
}

/** Empty where nothing can be granted: a project may have grants for its other targets. */
export function wantedGrants({ node, port }: Pick<NodeRun, 'node' | 'port'>, reader?: ConfigReader): Grants {
  if (port.capabilities.grants === 'none') return {};
  const configured = (reader ?? configReader(node.name, node.config)).map('grants');
  return Object.fromEntries(Object.entries(configured).map(([privilege, who]) => [privilege, textsOf(who)]));
}

const textsOf = (value: Plain | undefined): readonly string[] =>
  (Array.isArray(value) ? value : value === null || value === undefined ? [] : [value]).map(String);

function indexesOf({ node, port, tag }: NodeRun): Checked<readonly Index[]> {
  const configured = node.config['indexes'] ?? null;
  if (configured === null || port.capabilities.indexes === 'none') return { value: [], diagnostics: [] };
  const list: readonly Plain[] = Array.isArray(configured) ? configured : [configured as Plain];
  const diagnostics: Diagnostic[] = [];
  const value = list.flatMap(one => {
    const columns = isMap(one) ? textsOf(one['columns']) : [];
    if (isMap(one) && columns.length > 0)
      return [indexOf(columns, one['unique'] === true, typeof one['type'] === 'string' ? one['type'] : null)];
    const params = {
      node: node.name,
      key: 'indexes',
      value: JSON.stringify(one),
      expected: 'a list of maps with `columns`',
      near: null,
    };
    diagnostics.push(diagnose('run-config-value', null, params));
    return [];
  });
  return { value, diagnostics };

  function indexOf(columns: readonly string[], isUnique: boolean, type: string | null): Index {
    // The table that this one replaces may still have its own of the same columns.
    const name = `${md5(JSON.stringify([targetOf(node), columns, isUnique, type, tag]))}`;
    return { name, columns, isUnique, type };
  }
}

/** Tables of other models whose contracts point at this one. */
async function referrersOf({ node, port, manifest }: NodeRun): Promise<readonly RelationName[]> {
  if (port.capabilities.foreignKeyParents === 'free') return [];
  const found: RelationName[] = [];
  for (const other of promising(manifest)) {
    if (!pointsAt(other, node)) continue;
    const relation = await port.relation(targetOf(other));
    if (relation?.kind === 'table') found.push(relation.name);
  }
  return found;
}

const promisingOf = new WeakMap<Manifest, readonly ModelNode[]>();

/** The models with enforced contracts: most projects have few, and every table asks. */
function promising(manifest: Manifest): readonly ModelNode[] {
  const known = promisingOf.get(manifest);
  if (known !== undefined) return known;
  const found = [...manifest.nodes.values()].filter(
    (node): node is ModelNode => node.resource_type === 'model' && node.contract.enforced,
  );
  promisingOf.set(manifest, found);
  return found;
}

const pointsAt = (other: ModelNode, { unique_id, name }: ManifestNode): boolean =>
  other.depends_on.nodes.includes(unique_id) &&
  [...other.constraints, ...Object.values(other.columns).flatMap(column => column.constraints)].some(
    one => one['type'] === 'foreign_key' && [`'${name}'`, `"${name}"`].some(quoted => String(one['to']).includes(quoted)),
  );
