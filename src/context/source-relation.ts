import type { Dialect } from '../adapter/adapter.ts';
import type { PlainMap, SourceNode } from '../manifest/node.ts';
import { type Parts, RelationObject } from './relation.ts';

/** What `source(…)` gives: a table, or files when the source's meta names an `external_location`. */
export function sourceRelation(source: Omit<SourceNode, 'relation_name'>, dialect: Dialect, quoting: Parts): RelationObject {
  const flag = (part: keyof Parts): boolean => (typeof source.quoting[part] === 'boolean' ? source.quoting[part] : quoting[part]);
  return new RelationObject({
    dialect,
    database: source.database,
    schema: source.schema,
    identifier: source.identifier,
    quote: { database: flag('database'), schema: flag('schema'), identifier: flag('identifier') },
    rendered: externalText(source, dialect),
  });
}

/** `read_parquet('…')` as written, or the quoted path. `{name}`, `{schema}` and `{identifier}` stand for the table's own. */
function externalText(source: Omit<SourceNode, 'relation_name'>, dialect: Dialect): string | null {
  const location = [source.meta, source.config.meta, source.config, source.external ?? {}, source.source_meta]
    .map(place => (place as PlainMap | undefined)?.['external_location'])
    .find(value => typeof value === 'string');
  if (typeof location !== 'string') return null;
  const names: Readonly<Record<string, string>> = {
    name: source.name,
    identifier: source.identifier,
    schema: source.schema,
    source_name: source.source_name,
  };
  const filled = location.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(names, name) ? (names[name] ?? whole) : whole,
  );
  return /[('"]/.test(filled) ? filled : dialect.literal(filled);
}
