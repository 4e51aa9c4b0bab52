import type { NodeField, NodeSummary, PackedNodes, PackedTexts } from './page-data.ts';

/** `site/unpack.ts` is the way back. */
export function packNodes(nodes: readonly NodeSummary[]): PackedNodes {
  const texts = packTexts(nodes, {
    id: ({ id }) => id,
    kind: ({ kind }) => kind,
    label: ({ id, label }) => (label === id.slice(id.lastIndexOf('.') + 1) ? null : label),
    packageName: ({ packageName }) => packageName,
    folders: ({ folders }) => folders.join('\n'),
    summary: ({ summary }) => summary,
    materialized: ({ materialized }) => materialized,
    database: ({ place }) => place?.database ?? null,
    schema: ({ place }) => place?.schema ?? null,
    relation: ({ place, label }) => (place === null || place.name === label ? null : place.name),
    status: ({ status }) => status,
  } satisfies Readers<NodeSummary, NodeField>);
  return {
    texts,
    parents: nodes.map(({ parents }) => (parents.length === 1 ? (parents[0] ?? 0) : parents)),
    about: nodes.map(({ about }) => about),
    unlisted: nodes.flatMap(({ visibility }, index) => (visibility === 'unlisted' ? [index] : [])),
  };
}

/** What each field of a record is; null: nothing. */
export type Readers<T, Field extends string> = Readonly<Record<Field, (item: T) => string | null>>;

export function packTexts<T, Field extends string>(items: readonly T[], readers: Readers<T, Field>): PackedTexts<Field> {
  const names = Object.keys(readers) as Field[];
  const plain = names.map(name => items.map(readers[name]));
  const shared = sharedTexts(plain);
  const fields = names.map((name, place) => [
    name,
    plain[place]?.map(text => (text === null ? null : (shared.get(text) ?? text))),
  ]);
  return { shared: [...shared.keys()], fields: Object.fromEntries(fields) as PackedTexts<Field>['fields'] };
}

/** The place of each text that is there more than once. */
function sharedTexts(fields: readonly (readonly (string | null)[])[]): ReadonlyMap<string, number> {
  const once = new Set<string>();
  const shared = new Map<string, number>();
  for (const text of fields.flat()) {
    if (text === null || shared.has(text)) continue;
    if (once.has(text)) shared.set(text, shared.size);
    else once.add(text);
  }
  return shared;
}
