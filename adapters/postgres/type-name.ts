import type { FieldDef } from 'pg';
import type { Column } from '../../src/sql/relation.ts';
import { cellReader, type ReadCell } from './cell.ts';
import { parseType } from './type.ts';

/** Runs SQL and gives rows of texts. */
export type Ask = (sql: string) => Promise<readonly (readonly (string | null)[])[]>;

export interface ResultColumns {
  readonly columns: readonly Column[];
  readonly readers: readonly ReadCell[];
}

/** What types are called, by the number and the modifier that results carry; asked for once per connection to a warehouse. */
export class TypeNames {
  readonly #known = new Map<string, string>(common);

  async columnsOf(fields: readonly FieldDef[], ask: Ask): Promise<ResultColumns> {
    const missing = [...new Set(fields.map(keyOf))].filter(key => !this.#known.has(key));
    if (missing.length > 0) await this.#learn(missing, ask);
    const columns = fields.map(field => column(field.name, this.#known.get(keyOf(field)) ?? 'unknown'));
    return { columns, readers: columns.map(({ type }) => cellReader(type)) };
  }

  async #learn(keys: readonly string[], ask: Ask): Promise<void> {
    const pairs = keys.map(key => `(${key.replace(':', ', ')})`).join(', ');
    const rows = await ask(`select id, mod, pg_catalog.format_type(id::oid, mod) from (values ${pairs}) as types(id, mod)`);
    for (const [id, mod, name] of rows) this.#known.set(`${id}:${mod}`, name ?? 'unknown');
  }
}

const keyOf = ({ dataTypeID, dataTypeModifier }: FieldDef): string => `${dataTypeID}:${dataTypeModifier}`;

const column = (name: string, nativeType: string): Column => ({
  name,
  type: parseType(nativeType),
  nativeType,
  nullable: true,
  comment: null,
});

// The numbers of built-in types never change.
const common: readonly (readonly [string, string])[] = [
  ['16:-1', 'boolean'],
  ['17:-1', 'bytea'],
  ['18:-1', '"char"'],
  ['19:-1', 'name'],
  ['20:-1', 'bigint'],
  ['21:-1', 'smallint'],
  ['23:-1', 'integer'],
  ['25:-1', 'text'],
  ['114:-1', 'json'],
  ['700:-1', 'real'],
  ['701:-1', 'double precision'],
  ['1043:-1', 'character varying'],
  ['1082:-1', 'date'],
  ['1083:-1', 'time without time zone'],
  ['1114:-1', 'timestamp without time zone'],
  ['1184:-1', 'timestamp with time zone'],
  ['1700:-1', 'numeric'],
  ['2950:-1', 'uuid'],
  ['3802:-1', 'jsonb'],
];
