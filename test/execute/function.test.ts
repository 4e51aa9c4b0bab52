import { expect, it } from 'vitest';
import { open } from '../adapter/duckdb.ts';
import { buildFiles, statuses } from './build-files.ts';

const files = {
  'functions/plus.sql': "{{ config(volatility='deterministic') }} a + b * {{ var('k', 2) }}",
  'functions/twice.sql': "select {{ function('plus') }}(x, x) -- as it says",
  'functions/named.sql': 'upper(name);',
  'functions/f.yml': `functions:
  - {name: plus, arguments: [{name: a, data_type: int}, {name: b, data_type: int, default_value: 3}], returns: {data_type: bigint}}
  - {name: twice, arguments: [{name: x, data_type: int}], returns: {data_type: int}}
  - {name: named, arguments: [{name: name, data_type: varchar, default_value: it's}], returns: {data_type: varchar}}
`,
  'models/m.sql':
    "{{ config(materialized='table') }} select {{ function('plus') }}(1) as p, {{ function('shop', 'twice') }}(4) as t, {{ function('named') }}() as n",
};

it('functions are there before what calls them, and are replaced', async () => {
  const opened = await open();
  expect(statuses(await buildFiles(opened, files))).toEqual({
    plus: 'success',
    twice: 'success',
    named: 'success',
    m: 'success',
  });
  expect(await opened.rows('select p, typeof(p), t, n from m')).toEqual([[7, 'BIGINT', 12, "IT'S"]]);
  await buildFiles(opened, { ...files, 'functions/plus.sql': 'a - b' });
  expect(await opened.rows('select p, t from m')).toEqual([[-2, 0]]);
  await opened.close();
});

it('one that cannot be created holds up what calls it', async () => {
  const opened = await open();
  const results = await buildFiles(opened, {
    ...files,
    'functions/plus.sql': 'a + nothing_of_this_name(b)',
    'functions/f.yml': files['functions/f.yml'].replace('returns: {data_type: varchar}', 'description: of a name'),
  });
  expect(statuses(results)).toEqual({ plus: 'error', twice: 'skipped', named: 'error', m: 'skipped' });
  expect(results.get('named')?.message).toContain('does not say what it returns');
  await opened.close();
});
