import { type Diagnostic, diagnose } from '../diagnostic/diagnostic.ts';
import type { RelationName } from '../sql/relation.ts';
import { type BuiltNode, isWriter } from './event.ts';
import { warehouseErrorOf } from './failure.ts';
import { targetOf } from './node-run.ts';
import type { Shared } from './run-node.ts';

/**
 * What to tell when a node failed since its schema or its table was dropped after the run had begun; null when that is not why. The
 * warehouse's own words name a table that the author knows to be there.
 */
export async function goneMeanwhile(shared: Shared, node: BuiltNode, error: unknown): Promise<Diagnostic | null> {
  if (warehouseErrorOf(error)?.reason !== 'missing' || !isWriter(node) || node.relation_name === null) return null;
  const target = targetOf(node);
  const known = await shared.cache.relation(target).catch(() => null);
  const place = await lookedUp(shared, target).catch(() => null);
  if (place === null) return null;
  if (!place.hasSchema) return diagnose('run-schema-gone', null, { node: node.name, schema: target.schema });
  return known === null || place.hasRelation
    ? null
    : diagnose('run-relation-gone', null, { node: node.name, relation: target.name });
}

async function lookedUp({ capabilities, deps, signal }: Shared, { catalog, schema, name }: RelationName) {
  const { caseSensitive } = capabilities.names;
  const isSame = (one: string, other: string): boolean =>
    caseSensitive ? one === other : one.toLowerCase() === other.toLowerCase();
  const schemas = await deps.warehouse.catalog.schemas(catalog, signal);
  if (!schemas.some(one => isSame(one, schema))) return { hasSchema: false, hasRelation: false };
  const relations = await deps.warehouse.catalog.relations([{ catalog, schema }], signal);
  return { hasSchema: true, hasRelation: relations.some(one => isSame(one.name.name, name)) };
}
