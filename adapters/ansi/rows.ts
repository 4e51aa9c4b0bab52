import type { Assignment, MergeClause, StepOf } from '../../src/adapter/step.ts';
import { momentText } from '../../src/sql/moment.ts';
import type { Quoting } from './quote.ts';

type Upsert = StepOf<'upsert'>;
type Merge = StepOf<'merge'>;

// The aliases are dbt's: authors write them in predicates and clauses.
const dest = 'DBT_INTERNAL_DEST';
const source = 'DBT_INTERNAL_SOURCE';

/** The first keys that several rows have, each with how many. */
export function duplicateKeys({ target, key }: StepOf<'assert-unique'>, { identifier: id, relation: rel }: Quoting): string {
  const columns = key.map(id).join(', ');
  const known = key.map(name => `${id(name)} is not null`).join(' and ');
  return `select ${columns}, count(*)\nfrom ${rel(target)}\nwhere ${known}\ngroup by ${columns}\nhaving count(*) > 1\norder by ${columns}\nlimit 5`;
}

/** The first keys that several rows have or that are null, each with how many rows. */
export function brokenKeys({ select, key }: StepOf<'assert-keys'>): string {
  const columns = key.map((_, at) => `key_${at + 1}`);
  const named = key.map((expression, at) => `${expression} as ${columns[at]}`).join(', ');
  const list = columns.join(', ');
  const missing = columns.map(name => `${name} is null`).join(' or ');
  return `select ${list}, count(*)\nfrom (\nselect ${named} from (\n${select}\n) as key_rows\n) as keyed\ngroup by ${list}\nhaving count(*) > 1 or ${missing}\norder by ${list}\nlimit 5`;
}

/** In dbt the keys of `merge` and of `delete+insert` compare by `=`, so a row whose key is null never matches. */
const sameKey = (
  key: readonly string[],
  { identifier: id }: Quoting,
  { target = dest, nulls = 'differ', grain = null }: Partial<Pick<Upsert, 'nulls' | 'grain'>> & { readonly target?: string } = {},
): readonly string[] => {
  const span = (column: string): string => (grain === null ? column : `date_trunc('${grain}', ${column})`);
  const equals = nulls === 'match' ? 'is not distinct from' : '=';
  return key.map(name => `${span(`${source}.${id(name)}`)} ${equals} ${span(`${target}.${id(name)}`)}`);
};

const all = (terms: readonly string[]): string => terms.map(condition).join('\n  and ');

/** The newline keeps a comment at the end of an author's condition from swallowing the parenthesis. */
const condition = (term: string): string => (term.includes('--') ? `(${term}\n)` : `(${term})`);

/** Where predicates name no staged rows, bare names in them are the target's. */
export function deleteInsertSql(s: Upsert, quoting: Quoting): readonly string[] {
  const { identifier: id, relation: rel } = quoting;
  const columns = s.columns.map(id).join(', ');
  const insert = `insert into ${rel(s.target)} (${columns})\nselect ${columns}\nfrom ${rel(s.staged)}`;
  if (s.key.length === 0) return [insert];
  const inner = s.predicates.filter(term => term.toUpperCase().includes(source));
  const outer = s.predicates.filter(term => !inner.includes(term));
  const target = targetAlias(s);
  const match = all([...sameKey(s.key, quoting, { ...s, target }), ...inner]);
  const exists = `exists (\nselect 1 from ${rel(s.staged)} as ${source}\nwhere ${match}\n)`;
  const rest = outer.map(term => `\n  and ${condition(term)}`).join('');
  return [`delete from ${rel(s.target)} as ${target}\nwhere ${exists}${rest}`, insert];
}

/** Moments are texts, which the warehouse reads in the type of the column: with a zone or without, or as a date. */
export function replaceWindowSql(s: StepOf<'replace-window'>, quoting: Quoting): readonly string[] {
  const { identifier: id, relation: rel, string } = quoting;
  const { eventTime, start, end } = s.window;
  const within = `${eventTime} >= ${string(momentText(start))} and ${eventTime} < ${string(momentText(end))}`;
  const columns = s.columns.map(id).join(', ');
  const rest = s.predicates.map(term => `\n  and ${condition(term)}`).join('');
  return [
    `delete from ${rel(s.target)} as ${dest}\nwhere ${within}${rest}`,
    `insert into ${rel(s.target)} (${columns})\nselect ${columns}\nfrom ${rel(s.staged)}\nwhere ${within}`,
  ];
}

/** With several key columns dbt-duckdb calls the target by another name, which predicates may use. */
const targetAlias = ({ predicates }: Upsert): string =>
  predicates.find(term => /\bDBT_INCREMENTAL_TARGET\b/i.test(term)) === undefined ? dest : 'DBT_INCREMENTAL_TARGET';

export function onConflictSql(s: Upsert, { identifier: id, relation: rel }: Quoting): string {
  const columns = s.columns.map(id).join(', ');
  const insert = `insert into ${rel(s.target)} as ${dest} (${columns})\nselect ${columns}\nfrom ${rel(s.staged)}`;
  const conflict = `on conflict (${s.key.map(id).join(', ')})`;
  if (s.update.length === 0) return `${insert}\n${conflict} do nothing`;
  const where = s.predicates.length === 0 ? '' : `\nwhere ${s.predicates.map(condition).join(' and ')}`;
  const set = s.update.map(name => `${id(name)} = excluded.${id(name)}`).join(', ');
  return `${insert}\n${conflict} do update set ${set}${where}`;
}

export function mergeSql(s: Merge, quoting: Quoting): string {
  const { identifier: id, relation: rel } = quoting;
  const on = s.key.length === 0 ? 'false' : all([...s.predicates, ...sameKey(s.key, quoting)]);
  return [
    `merge into ${rel(s.target)} as ${dest}`,
    `using ${rel(s.staged)} as ${source}`,
    `on ${on}`,
    ...s.clauses.map(clause => `${when(clause)} then ${action(clause, quoting)}`),
    ...(s.returning.length === 0 ? [] : [`returning ${s.returning.map(id).join(', ')}`]),
  ].join('\n');
}

const when = ({ when: rows, condition: term }: MergeClause): string =>
  `when ${rows.replaceAll('-', ' ')}${term === null ? '' : ` and ${condition(term)}`}`;

function action({ action: act }: MergeClause, quoting: Quoting): string {
  const { identifier: id } = quoting;
  switch (act.kind) {
    case 'update':
      return `update set ${act.set.map(one => `${id(one.column)} = ${value(one, quoting)}`).join(', ')}`;
    case 'insert':
      return `insert (${act.set.map(one => id(one.column)).join(', ')}) values (${act.set.map(one => value(one, quoting)).join(', ')})`;
    case 'delete':
      return 'delete';
    case 'do-nothing':
      return 'do nothing';
    case 'error':
      return act.message === null ? 'error' : `error ${quoting.string(act.message)}`;
    default:
      return act satisfies never;
  }
}

const value = ({ from }: Assignment, { identifier: id }: Quoting): string =>
  'sql' in from ? from.sql : `${source}.${id(from.staged)}`;
