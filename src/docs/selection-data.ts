import type { PlainMap } from '../manifest/node.ts';
import type { PageRecord } from './node-kind.ts';
import { packTexts, type Readers } from './pack.ts';
import type { SelectionData, SelectionField } from './page-data.ts';
import { mapOf, textOf, textsOf } from './plain-reader.ts';

/** Many nodes have the same configuration, which is the larger part of their records. */
export function selectionData(records: readonly PageRecord[]): SelectionData {
  const configs = new Map<string, number>();
  const config = records.map(({ record }) => {
    const text = JSON.stringify(said(mapOf(record['config'])), (_, value) => (typeof value === 'bigint' ? String(value) : value));
    const place = configs.get(text) ?? configs.size;
    configs.set(text, place);
    return place;
  });
  return { texts: packTexts(records, readers), config, configs: [...configs.keys()].map(text => JSON.parse(text) as PlainMap) };
}

/** What `src/graph/method.ts` reads, beside `config`. */
const readers: Readers<PageRecord, SelectionField> = {
  name: ({ record }) => textOf(record['name']),
  fqn: ({ record }) => textsOf(record['fqn']).join('\n'),
  path: ({ record }) => textOf(record['original_file_path']),
  patchPath: ({ record }) => textOf(record['patch_path']),
  sourceName: ({ record }) => textOf(record['source_name']),
  tags: ({ record }) => (record['tags'] === undefined ? null : textsOf(record['tags']).join('\n')),
  group: ({ record }) => textOf(record['group']),
  access: ({ record }) => textOf(record['access']),
  version: ({ record }) => versionText(record['version']),
  latestVersion: ({ record }) => versionText(record['latest_version']),
  testName: ({ record }) => textOf(mapOf(record['test_metadata'])['name']),
};

const versionText = (version: unknown): string | null =>
  typeof version === 'string' || typeof version === 'number' ? String(version) : null;

/** Most keys of a configuration are null. */
const said = (config: PlainMap): PlainMap => Object.fromEntries(Object.entries(config).filter(([, value]) => value !== null));
