import { expect, it } from 'vitest';
import { openFiles } from './open.ts';

const files = {
  'dbt_project.yml': 'name: shop\n',
  'packages.yml': 'packages: [{package: some/pkg, version: 1.0.0}]\n',
  'dbt_packages/pkg/dbt_project.yml': 'name: pkg\nrestrict-access: true\n',
  'dbt_packages/pkg/models/open.sql': "select * from {{ ref('guarded') }} union all select * from {{ ref('hidden') }}",
  'dbt_packages/pkg/models/guarded.sql': 'select 1 as id',
  'dbt_packages/pkg/models/hidden.sql': 'select 1 as id',
  'dbt_packages/pkg/models/m.yml': `groups: [{name: inner, owner: {name: x}}]
models:
  - {name: open, config: {access: public, group: inner}}
  - {name: hidden, config: {access: private, group: inner}}
`,
  'models/m.yml': `groups: [{name: inner, owner: {name: x}}]
exposures: [{name: report, type: ml, owner: {name: x, email: a@b.c}, depends_on: ["ref('guarded')"]}]
`,
  'models/fine.sql': "select * from {{ ref('open') }}",
  'models/a.sql': "select 1 as id\nfrom {{ ref('pkg', 'guarded') }}",
  'models/b.sql': "{{ config(group='inner') }} select * from {{ ref('hidden') }}",
  'analyses/c.sql': "select * from {{ ref('guarded') }}",
  'tests/d.sql': "select * from {{ ref('guarded') }}",
};

it('a package that restricts access keeps its protected and private models to itself', async () => {
  const { diagnostics } = await openFiles(files);
  expect(diagnostics.map(({ code, span }) => [code, span?.file, span?.line]).sort()).toEqual(
    [
      ['parse-restricted-ref', 'analyses/c.sql', 1],
      ['parse-restricted-ref', 'models/a.sql', 2],
      ['parse-restricted-ref', 'models/b.sql', 1],
      ['parse-restricted-ref', 'models/m.yml', 2],
      ['parse-restricted-ref', 'tests/d.sql', 1],
    ].sort(),
  );
  const [first] = diagnostics.filter(({ span }) => span?.file === 'models/a.sql');
  expect(first?.text).toBe('`guarded` is protected, and the package `pkg` keeps such models to itself with `restrict-access`.');
});

it('without it, protected models are for everyone', async () => {
  const open = await openFiles({ ...files, 'dbt_packages/pkg/dbt_project.yml': 'name: pkg\n' });
  expect(open.diagnostics.map(({ code }) => code)).toEqual([]);
});
