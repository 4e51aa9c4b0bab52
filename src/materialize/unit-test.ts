import type { Dialect } from '../adapter/adapter.ts';
import type { Capabilities } from '../adapter/capabilities.ts';
import type { Fixture, FixtureValue } from '../compile/fixture.ts';
import type { Column, Sql } from '../sql/relation.ts';
import { withoutFinalSemicolon } from '../sql/statement-split.ts';
import { byColumnKey, columnKey } from './column-match.ts';

type FixtureRows = Extract<Fixture, { readonly kind: 'rows' }>;

/** A column of a fixture, with the type that its values are cast to. */
export interface FixtureColumn {
  readonly name: string;
  readonly nativeType: string;
}

/** The columns that a fixture names and that are not among the known ones. */
export const unknownColumns = ({ columns }: FixtureRows, known: readonly Column[], can: Capabilities): readonly string[] => {
  const names = byColumnKey(known, can);
  return columns.filter(name => !names.has(columnKey(name, can)));
};

/** All known columns, and those that only the fixture names with the types of their values. */
export function fixtureColumns(
  fixture: FixtureRows,
  known: readonly Column[],
  { can, dialect }: { readonly can: Capabilities; readonly dialect: Dialect },
): readonly FixtureColumn[] {
  const more = unknownColumns(fixture, known, can).map(name => {
    const type = fixture.guessed.get(name) ?? { kind: 'string', length: null };
    return { name, nativeType: dialect.typeName(type) };
  });
  return [...known, ...more];
}

export interface FixtureSelect {
  readonly fixture: FixtureRows;
  readonly columns: readonly FixtureColumn[];
  readonly dialect: Dialect;
  readonly can: Capabilities;
}

/** A select that gives the fixture's rows, every column of its type, null where a row says nothing. */
export function fixtureSql({ fixture, columns, dialect, can }: FixtureSelect): Sql {
  const cell = (value: FixtureValue, { name, nativeType }: FixtureColumn): string =>
    `cast(${dialect.literal(value)} as ${nativeType}) as ${dialect.identifier(name)}`;
  const select = (row: ReadonlyMap<string, FixtureValue>): string =>
    `select ${columns.map(column => cell(row.get(columnKey(column.name, can)) ?? null, column)).join(', ')}`;
  if (fixture.rows.length === 0) return `${select(new Map())}\nwhere 1 = 0` as Sql;
  const rows = fixture.rows.map(row => new Map([...row].map(([name, value]) => [columnKey(name, can), value])));
  return rows.map(select).join('\nunion all\n') as Sql;
}

/** The given columns of a query's rows. */
export function columnsSql(query: Sql, columns: readonly string[], { identifier, lexis }: Dialect): Sql {
  return `select ${columns.map(identifier).join(', ')}\nfrom (\n${withoutFinalSemicolon(query, lexis)}\n) as unit_test_rows` as Sql;
}
