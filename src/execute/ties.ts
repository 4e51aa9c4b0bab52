import type { RelationInfo } from '../adapter/adapter.ts';
import type { Checked } from '../diagnostic/diagnostic.ts';
import { type Dependent, keepsColumns, type Read, releasedBy } from '../materialize/dependent.ts';
import { type Ties, untied } from '../materialize/replace.ts';
import type { Column, RelationKind, RelationName, Row } from '../sql/relation.ts';
import type { NodeRun } from './node-run.ts';

export interface Successor {
  readonly existing: RelationInfo | null;
  readonly kind: RelationKind;
  /** What its columns will be; asked for only when it matters. */
  readonly columns: () => Promise<readonly Column[]>;
}

/** What is bound to the relation that is there, where views are bound to what they read. */
export async function tiesOf(run: NodeRun, { existing, kind, columns }: Successor): Promise<Checked<Ties>> {
  const { port } = run;
  if (existing === null || port.capabilities.viewBinding === 'name') return { value: untied, diagnostics: [] };
  const isSameView = kind === 'view' && existing.kind === 'view';
  // What has been bound to it since is kept all the same, by the statement that takes its place.
  const isFree = isSameView || existing.isBound === false;
  const dependents = isFree ? [] : await boundTo(run, existing.name);
  if (!isSameView && dependents.length === 0) return { value: untied, diagnostics: [] };
  const [before, after] = [await port.columns(existing.name), await columns()];
  if (isSameView && keepsColumns(before, after)) return { value: { released: [], keepsColumns: true }, diagnostics: [] };
  const bound = isSameView ? await boundTo(run, existing.name) : dependents;
  const { isBuiltLater } = run;
  const released = releasedBy({ target: existing.name, dependents: bound, before, after, isBuiltLater });
  return { value: { released: released.value, keepsColumns: false }, diagnostics: released.diagnostics };
}

/** Through the session, since what is bound may not be committed yet. */
async function boundTo({ adapter, port }: NodeRun, name: RelationName): Promise<readonly Dependent[]> {
  const sql = adapter.dialect.dependents(name);
  return sql === null ? [] : dependentsOf((await port.look(sql)).rows, name.catalog);
}

/** The rows of `Dialect.dependents`, in their order. */
export function dependentsOf(rows: readonly Row[], catalog: string | null): readonly Dependent[] {
  const found = new Map<string, Dependent & { readonly reads: Read[] }>();
  for (const [kind, schema, own, readSchema, readName, column] of rows) {
    const key = JSON.stringify([schema, own]);
    const dependent = found.get(key) ?? {
      name: { catalog, schema: String(schema), name: String(own) },
      kind: kind as RelationKind,
      reads: [],
    };
    const relation = { catalog, schema: String(readSchema), name: String(readName) };
    dependent.reads.push({ relation, column: column === null || column === undefined ? null : String(column) });
    found.set(key, dependent);
  }
  return [...found.values()];
}
