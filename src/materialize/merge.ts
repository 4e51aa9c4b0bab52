import type { Capabilities } from '../adapter/capabilities.ts';
import type { Assignment, MergeAction, MergeClause } from '../adapter/step.ts';
import type { Sql } from '../sql/relation.ts';
import { columnKey } from './column-match.ts';
import type { IncrementalGoal, WrittenClause } from './goal.ts';

export interface MergeColumns {
  /** Those to write, as the table spells them. */
  readonly columns: readonly string[];
  readonly can: Capabilities;
}

/** The clauses of a goal's merge. A list that the author leaves out does what a merge does by itself. */
export function mergeClauses(goal: IncrementalGoal, { columns, can }: MergeColumns): readonly MergeClause[] {
  const { clauses, updateCondition, insertCondition, ...options } = goal.merge;
  const set = (include: readonly string[] | null, exclude: readonly string[], expressions: Readonly<Record<string, Sql>>) =>
    assignments({ columns: included(columns, { include, exclude }, can), expressions, can });
  const update = set(options.updateColumns ?? withoutKey(goal, columns, can), options.excludeColumns, options.setExpressions);
  const matched: readonly MergeClause[] =
    update.length === 0 ? [] : [{ when: 'matched', condition: updateCondition, action: { kind: 'update', set: update } }];
  const notMatched: readonly MergeClause[] = [
    { when: 'not-matched', condition: insertCondition, action: { kind: 'insert', set: set(null, [], {}) } },
  ];
  if (clauses === null) return [...matched, ...notMatched];
  const planned = (one: WrittenClause, when: MergeClause['when']): MergeClause => ({
    when: one.by === 'source' ? 'not-matched-by-source' : when,
    condition: one.condition,
    action: actionOf(one, { goal, columns, can }),
  });
  return [
    ...(clauses.matched.length === 0 ? matched : clauses.matched.map(one => planned(one, 'matched'))),
    ...(clauses.notMatched.length === 0 ? notMatched : clauses.notMatched.map(one => planned(one, 'not-matched'))),
  ];
}

interface Clause extends MergeColumns {
  readonly goal: IncrementalGoal;
}

function actionOf(clause: WrittenClause, { goal, columns, can }: Clause): MergeAction {
  const { action, mode, include, exclude, setExpressions: expressions, values, message } = clause;
  switch (action) {
    case 'update': {
      if (clause.by === 'source') return { kind: 'update', set: assignments({ columns: [], expressions, can }) };
      if (mode === 'by_position') return { kind: 'update', set: byPosition(goal) };
      return { kind: 'update', set: assignments({ columns: included(columns, { include, exclude }, can), expressions, can }) };
    }
    case 'insert': {
      if (values.length > 0) return { kind: 'insert', set: values.map(([column, sql]) => ({ column, from: { sql } })) };
      if (mode === 'by_position') return { kind: 'insert', set: byPosition(goal) };
      return { kind: 'insert', set: assignments({ columns, expressions: {}, can }) };
    }
    case 'delete':
      return { kind: 'delete' };
    case 'do_nothing':
      return { kind: 'do-nothing' };
    case 'error':
      return { kind: 'error', message };
    default:
      return action satisfies never;
  }
}

/** The first column of the table gets the first of the new rows, and so on. */
const byPosition = ({ existingColumns, selectColumns }: IncrementalGoal): readonly Assignment[] =>
  existingColumns
    .slice(0, selectColumns.length)
    .map(({ name }, at) => ({ column: name, from: { staged: selectColumns[at]?.name ?? name } }));

interface Assigned {
  readonly columns: readonly string[];
  readonly expressions: Readonly<Record<string, Sql>>;
  readonly can: Capabilities;
}

/** Expressions win over the staged values, and may be for other columns too. */
function assignments({ columns, expressions, can }: Assigned): readonly Assignment[] {
  const computed = new Set(Object.keys(expressions).map(name => columnKey(name, can)));
  return [
    ...columns.filter(name => !computed.has(columnKey(name, can))).map(name => ({ column: name, from: { staged: name } })),
    ...Object.entries(expressions).map(([column, sql]) => ({ column, from: { sql } })),
  ];
}

interface Included {
  /** Null: all. */
  readonly include: readonly string[] | null;
  readonly exclude: readonly string[];
}

function included(columns: readonly string[], { include, exclude }: Included, can: Capabilities): readonly string[] {
  const keys = (names: readonly string[]): ReadonlySet<string> => new Set(names.map(name => columnKey(name, can)));
  const wanted = include === null ? null : keys(include);
  const unwanted = keys(exclude);
  return columns.filter(name => {
    const key = columnKey(name, can);
    return !unwanted.has(key) && (wanted === null || wanted.has(key));
  });
}

/** On a match the key is what it was. */
const withoutKey = ({ uniqueKey }: IncrementalGoal, columns: readonly string[], can: Capabilities): readonly string[] =>
  included(columns, { include: null, exclude: uniqueKey }, can);
