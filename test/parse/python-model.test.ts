import { expect, it } from 'vitest';
import { readPythonModel } from '../../src/parse/python-model.ts';
import { complaintsOf, nodeOf, openFiles } from './open.ts';

const model = (body: string): string =>
  `import pandas as pd\n\ndef model(dbt, session):\n${body.replace(/^/gm, '    ')}\n    return df\n`;

it('what a Python model reads and how it is configured is found without running it', async () => {
  const opened = await openFiles({
    'models/a.sql': 'select 1 as id',
    'models/s.yml': 'sources: [{name: raw, tables: [{name: orders}]}]\nmodels: [{name: p, config: {tags: [yml]}}]',
    'models/p.py':
      model(`dbt.config(materialized="incremental", packages=['numpy==1.2', "x"], tags="py", meta={"a": [1, -2.5, None, True]})
# dbt.ref("not_this")
text = "dbt.ref('nor this')"
df = dbt.ref( "a" ) ; other = self.dbt.ref("nor_that")
raw = dbt.source("raw",
    "orders")
x = dbt.config.get("x", 7)`),
  });
  expect(complaintsOf(opened)).toEqual([]);
  expect(nodeOf(opened, 'p')).toMatchObject({
    language: 'python',
    refs: [{ name: 'a', package: null, version: null }],
    sources: [['raw', 'orders']],
    depends_on: { nodes: ['source.shop.raw.orders', 'model.shop.a'] },
    config: {
      materialized: 'incremental',
      packages: ['numpy==1.2', 'x'],
      tags: ['yml', 'py'],
      meta: { a: [1, -2.5, null, true] },
      config_keys_used: ['x'],
      config_keys_defaults: [7],
    },
  });
});

it.each([
  ['dbt.ref("a", version=2)', { name: 'a', package: null, version: 2 }],
  ["dbt.ref('pkg', 'a')", { name: 'a', package: 'pkg', version: null }],
  ['dbt.ref("a" "b")', { name: 'ab', package: null, version: null }],
  ['dbt.ref("""a""", )', { name: 'a', package: null, version: null }],
  ["dbt.ref(('a'))", { name: 'a', package: null, version: null }],
  [String.raw`dbt.ref('a\x62\'')`, { name: "ab'", package: null, version: null }],
])('%s', (call, ref) => {
  expect(readPythonModel(model(`df = ${call}`))).toMatchObject({ refs: [ref], problems: [] });
});

it.each([
  [model('df = dbt.ref(name)'), '`dbt.ref` takes literals only, since the file is read and not run'],
  [model('df = dbt.ref(f"a{b}")'), '`dbt.ref` takes literals only, since the file is read and not run'],
  [model('df = dbt.source("a")'), '`dbt.source` takes two names'],
  ['x = 1', 'it defines no function `model(dbt, session)`'],
  ['def model(dbt):\n  pass', '`model` must take `dbt` and `session`'],
  [model('pass') + model('pass'), 'it defines `model` twice'],
])('%s is a mistake', (code, problem) => {
  expect(readPythonModel(code).problems.map(one => one.problem)).toEqual([problem]);
});

it('a mistake is told at its place', async () => {
  const opened = await openFiles({ 'models/p.py': model('df = dbt.ref(name)') });
  expect(complaintsOf(opened)).toEqual(['parse-python-model models/p.py:4:18']);
});
