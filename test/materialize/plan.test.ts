import { describe, expect, test } from 'vitest';
import type { Capabilities } from '../../src/adapter/capabilities.ts';
import { plainMerge } from '../../src/execute/merge-config.ts';
import { plainTable } from '../../src/materialize/build-table.ts';
import type { Goal, IncrementalGoal, MaterializedViewGoal, TableGoal } from '../../src/materialize/goal.ts';
import { plan } from '../../src/materialize/plan.ts';
import { untied } from '../../src/materialize/replace.ts';
import type { RelationKind, Sql } from '../../src/sql/relation.ts';
import { column, existing, outline, renaming, replacing, target, transactional, transactionless } from './warehouses.ts';

const invocation = '0t3k1zaabcdef';
const select = 'select 1 as id' as Sql;
const base = { ...plainTable, ties: untied, target, invocation, select };
const csv = { path: '/it.csv', delimiter: ',', columns: null, columnTypes: {} };
const goals: Readonly<Record<'view' | 'table' | 'seed', (was: RelationKind | null) => Goal>> = {
  view: was => ({ ...base, kind: 'view', existing: was && existing(was) }),
  table: was => ({ ...base, kind: 'table', existing: was && existing(was) }),
  seed: was => ({ ...base, kind: 'seed', source: csv, existing: was && existing(was) }),
};
const built = `it__mw_${invocation}_new`;
const staged = `it__mw_${invocation}_rows`;
const steps = (goal: Goal, can: Capabilities): readonly string[] => outline(plan(goal, can).value);

describe('what stands in the way', () => {
  const cases: readonly (readonly [string, Capabilities, 'view' | 'table' | 'seed', RelationKind | null, readonly string[]])[] = [
    ['replacing', replacing, 'view', null, ['replace view it']],
    ['replacing', replacing, 'view', 'view', ['replace view it']],
    ['replacing', replacing, 'view', 'table', ['{', 'drop table it', 'create view it', '}']],
    ['replacing', replacing, 'table', null, ['replace table it']],
    ['replacing', replacing, 'table', 'table', ['replace table it']],
    ['replacing', replacing, 'table', 'view', ['{', 'drop view it', 'create table it', '}']],
    ['replacing', replacing, 'seed', 'table', ['replace load it']],
    ['replacing', replacing, 'seed', 'view', ['{', 'drop view it', 'create load it', '}']],
    ['transactional', transactional, 'view', null, ['create view it']],
    [
      'transactional',
      transactional,
      'view',
      'view',
      [`create view ${built}`, '{', `view ${built} for view it by rename-in-transaction`, '}'],
    ],
    [
      'transactional',
      transactional,
      'view',
      'materialized-view',
      [`create view ${built}`, '{', `view ${built} for materialized-view it by rename-in-transaction`, '}'],
    ],
    ['transactional', transactional, 'table', null, ['create table it']],
    [
      'transactional',
      transactional,
      'table',
      'table',
      [`create table ${built}`, '{', `table ${built} for table it by rename-in-transaction`, '}'],
    ],
    [
      'transactional',
      transactional,
      'seed',
      'view',
      [`create load ${built}`, '{', `table ${built} for view it by rename-in-transaction`, '}'],
    ],
    ['renaming', renaming, 'view', 'view', ['replace view it']],
    ['renaming', renaming, 'table', 'table', [`create table ${built}`, `table ${built} for table it by multi-rename`]],
    ['renaming', renaming, 'view', 'table', [`create view ${built}`, `view ${built} for table it by multi-rename`]],
    ['transactionless', transactionless, 'table', 'table', ['replace table it']],
    ['transactionless', transactionless, 'table', 'view', ['drop view it', 'create table it']],
  ];
  test.each(cases)('%s: %#', (_, can, kind, was, expected) => {
    expect(steps(goals[kind](was), can)).toEqual(expected);
  });
});

describe('what is bound to the relation that is there', () => {
  const ties = { released: [{ ...target, name: 'child' }], keepsColumns: true };
  test('a view whose columns stay is the same view', () => {
    expect(steps({ ...goals.view('view'), ties }, transactional)).toEqual(['replace view it']);
    expect(steps({ ...goals.view('table'), ties }, transactional)[2]).toMatch(/^view it__mw_\w+ for table it/);
  });
  test('what is built later goes, and nothing else', () => {
    expect(steps({ ...goals.table('table'), ties }, transactional)).toEqual([
      `create table ${built}`,
      '{',
      `table ${built} for table it by rename-in-transaction without child`,
      '}',
    ]);
  });
});

describe('a table of more than one step', () => {
  const shape = { columns: [{ name: 'id', type: 'int', constraints: [] }], constraints: [] };
  const index = { name: 'ix', columns: ['id'], isUnique: true, type: null };
  const goal = (change: Partial<TableGoal>): Goal => ({ ...base, kind: 'table', existing: existing('table'), shape, ...change });
  const swap = ['{', `table ${built} for table it by rename-in-transaction`, '}'];
  const cases: readonly (readonly [string, Capabilities, Partial<TableGoal>, readonly string[]])[] = [
    ['a contract', replacing, {}, ['{', 'replace defined it', 'insert into it (id)', '}']],
    [
      'a contract over a view',
      replacing,
      { existing: existing('view') },
      ['{', 'drop view it', 'create defined it', 'insert into it (id)', '}'],
    ],
    [
      'a contract where tables are exchanged',
      transactional,
      {},
      [`create defined ${built}`, `insert into ${built} (id)`, ...swap],
    ],
    [
      'a contract without transactions',
      transactionless,
      {},
      [`create defined ${built}`, `insert into ${built} (id)`, `table ${built} for table it by swap`],
    ],
    [
      'indexes and grants',
      replacing,
      { shape: null, indexes: [index], grants: { select: ['ann', 'bob'] } },
      ['{', 'replace table it', 'index ix on it (id)', 'grant select on it to ann,bob', '}'],
    ],
    [
      'indexes and grants are there before readers see the table',
      transactional,
      { shape: null, indexes: [index], grants: { select: ['ann'] } },
      [`create table ${built}`, `index ix on ${built} (id)`, `grant select on ${built} to ann`, ...swap],
    ],
    [
      'tables whose foreign keys hold it',
      replacing,
      { shape: null, referrers: [{ ...target, name: 'child' }] },
      ['{', 'drop-constraints child', 'replace table it', '}'],
    ],
    [
      'tables whose foreign keys do not hold it',
      transactional,
      { shape: null, existing: null, referrers: [target] },
      ['create table it'],
    ],
  ];
  test.each(cases)('%s', (_, can, change, expected) => {
    expect(steps(goal(change), can)).toEqual(expected);
  });
});

describe('a materialized view', () => {
  const can: Capabilities = { ...transactional, materializedViews: 'manual' };
  const index = { name: 'ix', columns: ['id'], isUnique: false, type: null };
  const goal = (change: Partial<MaterializedViewGoal> = {}): Goal => ({
    ...base,
    kind: 'materialized-view',
    existing: existing('materialized-view'),
    fullRefresh: false,
    existingIndexes: [],
    isSame: true,
    onConfigurationChange: 'apply',
    ...change,
  });
  const cases: readonly (readonly [string, Partial<MaterializedViewGoal>, readonly string[]])[] = [
    ['the first time', { existing: null, indexes: [index] }, ['{', 'create materialized view it', 'index ix on it (id)', '}']],
    ['again', {}, ['refresh it']],
    [
      'indexes that differ in their names alone',
      { indexes: [{ ...index, name: 'iy', type: 'btree' }], existingIndexes: [index] },
      ['refresh it'],
    ],
    [
      'other indexes',
      { indexes: [index], existingIndexes: [{ ...index, name: 'old', isUnique: true }] },
      ['{', 'drop index old', 'index ix on it (id)', '}', 'refresh it'],
    ],
    ['other indexes, to be passed over', { indexes: [index], onConfigurationChange: 'continue' }, ['refresh it']],
    ['other indexes, to be refused', { indexes: [index], onConfigurationChange: 'fail' }, []],
    ['another query, to be passed over', { isSame: false, onConfigurationChange: 'continue' }, ['refresh it']],
    ['another query, to be refused', { isSame: false, onConfigurationChange: 'fail' }, []],
    [
      'another query',
      { isSame: false },
      [
        `create materialized view ${built}`,
        '{',
        `materialized-view ${built} for materialized-view it by rename-in-transaction`,
        '}',
      ],
    ],
    [
      'a full refresh',
      { fullRefresh: true },
      [
        `create materialized view ${built}`,
        '{',
        `materialized-view ${built} for materialized-view it by rename-in-transaction`,
        '}',
      ],
    ],
  ];
  test.each(cases)('%s', (_, change, expected) => {
    expect(steps(goal(change), can)).toEqual(expected);
  });

  test('is told of what it does not do', () => {
    expect(plan(goal({ indexes: [index], onConfigurationChange: 'continue' }), can).diagnostics).toMatchObject([
      { code: 'run-configuration-changed', severity: 'warning', notes: ['new: index on id'] },
    ]);
    expect(plan(goal(), replacing).diagnostics).toMatchObject([{ code: 'run-materialization-unsupported' }]);
  });
});

describe('incremental', () => {
  const goal = (change: Partial<IncrementalGoal> = {}): IncrementalGoal => ({
    ...base,
    kind: 'incremental',
    existing: existing('table'),
    strategy: 'delete+insert',
    uniqueKey: ['id'],
    fullRefresh: false,
    predicates: [],
    merge: plainMerge,
    partitionBy: [],
    partitionGrain: null,
    window: null,
    written: null,
    onSchemaChange: 'ignore',
    existingColumns: [column('id'), column('n')],
    selectColumns: [column('n'), column('id')],
    ...change,
  });
  const wider = { onSchemaChange: 'append_new_columns', selectColumns: [column('id'), column('n'), column('m')] } as const;

  const cases: readonly (readonly [string, Capabilities, Partial<IncrementalGoal>, readonly string[]])[] = [
    ['the first run', replacing, { existing: null }, ['replace table it']],
    ['a full refresh', replacing, { fullRefresh: true }, ['replace table it']],
    ['a view before', replacing, { existing: existing('view') }, ['{', 'drop view it', 'create table it', '}']],
    ['append', replacing, { strategy: 'append' }, ['insert into it (id,n)']],
    ['no key', transactionless, { strategy: 'merge', uniqueKey: [] }, ['insert into it (id,n)']],
    [
      'delete+insert',
      replacing,
      {},
      [`create temporary table ${staged}`, '{', `delete-insert ${staged} into it on id`, '}', `drop table ${staged}`],
    ],
    [
      'merge',
      replacing,
      { strategy: 'merge' },
      [
        `create temporary table ${staged}`,
        `check ${staged} by id`,
        `merge ${staged} into it on id: matched update n; not-matched insert id,n`,
        `drop table ${staged}`,
      ],
    ],
    [
      'merge of some columns',
      replacing,
      { strategy: 'merge', merge: { ...plainMerge, updateColumns: ['N'] } },
      [
        `create temporary table ${staged}`,
        `check ${staged} by id`,
        `merge ${staged} into it on id: matched update n; not-matched insert id,n`,
        `drop table ${staged}`,
      ],
    ],
    [
      'merge but some columns',
      replacing,
      { strategy: 'merge', merge: { ...plainMerge, excludeColumns: ['n'] } },
      [
        `create temporary table ${staged}`,
        `check ${staged} by id`,
        `merge ${staged} into it on id: not-matched insert id,n`,
        `drop table ${staged}`,
      ],
    ],
    [
      'merge where there is none',
      { ...renaming, upsert: ['delete-insert'] },
      { strategy: 'merge' },
      [`create temporary table ${staged}`, '{', `delete-insert ${staged} into it on id`, '}', `drop table ${staged}`],
    ],
    [
      'no transactions, no session tables',
      transactionless,
      {},
      [`create table ${staged}`, `delete-insert ${staged} into it on id`, `drop table ${staged}`],
    ],
    [
      'partitions',
      replacing,
      { strategy: 'insert_overwrite', partitionBy: ['n'] },
      [`create temporary table ${staged}`, '{', `delete-insert ${staged} into it on n, nulls too`, '}', `drop table ${staged}`],
    ],
    [
      "a macro of the project's",
      replacing,
      { strategy: 'append', written: 'insert into it' as Sql, ...wider },
      [`create temporary table ${staged}`, '{', 'alter it: add m', 'write it', '}', `drop table ${staged}`],
    ],
    ['a new column', replacing, { strategy: 'append', ...wider }, ['{', 'alter it: add m', 'insert into it (id,n,m)', '}']],
    [
      'a new column where DDL commits',
      renaming,
      { strategy: 'append', ...wider },
      ['alter it: add m', '{', 'insert into it (id,n,m)', '}'],
    ],
    [
      'columns that are not alike',
      replacing,
      { strategy: 'append', onSchemaChange: 'sync_all_columns', selectColumns: [column('ID', 'BIGINT'), column('m')] },
      ['{', 'alter it: add m, drop n, retype id', 'insert into it (id,m)', '}'],
    ],
  ];
  test.each(cases)('%s', (_, can, change, expected) => {
    const planned = plan(goal(change), can);
    expect(planned.diagnostics).toEqual([]);
    expect(outline(planned.value)).toEqual(expected);
  });

  test('names compare as the warehouse compares them', () => {
    const capital = { selectColumns: [column('ID'), column('N')] };
    expect(plan(goal(capital), replacing).diagnostics).toEqual([]);
    expect(plan(goal(capital), transactional).diagnostics.map(one => one.code)).toEqual([
      'run-incremental-column-missing',
      'run-incremental-key-missing',
    ]);
  });

  test('what cannot be planned is said, and has no steps', () => {
    const limited = plan(goal({ strategy: 'merge', merge: { ...plainMerge, updateColumns: ['n'] } }), {
      ...renaming,
      upsert: ['delete-insert'],
    });
    expect(limited).toMatchObject({ value: [], diagnostics: [{ code: 'run-merge-unsupported' }] });
    const same = { onSchemaChange: 'fail', selectColumns: [column('id'), column('n')] } as const;
    expect(plan(goal(same), replacing).diagnostics).toEqual([]);
  });
});
