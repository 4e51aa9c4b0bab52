import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Rows of each table: enough that a build spends most of its time writing. */
const rows = { seed: 3000, table: 200_000, incremental: 40_000, added: 100 } as const;

const numbered = (count: string): string => `select i::bigint as id, {{ var('build') }} as build from range(${count}) t(i)`;
const config = (text: string): string => `{{ config(${text}) }}\n`;

/** Every row carries the number of the build that wrote it, so that a table which is half old and half new shows it. */
const files: Readonly<Record<string, string>> = {
  'model_project.yml': 'name: shop\nversion: "1.0"\nvars:\n  build: 1\n',
  'models/seeded.sql': "select * from {{ ref('numbers') }}",
  'models/wide.sql': `${config("materialized='table'")}${numbered(String(rows.table))}`,
  'models/copied.sql': `${config("materialized='table'")}select * from {{ ref('wide') }}`,
  'models/from_view.sql': `${config("materialized='table'")}select * from {{ ref('seeded') }}`,
  'models/appended.sql': `${config("materialized='incremental', incremental_strategy='append'")}${numbered(String(rows.incremental))}
{% if is_incremental() %}where {{ var('build') }} > (select max(build) from {{ this }}){% endif %}`,
  'models/replaced.sql': `${config("materialized='incremental', incremental_strategy='delete+insert', unique_key='id'")}${numbered(
    `${rows.incremental} + ${rows.added} * {{ var('build') }}`,
  )}`,
  'models/merged.sql': `${config("materialized='incremental', incremental_strategy='merge', unique_key='id'")}${numbered(
    `${rows.incremental} + ${rows.added} * {{ var('build') }}`,
  )}`,
  'models/two_keys.sql': `${config("materialized='incremental', unique_key=['id', 'half']")}select id, id % 2 as half, build from {{ ref('merged') }}`,
  'models/flipped.sql': `${config("materialized='table' if var('build') % 2 == 0 else 'view'")}${numbered(String(rows.seed))}`,
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
};

export function writeProject(dir: string): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  mkdirSync(join(dir, 'seeds'), { recursive: true });
}

/** The seed is data, so it changes with the build. */
export function writeSeed(dir: string, build: number): void {
  const lines = Array.from({ length: rows.seed }, (_, id) => `${id},${build}`);
  writeFileSync(join(dir, 'seeds/numbers.csv'), `id,build\n${lines.join('\n')}\n`);
}

/** What each table holds after that build: how many rows of which build. */
export function expectedTables(build: number): Readonly<Record<string, string>> {
  const whole = (count: number): string => `${build}: ${count}`;
  const keyed = whole(rows.incremental + rows.added * build);
  const appended = Array.from({ length: build }, (_, index) => `${index + 1}: ${rows.incremental}`).join(', ');
  return {
    appended,
    copied: whole(rows.table),
    flipped: whole(rows.seed),
    from_view: whole(rows.seed),
    merged: keyed,
    numbers: whole(rows.seed),
    replaced: keyed,
    seeded: whole(rows.seed),
    two_keys: keyed,
    wide: whole(rows.table),
  };
}
