import type { Name } from '../query.ts';

/** How one dialect resolves names. */
export interface DialectRules {
  /** The parser's word for it. */
  readonly parser: string;
  /** What happens to the case of names: of unquoted ones only, of all (`any` case is the same name), or nothing. */
  readonly names: 'lower' | 'upper' | 'any' | 'exact';
  /** Whether what is selected may be named in other parts of the select, and whether it comes before a column of that name. */
  readonly aliases: 'no' | 'after-columns' | 'before-columns';
  readonly aliasesIn: readonly ('items' | 'where' | 'group' | 'having')[];
  /** Whether `group by` and what comes after it may name what is selected without an alias, where columns of that name are ambiguous. */
  readonly groupsByResults: boolean;
  /** `select *` over `join … using (id)`: the merged columns come first, or stay where the left table has them. */
  readonly merged: 'first' | 'in-place';
  /** The name of a table as a value stands for its whole row. */
  readonly hasRowValues: boolean;
  /** `from t, t.items`: a path may lead into a column. */
  readonly hasColumnPaths: boolean;
  /** A second column `id` of a subquery is called `id_1`, and one of that name may be meant; else naming it is ambiguous. */
  readonly renamesDuplicates: boolean;
  /** Whether a text is never compared with a number, a date or a truth value as it is. */
  readonly hasStrictTypes: boolean;
}

const usual: Omit<DialectRules, 'parser'> = {
  names: 'any',
  aliases: 'no',
  aliasesIn: ['group', 'having'],
  groupsByResults: false,
  merged: 'first',
  hasRowValues: false,
  hasColumnPaths: false,
  renamesDuplicates: false,
  hasStrictTypes: false,
};

const everywhere: DialectRules['aliasesIn'] = ['items', 'where', 'group', 'having'];

const dialects: Readonly<Record<string, DialectRules>> = {
  duckdb: {
    ...usual,
    parser: 'duckdb',
    aliases: 'after-columns',
    aliasesIn: everywhere,
    merged: 'in-place',
    hasRowValues: true,
    renamesDuplicates: true,
  },
  postgres: {
    ...usual,
    parser: 'postgres',
    names: 'lower',
    aliases: 'after-columns',
    aliasesIn: ['group'],
    hasRowValues: true,
    hasStrictTypes: true,
  },
  redshift: {
    ...usual,
    parser: 'redshift',
    aliases: 'after-columns',
    aliasesIn: ['items', 'group', 'having'],
    hasColumnPaths: true,
  },
  snowflake: { ...usual, parser: 'snowflake', names: 'upper', aliases: 'after-columns', aliasesIn: everywhere },
  bigquery: {
    ...usual,
    parser: 'bigquery',
    aliases: 'after-columns',
    groupsByResults: true,
    hasRowValues: true,
    hasColumnPaths: true,
    hasStrictTypes: true,
  },
  databricks: { ...usual, parser: 'databricks', aliases: 'after-columns', aliasesIn: ['items', 'group', 'having'] },
  clickhouse: { ...usual, parser: 'clickhouse', names: 'exact', aliases: 'before-columns', aliasesIn: everywhere },
  trino: { ...usual, parser: 'trino', hasStrictTypes: true },
  mysql: { ...usual, parser: 'mysql', aliases: 'after-columns' },
  tsql: { ...usual, parser: 'tsql' },
};

/** Adapters by names that are not their dialect's. */
const others: Readonly<Record<string, string>> = {
  postgresql: 'postgres',
  spark: 'databricks',
  athena: 'trino',
  presto: 'trino',
  sqlserver: 'tsql',
  synapse: 'tsql',
  fabric: 'tsql',
  mariadb: 'mysql',
  materialize: 'postgres',
  risingwave: 'postgres',
};

/** Null for a dialect that nobody has described. */
export const dialectRules = (adapter: string): DialectRules | null => dialects[others[adapter] ?? adapter] ?? null;

export type NameKey = (name: Name) => string;

/** What two names have in common when they are the same name. */
export function nameKey({ names }: Pick<DialectRules, 'names'>): NameKey {
  switch (names) {
    case 'any':
      return name => name.text.toLowerCase();
    case 'lower':
      return name => (name.quoted ? name.text : name.text.toLowerCase());
    case 'upper':
      return name => (name.quoted ? name.text : name.text.toUpperCase());
    case 'exact':
      return name => name.text;
    default:
      return names satisfies never;
  }
}
