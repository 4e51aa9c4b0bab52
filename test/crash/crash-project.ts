import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export type Engine = 'duckdb' | 'postgres';

/** Rows of each table: enough that a build spends most of its time writing. */
const rows = {
  duckdb: { seed: 3000, table: 200_000, incremental: 40_000, added: 100 },
  postgres: { seed: 2000, table: 60_000, incremental: 10_000, added: 100 },
} as const;
type Rows = (typeof rows)[Engine];

/** The days that the microbatch model is built for. */
const days = ['2026-01-01', '2026-01-02', '2026-01-03'];

/** The words of a build; every row carries the number of the build that wrote it, so that a table which is half old and half new shows it. */
export const buildWords = (build: number): readonly string[] => [
  ...['build', '--vars', `{build: ${build}}`],
  ...['--event-time-start', '2026-01-01', '--event-time-end', '2026-01-04'],
];

const numbered = (count: number | string): string =>
  `select cast(i as bigint) as id, {{ var('build') }} as build from generate_series(0, ${count} - 1) as numbers(i)`;
const config = (text: string): string => `{{ config(${text}) }}\n`;
const incremental = (more: string): string => config(`materialized='incremental', ${more}`);

function filesFor(engine: Engine, count: Rows): Readonly<Record<string, string>> {
  const growing = numbered(`(${count.incremental} + ${count.added} * {{ var('build') }})`);
  return {
    'models/hidden.sql': `${config("materialized='ephemeral'")}select * from {{ ref('numbers') }}`,
    'models/seeded.sql': "select * from {{ ref('hidden') }}",
    'models/wide.sql': `${config("materialized='table'")}${numbered(count.table)}`,
    'models/copied.sql': `${config("materialized='table'")}select * from {{ ref('wide') }}`,
    'models/from_view.sql': `${config("materialized='table'")}select * from {{ ref('seeded') }}`,
    'models/appended.sql': `${incremental("incremental_strategy='append'")}${numbered(count.incremental)}
{% if is_incremental() %}where {{ var('build') }} > (select max(build) from {{ this }}){% endif %}`,
    'models/replaced.sql': `${incremental("incremental_strategy='delete+insert', unique_key='id'")}${growing}`,
    'models/merged.sql': `${incremental("incremental_strategy='merge', unique_key='id'")}${growing}`,
    'models/two_keys.sql': `${incremental("unique_key=['id', 'half']")}select id, id % 2 as half, build from {{ ref('merged') }}`,
    'models/events.sql': `${config("materialized='table', event_time='happened'")}${days
      .map(day => `select id, build, cast('${day} 12:00:00' as timestamp) as happened from {{ ref('numbers') }}`)
      .join(' union all ')}`,
    'models/batched.sql': `${incremental("incremental_strategy='microbatch', unique_key='id', event_time='happened', batch_size='day', begin='2026-01-01', lookback=0")}select id, build, happened from {{ ref('events') }}`,
    'models/flipped.sql': `${config("materialized='table' if var('build') % 2 == 0 else 'view'")}${numbered(count.seed)}`,
    'snapshots/versions.yml': `snapshots:
  - {name: versions, relation: ref('numbers'), config: {strategy: check, check_cols: all, unique_key: id}}
`,
    'models/models.yml': `models:
  - name: wide
    columns: [{name: id, data_tests: [unique, not_null]}]
  - name: merged
    columns: [{name: id, data_tests: [unique, not_null]}]
  - name: replaced
    columns: [{name: id, data_tests: [unique]}]
  - name: seeded
    columns: [{name: build, data_tests: [{accepted_values: {arguments: {values: ["{{ var('build') }}"], quote: false}}}]}]
`,
    ...(engine === 'postgres'
      ? { 'models/held.sql': `${config("materialized='materialized_view'")}select * from {{ ref('wide') }}` }
      : { 'models/filed.sql': `${config("materialized='external', location='filed.parquet'")}${numbered(count.seed)}` }),
  };
}

export interface CrashProject {
  readonly dir: string;
  readonly engine: Engine;
  /** The target of its profile. */
  readonly target: Readonly<Record<string, unknown>>;
}

export function writeProject({ dir, engine, target }: CrashProject): void {
  const profile = JSON.stringify({ shop: { target: 'dev', outputs: { dev: { ...target, threads: 4 } } } });
  const files = {
    ...filesFor(engine, rows[engine]),
    'profiles.yml': profile,
    'model_project.yml': 'name: shop\nversion: "1.0"\nprofile: shop\nvars:\n  build: 1\n',
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  mkdirSync(join(dir, 'seeds'), { recursive: true });
}

/** The seed is data, so it changes with the build. */
export function writeSeed({ dir, engine }: CrashProject, build: number): void {
  const lines = Array.from({ length: rows[engine].seed }, (_, id) => `${id},${build}`);
  writeFileSync(join(dir, 'seeds/numbers.csv'), `id,build\n${lines.join('\n')}\n`);
}

/** What each table holds after that build: how many rows of which build. */
export function expectedTables(engine: Engine, build: number): Readonly<Record<string, string>> {
  const count = rows[engine];
  const whole = (of: number): string => `${build}: ${of}`;
  const each = (of: number): string => Array.from({ length: build }, (_, index) => `${index + 1}: ${of}`).join(', ');
  const keyed = whole(count.incremental + count.added * build);
  const events = days.map(() => whole(count.seed)).join(' | ');
  return {
    appended: each(count.incremental),
    batched: events,
    copied: whole(count.table),
    events,
    ...(engine === 'postgres' ? { held: whole(count.table) } : { filed: whole(count.seed) }),
    flipped: whole(count.seed),
    from_view: whole(count.seed),
    merged: keyed,
    numbers: whole(count.seed),
    replaced: keyed,
    seeded: whole(count.seed),
    two_keys: keyed,
    versions: each(count.seed),
    wide: whole(count.table),
  };
}

/** Their rows are counted by day, each of which may be old or new by itself. */
export const byDay: ReadonlySet<string> = new Set(['batched', 'events']);

/** Asks how many rows of which build a table holds. Rows of one id and build count once. */
export const countSql = (relation: string, where: string): string =>
  `select build || ': ' || count(distinct id) || case when count(*) > count(distinct id) then ' and more' else '' end
  from ${relation} ${where} group by build order by build`;

export const dayFilters: readonly string[] = days.map(day => `where cast(happened as date) = cast('${day}' as date)`);
