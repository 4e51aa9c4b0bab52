import type { NodeId } from '../manifest/id.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { SourceNode } from '../manifest/node.ts';
import type { Name } from '../sql/query.ts';

/** Finds the node behind the name of a table. */
export interface RelationIndex {
  /**
   * Null when no node is meant, or when it cannot be told which. `parents` are tried first, and among them sources: where a seed
   * fills the table of a source, the author has named the source.
   */
  find(path: readonly Name[], parents: ReadonlySet<NodeId>): NodeId | null;
  /** The seed or model that fills the table of a source; null for most. */
  filler(source: SourceNode): NodeId | null;
}

export function relationIndex(manifest: Manifest): RelationIndex {
  const ids = new Map<string, NodeId[]>();
  const add = (id: NodeId, parts: readonly (string | null)[]): void => {
    const known = parts.filter(part => part !== null && part !== '');
    for (let start = 0; start < known.length; start += 1) {
      const key = keyOf(known.slice(start) as readonly string[]);
      const list = ids.get(key);
      if (list === undefined) ids.set(key, [id]);
      else list.push(id);
    }
  };
  for (const node of manifest.nodes.values())
    if (['model', 'seed', 'snapshot'].includes(node.resource_type)) add(node.unique_id, [node.database, node.schema, node.alias]);
  for (const node of manifest.sources.values()) add(node.unique_id, [node.database, node.schema, node.identifier]);
  return {
    find(path, parents) {
      const found = ids.get(keyOf(path.map(name => name.text))) ?? [];
      const read = found.filter(id => parents.has(id));
      return one(read.length > 0 ? read : found);
    },
    filler({ database, schema, identifier }) {
      const parts = [database, schema, identifier].filter(part => part !== null);
      return (ids.get(keyOf(parts)) ?? []).find(id => !isSource(id)) ?? null;
    },
  };
}

function one(ids: readonly NodeId[]): NodeId | null {
  const sources = ids.filter(isSource);
  const [only = null] = sources.length === 1 ? sources : ids;
  return ids.length === 1 || sources.length === 1 ? only : null;
}

const isSource = (id: NodeId): boolean => id.startsWith('source.');

/** Warehouses differ in case; two nodes whose names differ in it alone are told apart by who reads them. */
const keyOf = (parts: readonly string[]): string => parts.join('\n').toLowerCase();
