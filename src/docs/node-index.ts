import type { PlainMap } from '../manifest/node.ts';
import { groupOf } from './fact.ts';
import { aboutId } from './label.ts';
import { type PageRecord, pageRecords } from './node-kind.ts';
import type { NodeIndex } from './page-data.ts';
import { mapOf, textsOf } from './plain-reader.ts';

/** The nodes with pages, and what points to what among them. */
export interface NodeTable {
  readonly records: readonly PageRecord[];
  /** Null for what has no page. */
  indexOf(id: string): NodeIndex | null;
  /** What a node reads. */
  parents(index: NodeIndex): readonly NodeIndex[];
  /** The macros that a node calls. */
  macros(index: NodeIndex): readonly NodeIndex[];
  /** What calls a macro. */
  callers(index: NodeIndex): readonly NodeIndex[];
  /** The node that a test is about. */
  about(index: NodeIndex): NodeIndex | null;
  /** The tests about a node. */
  tests(index: NodeIndex): readonly NodeIndex[];
  /** What belongs to a group. */
  members(index: NodeIndex): readonly NodeIndex[];
}

export function nodeTable(manifest: PlainMap): NodeTable {
  const records = pageRecords(manifest);
  const indexes = new Map(records.map(({ id }, index) => [id, index]));
  const resolve = (ids: unknown): readonly NodeIndex[] =>
    textsOf(ids).flatMap(id => {
      const index = indexes.get(id);
      return index === undefined ? [] : [index];
    });
  const dependsOn = records.map(({ record }) => mapOf(record['depends_on']));
  const parents = dependsOn.map(found => resolve(found['nodes']));
  const macros = dependsOn.map(found => resolve(found['macros']));
  const about = records.map(({ kind, record }) => resolve([aboutId(kind, record)])[0] ?? null);
  const callers = inverse(macros);
  const tests = inverse(about.map(index => (index === null ? [] : [index])));
  const members = groupMembers(records);
  return {
    records,
    indexOf: id => indexes.get(id) ?? null,
    parents: index => parents[index] ?? [],
    macros: index => macros[index] ?? [],
    callers: index => callers.get(index) ?? [],
    about: index => about[index] ?? null,
    tests: index => tests.get(index) ?? [],
    members: index => members.get(index) ?? [],
  };
}

function inverse(edges: readonly (readonly NodeIndex[])[]): ReadonlyMap<NodeIndex, readonly NodeIndex[]> {
  const found = new Map<NodeIndex, NodeIndex[]>();
  edges.forEach((targets, from) => {
    for (const target of targets) {
      const sources = found.get(target);
      if (sources === undefined) found.set(target, [from]);
      else sources.push(from);
    }
  });
  return found;
}

/** Group names are unique in a package; a node may only belong to a group of its own. */
function groupMembers(records: readonly PageRecord[]): ReadonlyMap<NodeIndex, readonly NodeIndex[]> {
  const key = (record: PlainMap, name: string): string => JSON.stringify([record['package_name'], name]);
  const groups = new Map(
    records.flatMap(({ kind, record }, index) =>
      kind === 'group' ? [[key(record, String(record['name'])), index] as const] : [],
    ),
  );
  const found = new Map<NodeIndex, NodeIndex[]>();
  records.forEach(({ kind, record }, index) => {
    const name = groupOf(record);
    const group = name === null || kind === 'group' ? undefined : groups.get(key(record, name));
    if (group !== undefined) found.set(group, [...(found.get(group) ?? []), index]);
  });
  return found;
}
