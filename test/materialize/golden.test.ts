import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import duckdb from '../../adapters/duckdb/index.ts';
import postgres from '../../adapters/postgres/index.ts';
import { renderStep } from '../../src/adapter/render.ts';
import type { MergeClause, PlainStep, TableShape } from '../../src/adapter/step.ts';
import type { Sql } from '../../src/sql/relation.ts';
import { column, target } from './warehouses.ts';

const built = { ...target, name: 'it__mw_0t3k1zaabcdef_new' };
const select = "select\n  1 as id,\n  'it''s' as text" as Sql;
const layout = { options: {} };
const upsert = {
  kind: 'upsert',
  target,
  staged: { catalog: 'temp', schema: 'main', name: 'rows' },
  key: ['id', 'day'],
  columns: ['id', 'day', 'n'],
  update: ['n'],
  nulls: 'differ',
  grain: null,
  predicates: ['DBT_INTERNAL_DEST.n > 3' as Sql],
} as const;

const file = {
  path: "/data/it's.csv",
  format: 'csv',
  partitionBy: [],
  options: { header: true, delimiter: ';', nullstr: "'-'" },
} as const;
const plain = { name: null, expression: null, columns: [], to: null };
const to = { table: { ...target, name: 'other' }, columns: ['id'] };
const shape: TableShape = {
  columns: [
    {
      name: 'id',
      type: 'int',
      constraints: [
        { ...plain, kind: 'not-null' },
        { ...plain, kind: 'primary-key', name: 'key' },
      ],
    },
    { name: 'a "b"', type: 'decimal(10,2)', constraints: [{ ...plain, kind: 'check', expression: 'id > 0 -- always' }] },
    {
      name: 'other_id',
      type: 'int',
      constraints: [
        { ...plain, kind: 'unique' },
        { ...plain, kind: 'foreign-key', to },
        { ...plain, kind: 'custom', expression: 'default 1' },
      ],
    },
  ],
  constraints: [
    { ...plain, kind: 'check', name: 'positive', expression: 'id > 0' },
    { ...plain, kind: 'not-null', columns: ['id', 'other_id'] },
    { ...plain, kind: 'unique', columns: ['id', 'a "b"'] },
    { ...plain, kind: 'primary-key', columns: ['id'] },
    { ...plain, kind: 'foreign-key', columns: ['other_id'], expression: 's.other (id)' },
    { ...plain, kind: 'foreign-key', columns: ['other_id'], to },
    { ...plain, kind: 'custom', expression: 'check (id < 100)' },
  ],
};

const clauses: readonly MergeClause[] = [
  {
    when: 'matched',
    condition: 'DBT_INTERNAL_SOURCE.n > 1 -- new' as Sql,
    action: {
      kind: 'update',
      set: [
        { column: 'n', from: { staged: 'N' } },
        { column: 'seen', from: { sql: 'now()' as Sql } },
      ],
    },
  },
  { when: 'matched', condition: 'DBT_INTERNAL_SOURCE.n = 0' as Sql, action: { kind: 'error', message: "it's zero" } },
  { when: 'matched', condition: null, action: { kind: 'do-nothing' } },
  { when: 'not-matched-by-source', condition: null, action: { kind: 'delete' } },
  { when: 'not-matched', condition: null, action: { kind: 'insert', set: [{ column: 'id', from: { staged: 'id' } }] } },
];

/** Every step in its forms; the adapters' SQL for them is in `test/render/<step>/<adapter>.sql`. */
const steps: readonly PlainStep[] = [
  { kind: 'create-schema', catalog: 'db', schema: 'shop' },
  { kind: 'create-table', target, select, layout, replace: true, temporary: false },
  { kind: 'create-table', target: built, select, layout, replace: false, temporary: true },
  { kind: 'define-table', target, shape, layout, replace: true },
  { kind: 'drop-constraints', target },
  { kind: 'create-index', target, index: { name: 'ix', columns: ['id', 'a "b"'], isUnique: true, type: null } },
  { kind: 'create-index', target, index: { name: 'ix', columns: ['id'], isUnique: false, type: 'hash' } },
  { kind: 'create-materialized-view', target, select, layout },
  { kind: 'refresh', target },
  { kind: 'drop-index', target, name: 'ix' },
  { kind: 'create-function', target, parameters: ['low' as Sql, 'high := 5' as Sql], select },
  { kind: 'write-file', file, aside: '/data/.mw-0-it.csv', select },
  {
    kind: 'write-file',
    file: { ...file, format: 'parquet', partitionBy: ['day', 'a b'], options: { codec: 'zstd' } },
    aside: '/data/it',
    select,
  },
  { kind: 'assert-keys', select, key: ['id' as Sql, 'lower(text)' as Sql] },
  { kind: 'assert-unique', target: built, key: ['id', 'day'] },
  { kind: 'write', target, sql: select },
  { kind: 'create-view', target: { ...target, name: 'a "view"' }, select, replace: true },
  {
    kind: 'load-csv',
    target,
    source: { path: "/data/it's.csv", delimiter: ';', columns: ['id', "it's"], columnTypes: { id: 'bigint' } },
    replace: true,
  },
  {
    kind: 'alter-columns',
    target,
    changes: [
      { kind: 'add', column: column('n', 'DECIMAL(10,2)') },
      { kind: 'drop', name: 'old' },
      { kind: 'retype', name: 'id', to: 'BIGINT' },
    ],
    released: [],
  },
  { kind: 'insert', target, columns: ['id', 'text'], select },
  { ...upsert, how: 'delete-insert' },
  { ...upsert, how: 'delete-insert', nulls: 'match', predicates: ['n > 3' as Sql, 'DBT_INTERNAL_SOURCE.n > 1' as Sql] },
  { ...upsert, how: 'delete-insert', predicates: ['DBT_INCREMENTAL_TARGET.n > 3' as Sql] },
  { ...upsert, how: 'delete-insert', key: ['day'], nulls: 'match', grain: 'month', predicates: [] },
  { ...upsert, how: 'on-conflict' },
  {
    kind: 'replace-window',
    target,
    staged: upsert.staged,
    columns: ['id', 'at'],
    window: { eventTime: 'at' as Sql, start: new Date('2026-01-31T23:00:00Z'), end: new Date('2026-02-01T00:00:00Z') },
    predicates: ['n > 3' as Sql],
  },
  { kind: 'merge', target, staged: upsert.staged, key: ['id'], predicates: upsert.predicates, clauses, returning: ['id'] },
  { kind: 'merge', target, staged: upsert.staged, key: [], predicates: [], clauses: clauses.slice(-1), returning: [] },
  { kind: 'supersede', built, builtIs: 'table', live: target, liveIs: 'view', how: 'rename-in-transaction', released: [target] },
  { kind: 'drop', target, is: 'view', cascade: false },
  { kind: 'comment', target, is: 'table', text: "it's one", columns: { id: 'the key' } },
];
const kinds = [...new Set(steps.map(step => step.kind))];

const adapters = [duckdb, postgres] as const;

test.each(adapters.flatMap(adapter => kinds.map(kind => [adapter.name, kind, adapter] as const)))(
  '%s: %s',
  (name, kind, adapter) => {
    const can = adapter.capabilities(adapter.dialect.assumedServer, null);
    const statements = steps.filter(step => step.kind === kind).flatMap(step => renderStep(adapter.dialect.render, step, can));
    const text = statements.map(({ sql }) => `${sql};\n`).join('\n');
    const path = fileURLToPath(new URL(`../render/${kind}/${name}.sql`, import.meta.url));
    if (process.env['UPDATE'] === '1' || !existsSync(path)) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    expect(text).toBe(readFileSync(path, 'utf8'));
  },
);
