import type { Call, Literal } from '../query.ts';

/** How a dialect spells the types that lineage derives; null for what it does not derive. */
interface TypeNames {
  readonly boolean: string | null;
  /** Of `count`. */
  readonly count: string | null;
  readonly string: string | null;
  readonly integer: string | null;
  readonly double: string | null;
  /** Of parts of dates, lengths and differences. */
  readonly part: string | null;
}

const ansi: TypeNames = {
  boolean: 'BOOLEAN',
  count: 'BIGINT',
  string: 'VARCHAR',
  integer: 'INTEGER',
  double: 'DOUBLE',
  part: null,
};

const names: Readonly<Record<string, TypeNames>> = {
  duckdb: { ...ansi, part: 'BIGINT' },
  postgres: { boolean: 'BOOLEAN', count: 'BIGINT', string: 'TEXT', integer: 'INTEGER', double: 'DOUBLE PRECISION', part: null },
  redshift: { ...ansi, string: null },
  snowflake: { ...ansi, count: null, string: 'VARCHAR', integer: null, double: 'FLOAT' },
  bigquery: { boolean: 'BOOL', count: 'INT64', string: 'STRING', integer: 'INT64', double: 'FLOAT64', part: 'INT64' },
  databricks: { boolean: 'BOOLEAN', count: 'BIGINT', string: 'STRING', integer: 'INT', double: 'DOUBLE', part: 'INT' },
  clickhouse: { boolean: null, count: 'UInt64', string: 'String', integer: null, double: 'Float64', part: null },
  trino: { ...ansi, string: null, part: 'BIGINT' },
  mysql: { boolean: null, count: 'BIGINT', string: null, integer: null, double: 'DOUBLE', part: null },
  tsql: { boolean: null, count: 'INT', string: null, integer: 'INT', double: 'FLOAT', part: 'INT' },
};

const unknown: TypeNames = { boolean: null, count: null, string: null, integer: null, double: null, part: null };

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

const booleans = words(`and or not eq neq lt lte gt gte like i_like in between is_null is_true is_false is any all null_safe_eq
  null_safe_neq similar_to glob regexp_like starts_with ends_with contains is_nan is_inf regexp_matches logical_and logical_or bool_and
  bool_or array_contains list_contains startswith is_json exists`);
const strings =
  words(`upper lower trim l_trim r_trim ltrim rtrim substring replace left right repeat lpad rpad concat concat_ws initcap
  reverse regexp_replace regexp_extract string_agg group_concat list_agg listagg strftime md5 chr split_part format translate
  to_char date_format format_date`);
const counts = words('count count_if row_number rank dense_rank n_tile approx_distinct approx_count_distinct');
const likeFirst =
  words(`min max first last any_value lag lead first_value last_value nth_value null_if nullif arg_max arg_min max_by
  min_by mode paren`);
const likeAll = words('coalesce case if if_null ifnull nvl greatest least');
const parts =
  words(`extract year month day hour minute second quarter day_of_week day_of_year week_of_year date_diff datediff length
  date_part position`);

/** Null when it is not known. `types` are those of the arguments, null where they are not known. */
export function callType(
  { name, args }: Pick<Call, 'name' | 'args'>,
  types: readonly (string | null)[],
  dialect: string,
): string | null {
  const spelled = names[dialect] ?? unknown;
  if (booleans.has(name)) return spelled.boolean;
  if (strings.has(name)) return name === 'reverse' && types[0] !== spelled.string ? null : spelled.string;
  if (counts.has(name)) return spelled.count;
  if (likeFirst.has(name)) return types[0] ?? null;
  if (likeAll.has(name)) return common(types.filter((_, i) => !isNull(args[i])));
  if (parts.has(name)) return name === 'extract' && dialect !== 'bigquery' && dialect !== 'duckdb' ? null : spelled.part;
  if (name === 'current_date') return 'DATE';
  if (dialect === 'duckdb') return duckdbType(name, types);
  if (dialect === 'bigquery') return bigqueryType(name, types);
  return null;
}

const isNull = (arg: Call['args'][number] | undefined): boolean => arg?.kind === 'literal' && arg.type === 'null';

/** The one type that all have; null when they differ. */
export function common(types: readonly (string | null)[]): string | null {
  const [first = null] = types;
  return types.every(type => type === first) ? first : null;
}

const integers = ['TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'HUGEINT'];

function duckdbType(name: string, types: readonly (string | null)[]): string | null {
  const [first = null, second = null] = types;
  if (name === 'avg' || name === 'sqrt' || name === 'ln' || name === 'median') return name === 'median' ? null : 'DOUBLE';
  if (name === 'sum')
    return first === null ? null : integers.includes(first) ? 'HUGEINT' : first === 'DOUBLE' ? 'DOUBLE' : widest(first);
  if (name === 'abs' || name === 'neg') return first;
  if (name === 'div') return first === null || second === null || !isNumber(first) || !isNumber(second) ? null : 'DOUBLE';
  if (name !== 'add' && name !== 'sub' && name !== 'mul') return null;
  if (first === 'DOUBLE' && second !== null && isNumber(second)) return 'DOUBLE';
  if (second === 'DOUBLE' && first !== null && isNumber(first)) return 'DOUBLE';
  return first !== null && first === second && integers.includes(first) ? first : null;
}

const isNumber = (type: string): boolean =>
  integers.includes(type) || type === 'DOUBLE' || type === 'FLOAT' || type.startsWith('DECIMAL');

const widest = (type: string): string | null => {
  const scale = /^DECIMAL\(\d+,(\d+)\)$/.exec(type)?.[1];
  return scale === undefined ? null : `DECIMAL(38,${scale})`;
};

function bigqueryType(name: string, types: readonly (string | null)[]): string | null {
  const [first = null, second = null] = types;
  if (name === 'avg') return first === 'INT64' || first === 'FLOAT64' ? 'FLOAT64' : null;
  if (name === 'sum' || name === 'abs' || name === 'neg') return first;
  if (name === 'div') return first === 'INT64' && second === 'INT64' ? 'FLOAT64' : null;
  return ['add', 'sub', 'mul'].includes(name) && first === second ? first : null;
}

export function literalType({ type, text }: Literal, dialect: string): string | null {
  const spelled = names[dialect] ?? unknown;
  switch (type) {
    case 'boolean':
      return spelled.boolean;
    case 'string':
      return spelled.string;
    case 'integer':
      return Math.abs(Number(text)) < 2 ** 31 ? spelled.integer : null;
    case 'double':
      return spelled.double;
    case 'date':
      return 'DATE';
    case 'timestamp':
      return dialect === 'duckdb' ? 'TIMESTAMP' : null;
    default:
      return null;
  }
}

const duckdbNames: Readonly<Record<string, string>> = {
  TEXT: 'VARCHAR',
  STRING: 'VARCHAR',
  CHAR: 'VARCHAR',
  BPCHAR: 'VARCHAR',
  INT: 'INTEGER',
  BOOL: 'BOOLEAN',
  REAL: 'FLOAT',
  NUMERIC: 'DECIMAL(18,3)',
  DECIMAL: 'DECIMAL(18,3)',
  DATETIME: 'TIMESTAMP',
  TIMESTAMPTZ: 'TIMESTAMP WITH TIME ZONE',
};

/** The type of a cast, as the warehouse shows it. */
export function castType(type: string, dialect: string): string | null {
  if (type === '') return null;
  if (dialect !== 'duckdb') return type;
  return /^(VARCHAR|CHAR|TEXT)\(/.test(type) ? 'VARCHAR' : (duckdbNames[type] ?? type);
}
