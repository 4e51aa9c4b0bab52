import { type Diagnostic, diagnose } from '../diagnostic/diagnostic.ts';
import type { Plain, PlainMap } from '../manifest/node.ts';
import type { MergeOptions, WrittenClause, WrittenClauses } from '../materialize/goal.ts';
import type { Sql } from '../sql/relation.ts';
import { type ConfigReader, configReader, isMap } from './config-value.ts';

export const plainMerge: MergeOptions = {
  updateColumns: null,
  excludeColumns: [],
  updateCondition: null,
  insertCondition: null,
  setExpressions: {},
  returning: [],
  clauses: null,
};

/** What a model says about its merge. What has the wrong form is added to `problems`. */
export function mergeOptions(node: string, reader: ConfigReader, problems: Diagnostic[]): MergeOptions {
  return {
    updateColumns: reader.list('merge_update_columns'),
    excludeColumns: reader.list('merge_exclude_columns') ?? [],
    updateCondition: reader.text('merge_update_condition', null) as Sql | null,
    insertCondition: reader.text('merge_insert_condition', null) as Sql | null,
    setExpressions: expressions(reader.map('merge_update_set_expressions')),
    returning: reader.list('merge_returning_columns') ?? [],
    clauses: writtenClauses(node, reader.map('merge_clauses'), problems),
  };
}

function writtenClauses(node: string, map: PlainMap, problems: Diagnostic[]): WrittenClauses | null {
  const read = (key: keyof typeof actions): readonly WrittenClause[] =>
    (Array.isArray(map[key]) ? (map[key] as readonly Plain[]) : []).flatMap(one => clauseOf({ node, key, one, problems }));
  if (Object.keys(map).length === 0) return null;
  for (const key of Object.keys(map))
    if (!Object.hasOwn(actions, key))
      problems.push(
        diagnose('run-merge-clause', null, {
          node,
          clause: key,
          problem: 'there are only `when_matched` and `when_not_matched`',
        }),
      );
  return { matched: read('when_matched'), notMatched: read('when_not_matched') };
}

const actions = {
  when_matched: ['update', 'delete', 'do_nothing', 'error'],
  when_not_matched: ['insert', 'update', 'delete', 'do_nothing', 'error'],
} as const;

interface ClauseText {
  readonly node: string;
  readonly key: keyof typeof actions;
  readonly one: Plain;
  readonly problems: Diagnostic[];
}

function clauseOf({ node, key, one, problems }: ClauseText): readonly WrittenClause[] {
  const refuse = (problem: string): readonly WrittenClause[] => {
    problems.push(diagnose('run-merge-clause', null, { node, clause: JSON.stringify(one), problem }));
    return [];
  };
  if (!isMap(one)) return refuse('a clause is a map with an `action`');
  const reader = configReader(node, { enabled: true, ...one });
  const action = reader.choice('action', actions[key], 'do_nothing');
  const mode = reader.choice('mode', ['by_name', 'by_position', 'star', 'explicit'], 'by_name');
  const update = reader.map('update');
  const insert = reader.map('insert');
  const columns = textsOf(insert['columns']);
  const values = textsOf(insert['values']);
  problems.push(...reader.diagnostics);
  if ((one['action'] ?? null) === null) return refuse('it has no `action`');
  if (columns.length !== values.length) return refuse('it inserts another number of `values` than of `columns`');
  const changesUnmatched = action === 'update' && key === 'when_not_matched';
  return [
    {
      action,
      mode,
      condition: reader.text('condition', null) as Sql | null,
      // Only rows of the table can be changed or deleted.
      by: key === 'when_not_matched' && (one['by'] === 'source' || changesUnmatched || action === 'delete') ? 'source' : 'target',
      include: update['include'] === undefined ? null : textsOf(update['include']),
      exclude: textsOf(update['exclude']),
      setExpressions: expressions({ ...reader.map('set_expressions'), ...mapAt(update, 'set_expressions') }),
      values: columns.map((column, at) => [column, (values[at] ?? '') as Sql] as const),
      message: reader.text('error_message', null),
    },
  ];
}

const mapAt = (map: PlainMap, key: string): PlainMap => {
  const value = map[key];
  return isMap(value) ? value : {};
};
const textsOf = (value: Plain | undefined): readonly string[] => (Array.isArray(value) ? value.map(String) : []);
const expressions = (map: PlainMap): Readonly<Record<string, Sql>> =>
  Object.fromEntries(Object.entries(map).map(([column, sql]) => [column, String(sql) as Sql]));
