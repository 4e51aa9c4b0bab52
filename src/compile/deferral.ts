import type { WarehousePort } from '../context/port.ts';
import type { NodeId } from '../manifest/id.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { Referable } from '../parse/resolve.ts';

/** Where nodes are read from that are not built here: the relations of another run's manifest. */
export interface Deferral {
  readonly manifest: Manifest;
  /** `built`: what exists here is read here. `state`: only what this run builds is. */
  readonly favor: 'built' | 'state';
}

export interface Deferring {
  readonly deferral: Deferral | null | undefined;
  readonly selected: ReadonlySet<NodeId>;
  /** Null: nobody can be asked what exists, so nothing does. */
  readonly port: WarehousePort | null;
}

/** The counterpart that is to be read in the node's place; null when the node itself is. */
export async function deferred(node: Referable, { deferral, selected, port }: Deferring): Promise<Referable | null> {
  const other = counterpart(node, deferral);
  if (other === null) return null;
  if (deferral?.favor === 'state' && !selected.has(node.unique_id)) return other;
  const own = { catalog: node.database, schema: node.schema, name: node.alias };
  return port !== null && (await port.relation(own)) !== null ? null : other;
}

/** Ephemeral nodes are part of their readers, and have nothing that could be read elsewhere. */
export function counterpart(node: Referable, deferral: Deferral | null | undefined): Referable | null {
  const other = deferral?.manifest.nodes.get(node.unique_id);
  const isRelation = other?.resource_type === 'model' || other?.resource_type === 'seed' || other?.resource_type === 'snapshot';
  return isRelation && other.config.materialized !== 'ephemeral' ? other : null;
}
