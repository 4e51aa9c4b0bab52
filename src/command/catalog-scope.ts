import type { SchemaName } from '../adapter/adapter.ts';
import type { Manifest } from '../manifest/manifest.ts';

/** Every schema that something of the project is in, each once. */
export function relationSchemas(manifest: Manifest): readonly SchemaName[] {
  const tables = [...manifest.nodes.values()].filter(node => ['model', 'seed', 'snapshot'].includes(node.resource_type));
  const schemas = new Map<string, SchemaName>();
  for (const { database, schema } of [...tables, ...manifest.sources.values()])
    schemas.set(JSON.stringify([database, schema]).toLowerCase(), { catalog: database, schema });
  return [...schemas.values()];
}
