import type { ColumnInfo, PlainMap } from '../manifest/node.ts';
import type { Yaml, YamlMap } from '../project/project.ts';
import { isYamlMap } from '../project/yaml.ts';
import { columnConstraints } from './contract.ts';
import { describe } from './doc.ts';
import type { Parsing } from './draft.ts';
import type { PropertyEntry } from './properties.ts';

/** The columns that an entry describes, in order, by name. `below` leads to the list's owner inside the entry. */
export function columnsOf(
  parsing: Parsing,
  entry: PropertyEntry,
  data: YamlMap,
  below: readonly (string | number)[] = [],
): Readonly<Record<string, ColumnInfo>> {
  const columns = new Map<string, ColumnInfo>();
  for (const [index, column] of mapsOf(data['columns']).entries()) {
    if (column['name'] === undefined || column['name'] === null) continue;
    const info = columnInfo(parsing, entry, column, [...below, 'columns', index]);
    columns.set(info.name, info);
  }
  return Object.fromEntries(columns);
}

/** The maps of a list; anything else in it counts for nothing. */
export const mapsOf = (value: Yaml | undefined): readonly YamlMap[] => (Array.isArray(value) ? value.filter(isYamlMap) : []);

function columnInfo(parsing: Parsing, entry: PropertyEntry, column: YamlMap, below: readonly (string | number)[]): ColumnInfo {
  const config = isYamlMap(column['config']) ? column['config'] : {};
  const meta = { ...mapOf(column['meta']), ...mapOf(config['meta']) } as PlainMap;
  const tags = [...new Set([...textsOf(column['tags']), ...textsOf(config['tags'])])];
  const { text, docBlocks } = describe(parsing, entry, column['description'], [...below, 'description']);
  return {
    name: String(column['name']),
    description: text,
    meta,
    data_type: typeof column['data_type'] === 'string' ? column['data_type'] : null,
    constraints: columnConstraints(column['constraints']),
    quote: typeof column['quote'] === 'boolean' ? column['quote'] : null,
    config: { meta, tags },
    tags,
    granularity: typeof column['granularity'] === 'string' ? column['granularity'] : null,
    doc_blocks: docBlocks,
  };
}

export const mapOf = (value: Yaml | undefined): YamlMap => (isYamlMap(value) ? value : {});

/** A text or a list of texts as a list. */
export const textsOf = (value: Yaml | undefined): readonly string[] =>
  (Array.isArray(value) ? value : value === null || value === undefined ? [] : [value]).map(String);
