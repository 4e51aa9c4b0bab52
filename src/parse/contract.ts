import { sha256 } from '../context/sha256.ts';
import type { ColumnInfo, PlainMap } from '../manifest/node.ts';
import type { Yaml } from '../project/project.ts';
import { fromPlain, repr, text } from '../template/index.ts';
import { mapsOf } from './column.ts';

const noConstraint = {
  type: null,
  name: null,
  expression: null,
  warn_unenforced: true,
  warn_unsupported: true,
  to: null,
  to_columns: [],
};

/** A column's constraints as manifests have them: every key, null where it says nothing. */
export const columnConstraints = (value: Yaml | undefined): readonly PlainMap[] =>
  mapsOf(value).map(one => ({ ...noConstraint, ...one }) as PlainMap);

/** The same of a whole model, which name columns. */
export const modelConstraints = (value: Yaml | undefined): readonly PlainMap[] =>
  mapsOf(value).map(one => ({ ...noConstraint, columns: [], ...one }) as PlainMap);

export interface Contract {
  readonly materialized: unknown;
  readonly columns: Readonly<Record<string, ColumnInfo>>;
  readonly constraints: readonly PlainMap[];
}

/**
 * What tells whether a contract has changed: the same number that dbt writes into its manifest, which takes it from the way Python
 * prints columns and constraints.
 */
export function contractChecksum({ materialized, columns, constraints }: Contract): string {
  const sorted = Object.values(columns).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const listed = sorted.map(
    column => `|${column.name}${text(column.data_type)}${printed('ColumnLevelConstraint', column.constraints)}`,
  );
  const isTable = materialized === 'table' || materialized === 'incremental';
  return sha256(listed.join('') + (isTable ? `${materialized}${printed('ModelLevelConstraint', constraints)}` : ''));
}

const known = ['type', 'name', 'expression', 'warn_unenforced', 'warn_unsupported', 'to', 'to_columns', 'columns'];

function printed(className: string, constraints: readonly PlainMap[]): string {
  const items = constraints.map(one => {
    const fields = known.filter(key => key in one).map(key => `${key}=${field(key, one)}`);
    return `${className}(${fields.join(', ')})`;
  });
  return `[${items.join(', ')}]`;
}

const field = (key: string, one: PlainMap): string =>
  key === 'type' ? `<ConstraintType.${one['type']}: '${one['type']}'>` : repr(fromPlain(one[key] ?? null));
