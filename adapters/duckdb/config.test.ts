import { expect, test } from 'vitest';
import { catalogOf, config, defaults } from './config.ts';

const check = (profile: Readonly<Record<string, unknown>>) => {
  const checked = config.check({ type: 'duckdb', ...profile });
  if (!checked.ok) throw new Error(checked.problems.map(problem => problem.text).join('\n'));
  return checked;
};

test('a full profile of dbt-duckdb is taken', () => {
  const { value, warnings } = check({
    path: 'jaffle.duckdb',
    schema: 'dev',
    threads: 4,
    extensions: ['parquet', { name: 'h3', repo: 'community' }],
    settings: { memory_limit: '1GB', preserve_insertion_order: false },
    config_options: { access_mode: 'READ_WRITE' },
    secrets: [{ type: 's3', name: 'mine', key_id: 'a', secret: 'b', scope: ['s3://x'] }],
    attach: [{ path: 'other.duckdb', alias: 'other', read_only: true }, 'third.duckdb'],
    external_root: 'out',
    retries: { connect_attempts: 3, query_attempts: 2, retryable_exceptions: ['duckdb.IOException', 'HTTPException'] },
    temp_directory: '/tmp/spill',
    keep_open: true,
  });
  expect(warnings).toEqual([]);
  expect(value).toMatchObject({
    extensions: [
      { name: 'parquet', repository: null },
      { name: 'h3', repository: 'community' },
    ],
    settings: { memory_limit: '1GB', preserve_insertion_order: false, temp_directory: '/tmp/spill' },
    secrets: [{ name: 'mine', persistent: false }],
    attach: [
      { path: 'other.duckdb', alias: 'other', readOnly: true },
      { path: 'third.duckdb', alias: null, readOnly: false },
    ],
    connectAttempts: 3,
    queryAttempts: 2,
    retryable: ['IO', 'HTTP'],
    transactions: 'real',
  });
  expect(defaults(value)).toEqual({ database: 'jaffle', schema: 'dev' });
});

test('what only Python can do is a warning that names the key', () => {
  const { warnings } = check({ plugins: [{ module: 'excel' }], filesystems: [], module_paths: ['x'] });
  expect(warnings.map(warning => warning.field)).toEqual(['plugins', 'filesystems', 'module_paths']);
  expect(warnings[0]?.text).toBe('The profile sets `plugins`, which has no effect: plugins are Python modules.');
});

test('MotherDuck is refused, without showing its token', () => {
  const checked = config.check({ path: 'md:my_db?motherduck_token=hunter2' });
  expect(checked.ok ? [] : checked.problems).toEqual([
    {
      field: 'path',
      text: '`md:my_db` is a MotherDuck database, which this adapter does not connect to.',
      hint: 'Give `path` a file or `:memory:`.',
    },
  ]);
});

test.each([
  [{ attach: [{ alias: 'x' }] }, 'An entry of `attach` lacks `path`.'],
  [{ secrets: [{ key_id: 'x' }] }, 'An entry of `secrets` lacks `type`.'],
  [{ extensions: [{}] }, 'An entry of `extensions` lacks `name`.'],
  [{ retries: { connect_attempts: 0 } }, '`retries.connect_attempts` is `0`, which is not a whole number.'],
  [{ settings: { a: [1] } }, '`settings.a` is `[1]`, which is not a text.'],
])('%j', (profile, text) => expect(() => check(profile)).toThrow(text));

test.each([
  [':memory:', 'memory'],
  ['dev.duckdb', 'dev'],
  ['/a/b.c/my.project.db', 'my'],
  ['C:\\data\\shop.duckdb', 'shop'],
  ['noext', 'noext'],
])('the catalog of %s is %s', (path, name) => expect(catalogOf(path)).toBe(name));
