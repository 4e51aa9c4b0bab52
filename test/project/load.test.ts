import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Project, Target } from '../../src/project/project.ts';
import { folderOf, load, loadFiles } from './folder.ts';

const shop = 'name: shop\nprofile: shop\n';
const profileOf = (fields: string): string => `shop:\n  target: dev\n  outputs:\n    dev: {${fields}}\n`;
const kinds = (project: Project): string[] => project.packages[0].files.map(file => `${file.kind} ${file.path}`);

test('the smallest project: defaults, and DuckDB in one file', async () => {
  const project = await loadFiles({ 'model_project.yml': 'name: shop\n' });
  expect(project.target).toEqual({
    profileName: 'shop',
    name: 'dev',
    adapter: 'duckdb',
    threads: 4,
    fields: { type: 'duckdb', path: 'shop.duckdb' },
    file: null,
  });
  const [{ config, name, prefix, files }] = project.packages;
  expect({ name, prefix, files }).toEqual({ name: 'shop', prefix: '', files: [] });
  expect(config).toMatchObject({
    targetPath: 'target',
    logPath: 'logs',
    packagesPath: 'dbt_packages',
    cleanTargets: ['target'],
    version: null,
  });
  expect(config.paths).toMatchObject({ model: ['models'], analysis: ['analyses'], test: ['tests'], asset: [] });
  expect(config.paths.docs).toEqual(['models', 'seeds', 'macros', 'snapshots', 'analyses', 'tests', 'functions']);
  expect(project.diagnostics).toEqual([]);
});

test('every spelling of a key, with old names, means the same', async () => {
  const project = await loadFiles({
    'dbt_project.yml':
      'name: shop\nversion: 1.0\nsource_paths: [a]\ndata-paths: ["b/", "./c"]\nmodules-path: pkgs\ntarget_path: out\n' +
      'data_tests: {+severity: warn}\nsemantic_models: {x: 1}\non_run_start: grant\nquoting: {project: true, dataset: false}\n' +
      'dispatch: [{macro_namespace: dbt_utils, search_order: [shop, dbt_utils]}]\nrestrict_access: yes\nquery_comment: null\n',
  });
  expect(project.packages[0].config).toMatchObject({
    version: '1.0',
    paths: { model: ['a'], seed: ['b', 'c'] },
    packagesPath: 'pkgs',
    targetPath: 'out',
    onRunStart: ['grant'],
    quoting: { database: true, schema: false, identifier: null },
    dispatch: [{ macroNamespace: 'dbt_utils', searchOrder: ['shop', 'dbt_utils'] }],
    restrictAccess: true,
    configTrees: { tests: { '+severity': 'warn' }, 'semantic-models': { x: 1 } },
  });
  expect(project.diagnostics.map(each => each.code)).toEqual(['project-legacy-key', 'project-legacy-key', 'project-legacy-key']);
});

test('templates in the project file give native values, except in hooks and variables', async () => {
  const project = await loadFiles(
    {
      'dbt_project.yml':
        shop +
        'models:\n  shop:\n    +enabled: "{{ target.name == \'dev\' }}"\n    +schema: "{{ target.schema }}_{{ env_var(\'WHO\') }}"\n' +
        '    +tags: ["{{ var(\'colour\') }}", "{{ var(\'many\', []) | length }}"]\n    +pre-hook: "{{ this }}"\n    nested: {post_hook: ["{{ x }}"]}\n' +
        'on-run-end: ["{{ results }}"]\nvars:\n  colour: red\n  raw: "{{ target.name }}"\n  shop: {colour: blue}\n  half: 1.0\n',
      'profiles.yml': profileOf('type: duckdb, schema: main'),
    },
    { env: { WHO: 'ada' } },
  );
  const { configTrees, unrenderedConfigTrees, onRunEnd, vars } = project.packages[0].config;
  expect(configTrees.models).toEqual({
    shop: {
      '+enabled': true,
      '+schema': 'main_ada',
      '+tags': ['blue', 0],
      '+pre-hook': '{{ this }}',
      nested: { post_hook: ['{{ x }}'] },
    },
  });
  expect(unrenderedConfigTrees.models).toMatchObject({ shop: { '+enabled': "{{ target.name == 'dev' }}" } });
  expect(onRunEnd).toEqual(['{{ results }}']);
  expect(vars).toMatchObject({ colour: 'red', raw: '{{ target.name }}' });
  expect(vars['half']).toEqual({ value: 1 });
});

test("a schema that the profile does not name is the adapter's default", async () => {
  const files = { 'dbt_project.yml': 'name: shop\nmodels: {+schema: "{{ target.database }}.{{ target.schema }}_x"}\n' };
  const connectionDefaults = async (target: Target) => ({ database: target.name, schema: 'main' });
  const project = await loadFiles(files, { connectionDefaults });
  expect(project.packages[0].config.configTrees.models).toEqual({ '+schema': 'dev.main_x' });
});

test('variables of the command line win over those of vars.yml', async () => {
  const files = {
    'dbt_project.yml': "name: shop\nmodels: {+a: \"{{ var('x') }}-{{ var('y') }}\"}\n",
    'vars.yml': 'vars: {x: 1, y: 2}\n',
  };
  const project = await loadFiles(files, { vars: { y: 3 } });
  expect(project.packages[0].config.configTrees.models).toEqual({ '+a': '1-3' });
  expect(project.packages[0].config.vars).toEqual({ x: 1, y: 2 });
  expect(project.cliVars).toEqual({ y: 3 });
});

test.each([
  ['modules.datetime.date(2024, 2, 29).isoformat()', '2024-02-29'],
  ['run_started_at.strftime("%Y")', '1970'],
  ["modules.re.sub('b+', 'x', 'abba')", 'axa'],
  ["fromyaml('a: [1, yes]')", { a: [1, true] }],
  [`fromjson('{"a": null}')`, { a: null }],
  ["fromjson('{', 'broken')", 'broken'],
  ["tojson({'a': target.type})", '{"a":"duckdb"}'],
  ["env_var('UNSET', 'x') | upper", 'X'],
  ['none if target.threads == 4 else 1', null],
])('a template in the project file: %s', async (expression, expected) => {
  const text = `name: shop\nmodels:\n  +a: >-\n    {{ ${expression} }}\n`;
  expect((await loadFiles({ 'dbt_project.yml': text })).packages[0].config.configTrees.models).toEqual({ '+a': expected });
});

test('only the chosen target is rendered, with the filters that give other types', async () => {
  const text =
    "shop:\n  target: \"{{ env_var('WHERE', 'dev') }}\"\n  outputs:\n    prod: {type: duckdb, path: \"{{ env_var('UNSET') }}\"}\n" +
    '    dev:\n      type: postgres\n      port: "{{ env_var(\'PORT\') | as_number }}"\n      keep: "{{ env_var(\'KEEP\') | as_bool }}"\n' +
    '      threads: "{{ env_var(\'N\') }}"\n      password: "{{ env_var(\'DBT_ENV_SECRET_PW\') }}!"\n      user: "{{ env_var(\'PORT\') }}"\n';
  const env = { PORT: '5433', KEEP: 'true', N: '8', DBT_ENV_SECRET_PW: 'hunter2', MODEL_SECRET_TOKEN: 'abc' };
  const project = await loadFiles({ 'dbt_project.yml': shop, 'profiles.yml': text }, { env });
  expect(project.target).toEqual({
    profileName: 'shop',
    name: 'dev',
    adapter: 'postgres',
    threads: 8,
    fields: { type: 'postgres', port: 5433, keep: true, password: 'hunter2!', user: '5433' },
    file: 'profiles.yml',
  });
  expect(project.secrets).toEqual(['hunter2', 'abc']);
});

test('a password may look like a template that is none', async () => {
  const text = profileOf('type: duckdb, password: "a{{b"');
  expect((await loadFiles({ 'dbt_project.yml': shop, 'profiles.yml': text })).target.fields).toMatchObject({ password: 'a{{b' });
});

test('profiles are looked for in order: option, environment, project, ~/.model, ~/.dbt', async () => {
  const dir = folderOf({ 'dbt_project.yml': shop, 'home/.dbt/profiles.yml': profileOf('type: a') });
  const put = (folder: string, type: string): void => {
    mkdirSync(join(dir, folder), { recursive: true });
    writeFileSync(join(dir, folder, 'profiles.yml'), profileOf(`type: ${type}`));
  };
  const chosen = async (options = {}): Promise<unknown> => {
    const { adapter, file } = (await load(dir, options)).target;
    return [adapter, file];
  };
  expect(await chosen()).toEqual(['a', 'home/.dbt/profiles.yml']);
  put('home/.model', 'b');
  expect(await chosen()).toEqual(['b', 'home/.model/profiles.yml']);
  put('.', 'c');
  expect(await chosen()).toEqual(['c', 'profiles.yml']);
  put('dbt', 'd');
  put('model', 'e');
  put('option', 'f');
  expect(await chosen({ env: { DBT_PROFILES_DIR: join(dir, 'dbt') } })).toEqual(['d', 'dbt/profiles.yml']);
  const env = { DBT_PROFILES_DIR: join(dir, 'dbt'), MODEL_PROFILES_DIR: join(dir, 'model') };
  expect(await chosen({ env })).toEqual(['e', 'model/profiles.yml']);
  expect(await chosen({ env, profilesDir: join(dir, 'option') })).toEqual(['f', 'option/profiles.yml']);
});

test('profile, target and threads can be asked for', async () => {
  const text = 'shop: {outputs: {default: {type: a, threads: 2}}}\nother: {outputs: {x: {type: b}, y: {type: c}}}\n';
  const files = { 'dbt_project.yml': shop, 'profiles.yml': text };
  expect((await loadFiles(files)).target).toMatchObject({ adapter: 'a', name: 'default', threads: 2 });
  expect((await loadFiles(files, { profile: 'other', target: 'y', threads: 9 })).target).toMatchObject({
    adapter: 'c',
    threads: 9,
  });
  expect((await loadFiles(files, { env: { DBT_PROFILE: 'other', DBT_TARGET: 'x' } })).target).toMatchObject({
    adapter: 'b',
    name: 'x',
  });
});

test('.env fills what the process environment does not say', async () => {
  const text = '# who\nexport A="one\\n two" # note\nB=\'x #y\'\nC = plain # note\nD=\nE=from-file\n';
  const project = await loadFiles(
    { 'dbt_project.yml': 'name: shop\n', '.env': text },
    { env: { E: 'from-process', F: undefined } },
  );
  expect(Object.fromEntries(project.env)).toEqual({ A: 'one\n two', B: 'x #y', C: 'plain', D: '', E: 'from-process' });
});

test('flags: default, project, environment, command line', async () => {
  const files = {
    'dbt_project.yml': 'name: shop\nflags: {fail_fast: true, printer_width: 100, use_colors: false, own_thing: 1}\n',
  };
  const env = { DBT_PRINTER_WIDTH: '120', DBT_USE_COLORS: '1', MODEL_USE_COLORS: 'false', DBT_TARGET_PATH: 'elsewhere' };
  const project = await loadFiles(files, { env, flags: { PRINTER_WIDTH: 140 } });
  expect(project.flags).toMatchObject({
    FAIL_FAST: true,
    PRINTER_WIDTH: 140,
    USE_COLORS: false,
    OWN_THING: 1,
    FULL_REFRESH: false,
  });
  expect(project.packages[0].config.targetPath).toBe('elsewhere');
  const old = { 'dbt_project.yml': shop, 'profiles.yml': `config: {quiet: true}\n${profileOf('type: duckdb')}` };
  expect((await loadFiles(old)).flags).toMatchObject({ QUIET: true });
});

test('what a file is follows from its folder and its ending', async () => {
  const names = [
    'models/a.sql',
    'models/B.SQL',
    'models/c.py',
    'models/d.yml',
    'models/deep/e.yaml',
    'models/f.md',
    'models/g.sql.jinja',
    'models/h.jinja2',
    'models/i.md.jinja',
    'models/i.yml.j2',
    'models/i.txt.jinja',
    'models/a.sql.jinja',
    'models/a.jinja',
    'models/f.md.j2',
    'models/j.txt',
    'models/.k.sql',
    'models/~l.sql',
    'models/.hidden/m.sql',
    'seeds/n.csv',
    'seeds/o.sql',
    'snapshots/p.sql',
    'snapshots/p2.SQL.J2',
    'macros/q.sql',
    'macros/q2.sql.jinja2',
    'analyses/r.sql',
    'tests/s.sql',
    'tests/generic/t.sql',
    'tests/fixtures/u.csv',
    'tests/fixtures/v.sql',
    'functions/w.sql',
    'other/x.sql',
  ];
  const project = await loadFiles({ 'dbt_project.yml': 'name: shop\n', ...Object.fromEntries(names.map(name => [name, ''])) });
  expect(kinds(project)).toEqual([
    'analysis analyses/r.sql',
    'function functions/w.sql',
    'macro macros/q.sql',
    'macro macros/q2.sql.jinja2',
    'model models/B.SQL',
    'model models/a.sql',
    'python models/c.py',
    'properties models/d.yml',
    'properties models/deep/e.yaml',
    'docs models/f.md',
    'model models/g.sql.jinja',
    'model models/h.jinja2',
    'docs models/i.md.jinja',
    'properties models/i.yml.j2',
    'seed seeds/n.csv',
    'snapshot snapshots/p.sql',
    'snapshot snapshots/p2.SQL.J2',
    'fixture tests/fixtures/u.csv',
    'fixture tests/fixtures/v.sql',
    'test-macro tests/generic/t.sql',
    'test tests/s.sql',
  ]);
  expect(project.packages[0].files.find(file => file.path === 'models/deep/e.yaml')).toMatchObject({
    root: 'models',
    relativePath: 'deep/e.yaml',
    displayPath: 'models/deep/e.yaml',
  });
});

test('overlapping paths, and the whole folder as a path', async () => {
  const overlapping = { 'dbt_project.yml': 'name: shop\nmodel-paths: [models/core, models]\n', 'models/core/a.sql': '' };
  expect((await loadFiles(overlapping)).packages[0].files).toMatchObject([{ root: 'models', relativePath: 'core/a.sql' }]);
  const whole = {
    'dbt_project.yml': 'name: shop\nmodel-paths: ["."]\n',
    'a.sql': '',
    'target/run/b.sql': '',
    'dbt_packages/p/c.sql': '',
    'node_modules/d.sql': '',
  };
  expect(kinds(await loadFiles(whole))).toEqual(['model a.sql', 'properties dbt_project.yml']);
});

test('ignore files have the syntax of gitignore', async () => {
  const project = await loadFiles({
    'dbt_project.yml': 'name: shop\n',
    '.dbtignore': '# drafts\n*.draft.sql\nmodels/old/\nseeds\n!models/keep.draft.sql\n!models/old/kept.sql\n',
    '.modelignore': '/models/top.sql\nwip\n',
    'models/a.draft.sql': '',
    'models/keep.draft.sql': '',
    'models/old/b.sql': '',
    'models/old/kept.sql': '',
    'seeds/s.csv': '',
    'models/deep/old/c.sql': '',
    'models/top.sql': '',
    'models/deep/top.sql': '',
    'models/deep/wip/d.sql': '',
  });
  const kept = ['models/deep/old/c.sql', 'models/deep/top.sql', 'models/keep.draft.sql', 'models/old/kept.sql'];
  expect(kinds(project)).toEqual(kept.map(path => `model ${path}`));
});

test('links are followed once', async () => {
  const dir = folderOf({ 'dbt_project.yml': 'name: shop\n', 'models/a.sql': 'select 1', 'shared/b.sql': 'select 2' });
  symlinkSync(join(dir, 'shared'), join(dir, 'models/linked'));
  symlinkSync(join(dir, 'shared'), join(dir, 'models/linked_again'));
  symlinkSync(join(dir, 'models'), join(dir, 'models/circle'));
  symlinkSync(join(dir, 'models/a.sql'), join(dir, 'models/c.sql'));
  symlinkSync(join(dir, 'nowhere'), join(dir, 'models/dangling.sql'));
  const paths = kinds(await load(dir));
  expect(paths).toHaveLength(3);
  expect(paths).toEqual(expect.arrayContaining(['model models/a.sql', 'model models/c.sql']));
});

test('checksums are those of existing manifests', async () => {
  const project = await loadFiles({
    'dbt_project.yml': 'name: shop\n',
    'models/a.sql': '\n  select 1\r\n\u00a0\u001f\n',
    'seeds/small.csv': 'id\n1\n',
    'seeds/limit.csv': 'x'.repeat(1024 * 1024),
    'seeds/large.csv': 'x'.repeat(1024 * 1024 + 1),
  });
  const files = new Map(project.packages[0].files.map(file => [file.path, file]));
  // printf 'select 1' | sha256sum
  const selectOne = '822ae07d4783158bc1912bb623e5107cc9002d519e1143a9c200ed6ee18b6d0f';
  expect(files.get('models/a.sql')?.checksum).toEqual({ name: 'sha256', checksum: selectOne });
  expect(files.get('seeds/small.csv')).toMatchObject({ text: '', checksum: { name: 'sha256' } });
  expect(files.get('seeds/limit.csv')?.checksum.name).toBe('sha256');
  expect(files.get('seeds/large.csv')?.checksum).toEqual({ name: 'path', checksum: 'seeds/large.csv' });
});

test('a byte order mark is left out of the text', async () => {
  const project = await loadFiles({ 'dbt_project.yml': '\ufeffname: shop\n', 'models/a.sql': '\ufeffselect 1\r\n' });
  expect(project.packages[0].files[0]?.text).toBe('select 1\r\n');
});

test('packages load as the root does, for its target and with its variables', async () => {
  const project = await loadFiles({
    'dbt_project.yml': 'name: shop\nvars: {tea: {kind: green}}\n',
    'packages.yml': 'packages:\n  - package: someone/tea\n    version: 1.0.0\n',
    'dbt_packages/tea/dbt_project.yml':
      "name: tea\nvars: {kind: black, size: 1}\nmodels: {tea: {+a: \"{{ var('kind') }}-{{ var('size') }}-{{ target.type }}\"}}\n",
    'dbt_packages/tea/models/a.sql': '',
    'dbt_packages/tea/.dbtignore': 'b.sql\n',
    'dbt_packages/tea/models/b.sql': '',
    'dbt_packages/not_a_package/readme.md': '',
  });
  const [, tea] = project.packages;
  expect(project.packages).toHaveLength(2);
  expect(project.diagnostics).toEqual([]);
  expect(tea).toMatchObject({ name: 'tea', prefix: 'dbt_packages/tea' });
  expect(tea?.config.configTrees.models).toEqual({ tea: { '+a': 'green-1-duckdb' } });
  expect(tea?.files.map(file => file.displayPath)).toEqual(['dbt_packages/tea/models/a.sql']);
});

test('a local package that is linked into the packages folder', async () => {
  const dir = folderOf({
    'dbt_project.yml': 'name: shop\n',
    'lib/tea/dbt_project.yml': 'name: tea\n',
    'lib/tea/models/a.sql': '',
    'dbt_packages/.keep': '',
  });
  symlinkSync(join(dir, 'lib/tea'), join(dir, 'dbt_packages/tea'));
  expect((await load(dir)).packages.map(each => [each.name, each.prefix, each.files.length])).toEqual([
    ['shop', '', 0],
    ['tea', 'dbt_packages/tea', 1],
  ]);
});

test('folders with the names of files that may be absent', async () => {
  const project = await loadFiles({
    'dbt_project.yml': 'name: shop\n',
    '.env/ci.env': '',
    '.dbtignore/x': '',
    'vars.yml/x': '',
    'profiles.yml/x': '',
  });
  expect(project.diagnostics).toEqual([]);
});
