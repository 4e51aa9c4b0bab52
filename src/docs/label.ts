import type { PlainMap } from '../manifest/node.ts';
import { compare, type PageRecord } from './node-kind.ts';
import type { Fact, NodeKind } from './page-data.ts';
import { mapOf, shown, textOf } from './plain-reader.ts';

/** What people call a node. Generic tests have long made-up names, so they are called by test and column. */
export function labelOf({ id, kind, record }: PageRecord): string {
  const name = textOf(record['name']) ?? id;
  switch (kind) {
    case 'source':
      return `${textOf(record['source_name']) ?? ''}.${name}`;
    case 'test':
      return testLabel(record, name);
    case 'macro':
      return name.replace(/^(test|materialization)_(?=.)/, '');
    case 'model':
      return versionLabel(record, name);
    case 'exposure':
    case 'metric':
      return textOf(record['label']) ?? name;
    default:
      return name;
  }
}

function testLabel(record: PlainMap, name: string): string {
  const test = mapOf(record['test_metadata']);
  const generic = textOf(test['name']);
  if (generic === null) return name;
  const namespace = textOf(test['namespace']);
  const column = textOf(record['column_name']);
  return `${namespace === null ? '' : `${namespace}.`}${generic}${column === null ? '' : ` ${column}`}`;
}

/** What a generic test was given beside its column. */
export const testArguments = (record: PlainMap): readonly Fact[] =>
  Object.entries(mapOf(mapOf(record['test_metadata'])['kwargs']))
    .filter(([name]) => name !== 'model' && name !== 'column_name')
    .map(([name, value]) => ({ label: name, value: Array.isArray(value) ? value.map(shown).join(', ') : shown(value) }));

/** The same in a line, since one node may have the same test twice; empty when nothing. */
export const testArgumentsText = (record: PlainMap): string =>
  testArguments(record)
    .map(({ label, value }) => `${label}: ${value}`)
    .join('; ')
    .slice(0, 300);

const versionLabel = (record: PlainMap, name: string): string => {
  const { version } = record;
  return version === null || version === undefined ? name : `${name}.v${String(version)}`;
};

/** The folders of the tree that lead to a node, without its package. */
export function foldersOf({ kind, record }: PageRecord, aboutLabel: string | null): readonly string[] {
  const below = textOf(record['path'])?.split('/').slice(0, -1) ?? [];
  switch (kind) {
    case 'source':
      return [textOf(record['source_name']) ?? ''];
    case 'test':
    case 'unit_test':
      return aboutLabel === null ? [] : [aboutLabel];
    case 'macro':
      return below.slice(1);
    default:
      return below.filter(folder => folder !== '.');
  }
}

/** Of several nodes that a test reads, the one that it is about: for tests of sources no field says it. */
export function aboutId(kind: NodeKind, record: PlainMap): string | null {
  const attached = textOf(record['attached_node']);
  if (attached !== null || (kind !== 'test' && kind !== 'unit_test')) return attached;
  const dependsOn = mapOf(record['depends_on'])['nodes'];
  const ids = Array.isArray(dependsOn) ? dependsOn.filter((id): id is string => typeof id === 'string') : [];
  if (kind === 'unit_test') return ids[0] ?? null;
  const sorted = ids.toSorted(compare);
  const isGeneric = mapOf(record['test_metadata'])['name'] !== undefined;
  return isGeneric ? (sorted.find(id => id.startsWith('source.')) ?? sorted[0] ?? null) : null;
}
