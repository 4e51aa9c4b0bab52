import type { Capabilities } from '../adapter/capabilities.ts';
import type { ColumnChange } from '../adapter/step.ts';
import { type Diagnostic, diagnose } from '../diagnostic/diagnostic.ts';
import type { Column } from '../sql/relation.ts';
import { byColumnKey, columnKey } from './column-match.ts';
import type { IncrementalGoal } from './goal.ts';

/** What to do to a table before new rows fit into it. */
export interface SchemaChange {
  readonly changes: readonly ColumnChange[];
  /** The columns to write, as the table spells them. */
  readonly columns: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Brings the columns of the table and of the new rows together as `on_schema_change` says. */
export function schemaChange(goal: IncrementalGoal, can: Capabilities): SchemaChange {
  const difference = differenceOf(goal, can);
  switch (goal.onSchemaChange) {
    case 'ignore':
      return ignored(goal, difference);
    case 'fail':
      return hasDifference(difference)
        ? refused(goal, difference)
        : { changes: [], columns: names(goal.existingColumns), diagnostics: [] };
    case 'append_new_columns':
      return { changes: added(difference), columns: written(goal, can), diagnostics: [] };
    case 'sync_all_columns':
      return { changes: synced(difference), columns: written(goal, can), diagnostics: [] };
    default:
      return goal.onSchemaChange satisfies never;
  }
}

interface Difference {
  /** In the new rows only. */
  readonly added: readonly Column[];
  /** In the table only. */
  readonly removed: readonly Column[];
  /** In both, of another type; named as in the table, typed as in the new rows. */
  readonly retyped: readonly Column[];
}

function differenceOf(goal: IncrementalGoal, can: Capabilities): Difference {
  const old = byColumnKey(goal.existingColumns, can);
  const next = byColumnKey(goal.selectColumns, can);
  const both = goal.existingColumns.flatMap(column => {
    const now = next.get(columnKey(column.name, can));
    return now === undefined || sameType(column, now) ? [] : [{ ...now, name: column.name }];
  });
  return {
    added: goal.selectColumns.filter(column => !old.has(columnKey(column.name, can))),
    removed: goal.existingColumns.filter(column => !next.has(columnKey(column.name, can))),
    retyped: both,
  };
}

export interface TypeChange {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** Columns that the table has with another type than the new rows. */
export const typeChanges = (goal: IncrementalGoal, can: Capabilities): readonly TypeChange[] =>
  differenceOf(goal, can).retyped.map(({ name, nativeType: to }) => {
    const from = goal.existingColumns.find(column => column.name === name)?.nativeType ?? '';
    return { name, from, to };
  });

const sameType = (a: Column, b: Column): boolean => a.nativeType.toLowerCase() === b.nativeType.toLowerCase();
const names = (columns: readonly Column[]): readonly string[] => columns.map(column => column.name);
const hasDifference = ({ added, removed, retyped }: Difference): boolean => added.length + removed.length + retyped.length > 0;

function ignored(goal: IncrementalGoal, { removed }: Difference): SchemaChange {
  if (removed.length === 0) return { changes: [], columns: names(goal.existingColumns), diagnostics: [] };
  const missing = diagnose('run-incremental-column-missing', null, { relation: goal.target.name, columns: names(removed) });
  return { changes: [], columns: [], diagnostics: [missing] };
}

function refused(goal: IncrementalGoal, difference: Difference): SchemaChange {
  const list = (what: string, columns: readonly Column[]): readonly string[] =>
    columns.length === 0 ? [] : [`${what}: ${columns.map(column => `${column.name} ${column.nativeType}`).join(', ')}`];
  const notes = [...list('new', difference.added), ...list('gone', difference.removed), ...list('new type', difference.retyped)];
  const changed = diagnose('run-incremental-schema-changed', null, { relation: goal.target.name }, { notes });
  return { changes: [], columns: [], diagnostics: [changed] };
}

const added = ({ added: columns }: Difference): readonly ColumnChange[] => columns.map(column => ({ kind: 'add', column }));

const synced = (difference: Difference): readonly ColumnChange[] => [
  ...added(difference),
  ...difference.removed.map(({ name }): ColumnChange => ({ kind: 'drop', name })),
  ...difference.retyped.map(({ name, nativeType }): ColumnChange => ({ kind: 'retype', name, to: nativeType })),
];

/** The columns of the new rows, spelled as in the table where it has them. */
function written(goal: IncrementalGoal, can: Capabilities): readonly string[] {
  const old = byColumnKey(goal.existingColumns, can);
  return goal.selectColumns.map(column => old.get(columnKey(column.name, can))?.name ?? column.name);
}
