import { expect, test } from 'vitest';
import { runModel } from '../cli/command.ts';
import { folderOf } from '../project/folder.ts';
import { serveHub } from './hub-server.ts';

const macro = (name: string, text: string): string => `{% macro ${name}() %}${text}{% endmacro %}\n`;

test('packages as installed are built with, in the search order that the project wants', async () => {
  const hub = await serveHub({
    'org/tools': {
      '1.0.0': {
        files: {
          'macros/tools.sql':
            macro('one', "{{ return(adapter.dispatch('one', 'tools')()) }}") +
            macro('default__one', "'tools'") +
            macro('two', "{{ return(adapter.dispatch('two', 'tools')()) }}") +
            macro('default__two', "'tools'"),
          'models/from_tools.sql': "select {{ var('answer') }} as id",
        },
      },
    },
    'org/shims': {
      '0.1.0': {
        packages: [{ package: 'org/tools', version: '>=1.0.0' }],
        files: { 'macros/shim.sql': macro('duckdb__one', "'shims'") },
      },
    },
  });
  const project = `name: shop
dispatch: [{macro_namespace: tools, search_order: [shop, shims, tools]}]
vars: {tools: {answer: 42}}
`;
  const dir = folderOf({
    'dbt_project.yml': project,
    'packages.yml': 'packages: [{package: org/shims, version: 0.1.0}]\n',
    'macros/own.sql': macro('default__two', "'shop'"),
    'models/all.sql': "select {{ tools.one() }} as one, {{ tools.two() }} as two, id from {{ ref('tools', 'from_tools') }}",
  });
  const env = { DBT_PACKAGE_HUB_URL: hub.url };
  const before = await runModel(['build'], { dir, env });
  expect(before.output).toContain('A package is listed but not in `dbt_packages`: `org/shims`.');
  expect(before.output).toContain('Run `model deps`');
  expect(before.exitCode).toBe(2);
  const lines = (await runModel(['deps', '--log-format', 'json'], { dir, env })).output.trim().split('\n');
  const names = lines.map(line => (JSON.parse(line) as { info: { name: string } }).info.name);
  expect(names.filter(name => name.startsWith('Deps'))).toEqual([
    'DepsStartPackageInstall',
    'DepsInstallInfo',
    'DepsUpToDate',
    'DepsStartPackageInstall',
    'DepsInstallInfo',
    'DepsUpToDate',
  ]);
  expect((await runModel(['build', '-q'], { dir })).exitCode).toBe(0);
  const { output } = await runModel(['show', 'all', '--output', 'csv', '-q'], { dir });
  expect(output).toBe('one,two,id\nshims,shop,42\n');
});

test('the words of the command line', async () => {
  const dir = folderOf({ 'dbt_project.yml': 'name: shop\n', 'near/dbt_project.yml': 'name: near\n' });
  const run = async (...args: readonly string[]): Promise<string> => (await runModel(['deps', ...args], { dir })).output;
  expect(await run('--add-package', 'near', '--source', 'local', '--dry-run')).toBe(
    'Would write packages.yml:\n\npackages:\n  - local: near\n',
  );
  expect(await run('--add-package', 'near', '--source', 'local')).toBe(
    'near linked to near\nAdded near to packages.yml\nInstalled 1 package in dbt_packages\n',
  );
  expect(await run('--lock')).toBe('Wrote package-lock.yml for 1 package\n');
  expect(await run('--source', 'npm')).toContain('`--source` is `npm`; it must be one of `hub`, `git`, `local`.');
  expect(await run('--dry-run')).toContain('error[deps-dry-run]');
});
