import { type Lexis, tokens } from '../token.ts';
import type { Tree } from './tree.ts';

/**
 * Words of the statement that are in no place of its tree. A parser that skips a clause in silence would have lineage tell what
 * is not so; such a statement counts as not understood.
 */
export function unreadWords(sql: string, tree: Tree, lexis: Lexis): readonly string[] {
  const kept = new Set<string>();
  collect(tree, kept);
  const missing = new Set<string>();
  for (const { kind, start, end } of tokens(sql, lexis)) {
    if (kind !== 'word' && kind !== 'name') continue;
    // Of a function the tree may have another name; what matters are its arguments.
    if (kind === 'word' && sql[end] === '(') continue;
    // `r'…'`, `e'…'`
    if (kind === 'word' && end - start < 3 && (sql[end] === "'" || sql[end] === '"')) continue;
    const text = kind === 'word' ? sql.slice(start, end) : sql.slice(start + 1, end - 1);
    const word = text.toLowerCase();
    if (kept.has(word) || (kind === 'word' && keywords.has(word))) continue;
    if (!parts(word).every(part => kept.has(part) || kept.has(part.replaceAll('_', '')))) missing.add(text);
  }
  return [...missing];
}

function collect(tree: Tree | undefined, into: Set<string>): void {
  if (typeof tree === 'string') {
    const text = tree.toLowerCase();
    if (into.has(text)) return;
    into.add(text);
    for (const part of parts(text)) into.add(part);
  } else if (Array.isArray(tree)) for (const one of tree as readonly Tree[]) collect(one, into);
  else if (typeof tree === 'object' && tree !== null) {
    for (const [key, value] of Object.entries(tree)) {
      if (!into.has(key)) into.add(key).add(key.replaceAll('_', ''));
      collect(value, into);
    }
  }
}

const parts = (word: string): readonly string[] => word.split(/[^\p{L}\p{M}\p{N}_$]+/u).filter(part => part !== '');

/** Words that stand for structure, types or functions of which the tree has its own. */
const keywords = new Set(
  `select from where group by having order limit offset fetch top distinct all as on using join inner left right full outer cross natural
  semi anti asof lateral apply union intersect except minus and or not in is null true false case when then else end cast try_cast safe_cast
  between like ilike rlike similar to exists any some with recursive over partition rows range groups preceding following unbounded current row
  exclude replace rename qualify window filter within asc desc nulls first last values table only unnest ordinality interval extract
  pivot unpivot for include escape collate at time zone tablesample sample percent bernoulli system repeatable final prewhere settings format
  materialized ties no others next positional global array any_value group_concat separator distinct_on sets grouping cube rollup ignore
  respect name corresponding into struct map list int integer int2 int4 int8 bigint smallint tinyint hugeint ubigint uinteger usmallint
  utinyint numeric decimal number real float float4 float8 double precision varchar nvarchar nchar char character varying text string bool
  boolean date datetime datetime2 smalldatetime datetimeoffset timestamp timestamptz timestamp_ntz timestamp_ltz timestamp_tz timetz uuid
  json jsonb blob bytea binary varbinary bytes bit signed unsigned int64 float64 bignumeric bigdecimal byteint variant object super money
  without local year month day hour minute second quarter week dow doy epoch millisecond microsecond years months days hours minutes seconds
  weeks decade century nanosecond isodow isoweek isoyear dayofweek dayofyear start connect prior nocycle match_condition match by
  strict lateral overlaps both leading trailing position substring trim overlay placing ceil floor convert try_convert current_date
  current_timestamp current_time localtime localtimestamp coalesce ifnull isnull nvl if iif nullif count sum avg min max option
  read committed nolock hint of share update nowait skip locked percentile_cont percentile_disc row_number rank dense_rank ntile lag lead
  first_value last_value nth_value cume_dist percent_rank ordinal key value keys straight_join force index use uescape unique outer
  columns path approximate pivot_any default respect error separator match_recognize measures pattern define one per match row after past final running distribute sort cluster div mod xor regexp rlike show view temporary temp nothing`.split(
    /\s+/,
  ),
);
