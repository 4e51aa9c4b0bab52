import type { NodeKind, NodeSummary, PackedNodes, PackedTexts } from '../page-data.ts';

/** The text of a field of a record. */
export const textAt = <Field extends string>(
  { shared, fields }: PackedTexts<Field>,
  field: Field,
  index: number,
): string | null => {
  const value = fields[field][index] ?? null;
  return typeof value === 'number' ? (shared[value] ?? null) : value;
};

/** As `docs/pack.ts` got them. */
export function unpackNodes({ texts, parents, about, unlisted }: PackedNodes): readonly NodeSummary[] {
  const hidden = new Set(unlisted);
  return about.map((tested, index): NodeSummary => {
    const id = textAt(texts, 'id', index) ?? '';
    const label = textAt(texts, 'label', index) ?? id.slice(id.lastIndexOf('.') + 1);
    const folders = textAt(texts, 'folders', index) ?? '';
    const schema = textAt(texts, 'schema', index);
    const database = textAt(texts, 'database', index);
    const read = parents[index] ?? [];
    return {
      id,
      kind: (textAt(texts, 'kind', index) ?? 'model') as NodeKind,
      label,
      packageName: textAt(texts, 'packageName', index) ?? '',
      folders: folders === '' ? [] : folders.split('\n'),
      summary: textAt(texts, 'summary', index) ?? '',
      materialized: textAt(texts, 'materialized', index),
      place: schema === null ? null : { database, schema, name: textAt(texts, 'relation', index) ?? label },
      parents: typeof read === 'number' ? [read] : read,
      about: tested,
      status: textAt(texts, 'status', index),
      visibility: hidden.has(index) ? 'unlisted' : 'listed',
    };
  });
}
