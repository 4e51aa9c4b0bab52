import type { Capabilities } from '../adapter/capabilities.ts';
import type { Index, Layout, PlainStep, Step, TableShape } from '../adapter/step.ts';
import type { RelationName, Sql } from '../sql/relation.ts';
import { type Grants, grantSteps } from './grant.ts';
import { type Replacement, replaceRelation } from './replace.ts';

/** What a table is besides its rows. */
export interface TableDetails {
  readonly layout: Layout;
  /** What its contract promises; null without one: then the select decides. */
  readonly shape: TableShape | null;
  readonly indexes: readonly Index[];
  readonly grants: Grants;
  /** Tables that are there and whose foreign keys point at it; they lose them until they are built again. */
  readonly referrers: readonly RelationName[];
}

export const plainTable: TableDetails = { layout: { options: {} }, shape: null, indexes: [], grants: {}, referrers: [] };

export interface TableBuild extends Pick<Replacement, 'target' | 'existing' | 'invocation' | 'ties'>, TableDetails {
  readonly select: Sql;
}

/** Steps after which `target` is a table of exactly the rows of `select`. */
export function buildTable(build: TableBuild, can: Capabilities): readonly Step[] {
  const { target, existing, invocation, referrers, ties } = build;
  const create: Replacement['create'] = (name, how) => createTable(build, name, how);
  const steps = replaceRelation({ target, existing, invocation, ties, kind: 'table', create }, can);
  return existing === null ? steps : unbound(referrers, steps, can);
}

function createTable(build: TableBuild, target: RelationName, { replace }: { readonly replace: boolean }): readonly PlainStep[] {
  const { select, layout, shape } = build;
  const created: readonly PlainStep[] =
    shape === null
      ? [{ kind: 'create-table', target, select, layout, replace, temporary: false }]
      : [
          { kind: 'define-table', target, shape, layout, replace },
          { kind: 'insert', target, columns: shape.columns.map(column => column.name), select },
        ];
  return [...created, ...finishTable(build, target)];
}

/** What a table that has its rows still needs. */
export const finishTable = (
  { indexes, grants }: Pick<TableDetails, 'indexes' | 'grants'>,
  target: RelationName,
): readonly PlainStep[] => [
  ...indexes.map((index): PlainStep => ({ kind: 'create-index', target, index })),
  ...grantSteps(target, grants),
];

/** Where foreign keys hold a table in its place, those who have them are written anew without them, rows and all. */
export function unbound(referrers: readonly RelationName[], steps: readonly Step[], can: Capabilities): readonly Step[] {
  if (referrers.length === 0 || can.foreignKeyParents !== 'held') return steps;
  const released = referrers.map((target): PlainStep => ({ kind: 'drop-constraints', target }));
  const flat = steps.flatMap(step => (step.kind === 'atomic' ? step.steps : [step]));
  return [{ kind: 'atomic', steps: [...released, ...flat] }];
}
