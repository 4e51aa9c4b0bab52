import { join } from 'node:path';
import { expect, test } from 'vitest';
import { renderDiagnostic } from '../../src/diagnostic/render.ts';
import { nodeFiles } from '../../src/project/node-files.ts';
import { complaints, folderOf, load, problemsOf } from './folder.ts';

const lines = (...text: readonly string[]): string => text.join('\n');

const profile = lines('shop:', '  target: dev', '  outputs:', '    dev:', '      type: duckdb', '');

test('a folder that is no project', async () => {
  expect(await complaints({ 'a.txt': '' })).toBe(
    lines(
      'error[project-not-found]: No project in `DIR`: it holds neither `model_project.yml` nor `dbt_project.yml`.',
      '  hint: Run `model init` to start a project, or name its folder with `--project-dir`.',
    ),
  );
});

test('a folder inside a project', async () => {
  expect(await complaints({ 'dbt_project.yml': 'name: shop\n', 'models/a.sql': '' }, {}, 'models')).toBe(
    lines(
      'error[project-not-found]: No project in `DIR/models`: it holds neither `model_project.yml` nor `dbt_project.yml`.',
      '  hint: `DIR` is a project: run there, or add `--project-dir DIR`.',
    ),
  );
});

test('a template without quotes in YAML', async () => {
  expect(await complaints({ 'dbt_project.yml': "name: shop\nmodels:\n  +schema: {{ env_var('X') }}\n" })).toBe(
    lines(
      'error[project-bad-yaml]: This YAML cannot be read: `{{` without quotes starts a map.',
      ' --> dbt_project.yml:3:13',
      '  |',
      '2 | models:',
      "3 |   +schema: {{ env_var('X') }}",
      '  |             ^',
      '  hint: Put quotes around the value: `"{{ … }}"`.',
    ),
  );
});

test('a tab in YAML', async () => {
  expect(await complaints({ 'dbt_project.yml': 'name: shop\nmodels:\n\tshop:\n' })).toBe(
    lines(
      'error[project-bad-yaml]: This YAML cannot be read: a tab where only spaces may indent.',
      ' --> dbt_project.yml:3:1',
      '  |',
      '2 | models:',
      '3 |     shop:',
      '  | ^^^^',
      '  hint: Indent with spaces.',
    ),
  );
});

test.each([
  ['name:shop\nmodels: {}\n', 'Put a space after the colon.'],
  ['name: shop\nprofile: a: b\n', 'Put quotes around a value that holds a colon and a space.'],
])('other slips in YAML: %j', async (text, hint) => {
  expect(await complaints({ 'dbt_project.yml': text })).toContain(`hint: ${hint}`);
});

test('a list where keys are expected', async () => {
  expect(await complaints({ 'dbt_project.yml': '- name: shop\n' })).toBe(
    lines(
      'error[project-not-a-map]: `dbt_project.yml` must hold keys with values, and holds a list.',
      ' --> dbt_project.yml:1:1',
      '  |',
      '1 | - name: shop',
      '  | ^',
    ),
  );
});

test('no name', async () => {
  expect(await complaints({ 'My Shop-1/dbt_project.yml': 'version: 1.0.0\n' }, {}, 'My Shop-1')).toBe(
    lines(
      "error[project-missing-name]: `dbt_project.yml` does not say the project's `name`.",
      ' --> dbt_project.yml:1:1',
      '  |',
      '1 | version: 1.0.0',
      '  | ^',
      '  hint: Add the line `name: my_shop_1`.',
    ),
  );
});

test('names that a project cannot have', async () => {
  expect(await complaints({ 'dbt_project.yml': 'name: 2-go\n' })).toBe(
    lines(
      'error[project-bad-name]: `2-go` cannot be the name of a project: only letters, digits and underscores, and no digit first.',
      ' --> dbt_project.yml:1:7',
      '  |',
      '1 | name: 2-go',
      '  |       ^^^^',
      '  hint: Write `name: go`.',
    ),
  );
  expect(await complaints({ 'dbt_project.yml': 'name: source\n' })).toBe(
    lines(
      'error[project-reserved-name]: `source` cannot be the name of a project, since templates use that name for something else.',
      ' --> dbt_project.yml:1:7',
      '  |',
      '1 | name: source',
      '  |       ^^^^^^',
      '  hint: Write `name: source_project`, or any other name.',
    ),
  );
});

test('unknown and old keys are warnings, and everything is said at once', async () => {
  expect(
    await complaints({
      'dbt_project.yml': 'name: shop\nmodel_path: [m]\nsource-paths: [models]\nmodels: []\nquoting: {schema: no way}\n',
    }),
  ).toBe(
    lines(
      'warning[project-unknown-key]: `model_path` is not a key of a project file, so it has no effect.',
      ' --> dbt_project.yml:2:1',
      '  |',
      '1 | name: shop',
      '2 | model_path: [m]',
      '  | ^^^^^^^^^^',
      '3 | source-paths: [models]',
      '  hint: Did you mean `model_paths`?',
      '',
      'warning[project-legacy-key]: `source-paths` is an old name of `model-paths`.',
      ' --> dbt_project.yml:3:1',
      '  |',
      '2 | model_path: [m]',
      '3 | source-paths: [models]',
      '  | ^^^^^^^^^^^^',
      '4 | models: []',
      '  hint: Write `model-paths`: the old name still works here, but no longer everywhere.',
      '',
      'error[project-wrong-type]: `models` must be keys with values, and is a list.',
      ' --> dbt_project.yml:4:9',
      '  |',
      '3 | source-paths: [models]',
      '4 | models: []',
      '  |         ^^',
      '5 | quoting: {schema: no way}',
      '',
      'error[project-wrong-type]: `quoting.schema` must be `true` or `false`, and is the text `no way`.',
      ' --> dbt_project.yml:5:19',
      '  |',
      '4 | models: []',
      '5 | quoting: {schema: no way}',
      '  |                   ^^^^^^',
    ),
  );
});

test('the same setting under two names', async () => {
  expect(await complaints({ 'dbt_project.yml': 'name: shop\ntests: {+severity: warn}\ndata_tests: {+severity: warn}\n' })).toBe(
    lines(
      'error[project-key-twice]: `tests` and `data_tests` are the same setting, and only one of them can be given.',
      ' --> dbt_project.yml:3:1',
      '  |',
      '2 | tests: {+severity: warn}',
      '3 | data_tests: {+severity: warn}',
      '  | ^^^^^^^^^^',
      '  hint: Move everything below `tests` and delete `data_tests`.',
    ),
  );
});

test('a key that is there twice', async () => {
  expect(await complaints({ 'dbt_project.yml': 'name: shop\nmodels:\n  shop: {+tags: a}\n  shop: {+tags: b}\n' })).toBe(
    lines(
      'warning[project-doubled-key]: `shop` is already there above, and what is below it here replaces that.',
      ' --> dbt_project.yml:4:3',
      '  |',
      '3 |   shop: {+tags: a}',
      '4 |   shop: {+tags: b}',
      '  |   ^^^^',
      '  hint: Put everything below one of them, and delete the other.',
    ),
  );
});

test('two project files', async () => {
  expect(await complaints({ 'dbt_project.yml': 'name: old\n', 'model_project.yml': 'name: shop\n' })).toBe(
    lines(
      'warning[project-two-files]: `model_project.yml` is used and `dbt_project.yml` beside it is not.',
      ' --> model_project.yml:1:1',
      '  |',
      '1 | name: shop',
      '  | ^',
      '  hint: Delete the one that is out of date.',
    ),
  );
});

test('a project for other versions of dbt', async () => {
  const files = { 'dbt_project.yml': 'name: shop\nrequire-dbt-version: [">=0.19.0", "<1.3.0"]\n' };
  expect(await complaints(files)).toBe(
    lines(
      'error[project-wrong-dbt-version]: `shop` is written for dbt `>=0.19.0,<1.3.0`, and Modelwright speaks the language of dbt `1.11.0`.',
      ' --> dbt_project.yml:2:22',
      '  |',
      '1 | name: shop',
      '2 | require-dbt-version: [">=0.19.0", "<1.3.0"]',
      '  |                      ^^^^^^^^^^^^^^^^^^^^^^',
      '  hint: Add `--no-version-check` to try it all the same.',
    ),
  );
  expect(await complaints(files, { flags: { VERSION_CHECK: false } })).toBe('');
  expect(await complaints({ 'dbt_project.yml': 'name: shop\nrequire-dbt-version: new\n' })).toBe(
    lines(
      'error[project-bad-version-range]: `new` is not a range of versions.',
      ' --> dbt_project.yml:2:22',
      '  |',
      '1 | name: shop',
      '2 | require-dbt-version: new',
      '  |                      ^^^',
      '  hint: Write it like `">=1.6.0,<2.0.0"`.',
    ),
  );
});

test('a profile that is named and not there', async () => {
  expect(await complaints({ 'dbt_project.yml': 'name: shop\nprofile: shpo\n', 'profiles.yml': profile })).toBe(
    lines(
      'error[project-unknown-profile]: There is no profile `shpo` here, only `shop`.',
      ' --> profiles.yml:1:1',
      '  |',
      '1 | shop:',
      '  | ^',
      '2 |   target: dev',
      '  hint: Did you mean `shop`?',
    ),
  );
});

test('a profile without the target', async () => {
  const files = { 'dbt_project.yml': 'name: shop\nprofile: shop\n', 'profiles.yml': profile };
  expect(await complaints(files, { target: 'prod' })).toBe(
    lines(
      'error[project-unknown-target]: The profile `shop` has no target `prod`, only `dev`.',
      ' --> profiles.yml:1:1',
      '  |',
      '1 | shop:',
      '  | ^^^^',
      '2 |   target: dev',
      '  hint: Correct `target` in the profile, or choose one with `--target`.',
    ),
  );
  expect(await complaints({ ...files, 'profiles.yml': profile.replace('target: dev', 'target: dve') })).toBe(
    lines(
      'error[project-unknown-target]: The profile `shop` has no target `dve`, only `dev`.',
      ' --> profiles.yml:2:11',
      '  |',
      '1 | shop:',
      '2 |   target: dve',
      '  |           ^^^',
      '3 |   outputs:',
      '  hint: Did you mean `dev`?',
    ),
  );
  expect(await complaints({ ...files, 'profiles.yml': 'shop:\n' })).toBe(
    lines(
      'error[project-unknown-target]: The profile `shop` has no targets: it needs `outputs:` with at least one.',
      ' --> profiles.yml:1:1',
      '  |',
      '1 | shop:',
      '  | ^^^^',
    ),
  );
});

test('an environment variable that is not set', async () => {
  const text = profile.replace('type: duckdb', 'type: duckdb\n      path: "{{ env_var(\'DUCK_PATH\') }}"');
  const files = { 'dbt_project.yml': 'name: shop\nprofile: shop\n', 'profiles.yml': text };
  const start = [
    'error[project-missing-env-var]: The environment variable `DUCK_PATH` is not set.',
    ' --> profiles.yml:6:13',
    '  |',
  ];
  const frame = [
    '5 |       type: duckdb',
    '6 |       path: "{{ env_var(\'DUCK_PATH\') }}"',
    '  |             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ];
  expect(await complaints(files)).toBe(
    lines(...start, ...frame, "  hint: Set it in the shell or in `.env`, or give a default: `env_var('DUCK_PATH', '…')`."),
  );
  expect(await complaints(files, { env: { DUCKPATH: 'x' } })).toBe(
    lines(...start, ...frame, '  hint: Did you mean `DUCKPATH`, which is set?'),
  );
});

test('a secret outside of profiles, and a variable that is not set', async () => {
  const text =
    'name: shop\nmodels:\n  +a: "{{ env_var(\'DBT_ENV_SECRET_A\') }}"\n  +b: "{{ var(\'colour\') }}"\nvars: {color: red}\n';
  expect(await complaints({ 'dbt_project.yml': text }, { env: { DBT_ENV_SECRET_A: 'x' } })).toBe(
    lines(
      'error[project-secret-env-var]: The secret `DBT_ENV_SECRET_A` can only be used in `profiles.yml` and `packages.yml`, so that it ends up nowhere else.',
      ' --> dbt_project.yml:3:7',
      '  |',
      '2 | models:',
      '3 |   +a: "{{ env_var(\'DBT_ENV_SECRET_A\') }}"',
      '  |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
      '4 |   +b: "{{ var(\'colour\') }}"',
      '',
      'error[project-missing-var]: The variable `colour` is not set.',
      ' --> dbt_project.yml:4:7',
      '  |',
      '3 |   +a: "{{ env_var(\'DBT_ENV_SECRET_A\') }}"',
      '4 |   +b: "{{ var(\'colour\') }}"',
      '  |       ^^^^^^^^^^^^^^^^^^^^^',
      '5 | vars: {color: red}',
      '  hint: Did you mean `color`?',
    ),
  );
});

test.each(['0', '1.5', 'many', 'true'])('threads: %s', async threads => {
  const text = `${profile}      threads: ${threads}\n`;
  const shown = await complaints({ 'dbt_project.yml': 'name: shop\nprofile: shop\n', 'profiles.yml': text });
  expect(shown).toBe(
    lines(
      `error[project-bad-threads]: \`threads\` must be a whole number from 1, and is \`${threads}\`.`,
      ' --> profiles.yml:6:16',
      '  |',
      '5 |       type: duckdb',
      `6 |       threads: ${threads}`,
      `  |                ${'^'.repeat(threads.length)}`,
    ),
  );
});

test('a target that does not say its type', async () => {
  const text = profile.replace('type: duckdb', 'path: a.duckdb');
  expect(await complaints({ 'dbt_project.yml': 'name: shop\nprofile: shop\n', 'profiles.yml': text })).toBe(
    lines(
      'error[project-missing-type]: The target `dev` of profile `shop` does not say its `type`, such as `duckdb` or `postgres`.',
      ' --> profiles.yml:4:5',
      '  |',
      '3 |   outputs:',
      '4 |     dev:',
      '  |     ^^^',
      '5 |       path: a.duckdb',
    ),
  );
});

test('a project whose profile is described nowhere is built with DuckDB, and says so', async () => {
  expect(await complaints({ 'dbt_project.yml': 'name: shop\nprofile: warehouse\n' })).toBe(
    lines(
      'warning[project-no-profiles-file]: No `profiles.yml` was found for the profile `warehouse`, so everything is built with DuckDB in `shop.duckdb`.',
      '  hint: To build elsewhere, describe the profile in `profiles.yml` in this folder or in `~/.model`.',
    ),
  );
  expect(await complaints({ 'dbt_project.yml': 'name: shop\n' }, { target: 'prod' })).toBe(
    lines(
      'error[project-target-without-profile]: There is no target `prod`: without a profile, the only target is `dev`, a DuckDB file in the project folder.',
      '  hint: Describe the target in `profiles.yml` and name its profile with `profile:` in the project file.',
    ),
  );
  expect(await complaints({ 'dbt_project.yml': 'name: shop\n' }, { profilesDir: '/nowhere' })).toBe(
    lines(
      'error[project-no-profiles-in-dir]: There is no `profiles.yml` in `/nowhere`.',
      '  hint: `--profiles-dir` names the folder that holds `profiles.yml`.',
    ),
  );
});

test('a file that is not UTF-8', async () => {
  expect(
    await complaints({ 'dbt_project.yml': 'name: shop\n', 'models/a.sql': Uint8Array.from([0x73, 0xc3, 0xa9, 0xe9, 0x20]) }),
  ).toBe(
    lines(
      'error[project-not-utf8]: `models/a.sql` is not UTF-8 text: the byte at position 3 does not fit.',
      '  hint: Save it as UTF-8, or list it in `.modelignore` if it is no part of the project.',
    ),
  );
});

test('a file that cannot be read', async () => {
  const dir = folderOf({ 'dbt_project.yml': 'name: shop\n', 'models/a.sql': '' });
  // The root user reads everything, so the system's refusal comes from the interface.
  const refused = Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });
  const files = {
    ...nodeFiles,
    read: (path: string) => (path === join(dir, 'models/a.sql') ? Promise.reject(refused) : nodeFiles.read(path)),
  };
  const problems = await problemsOf(load(dir, {}, files));
  expect(problems.map(each => renderDiagnostic(each, { source: () => null, color: false }))).toEqual([
    lines(
      'error[project-unreadable-file]: `models/a.sql` cannot be read: permission denied.',
      '  hint: Check the permissions of the file and of the folders above it.',
    ),
  ]);
});

test('packages that are missing, and packages of the same name', async () => {
  const list = 'packages:\n  - package: dbt-labs/dbt_utils\n    version: 1.3.0\n  - git: https://example.com/dates.git\n';
  expect(await complaints({ 'dbt_project.yml': 'name: shop\n', 'packages.yml': list })).toBe(
    lines(
      'error[project-missing-packages]: Packages are listed but not in `dbt_packages`: `dbt-labs/dbt_utils`, `https://example.com/dates.git`.',
      '  hint: Run `model deps` to install what is missing.',
    ),
  );
  const lock =
    'packages:\n  - name: dbt_utils\n    package: dbt-labs/dbt_utils\n    version: 1.3.0\n  - name: dates\nsha1_hash: x\n';
  const half = {
    'dbt_project.yml': 'name: shop\n',
    'dbt_packages/dbt_utils/dbt_project.yml': 'name: dbt_utils\n',
    'packages.yml': list,
  };
  expect(await complaints({ ...half, 'package-lock.yml': lock })).toContain(
    'A package is listed but not in `dbt_packages`: `dates`.',
  );
  expect(await complaints({ ...half, 'dbt_packages/x/dbt_project.yml': 'name: dates\n', 'package-lock.yml': lock })).toBe('');
  const twice = {
    'dbt_project.yml': 'name: shop\n',
    'dbt_packages/a/dbt_project.yml': 'name: tea\n',
    'dbt_packages/b/dbt_project.yml': 'name: tea\n',
  };
  expect(await complaints(twice)).toBe(
    lines(
      'error[project-duplicate-package]: Two packages have the name `tea`: `dbt_packages/a` and `dbt_packages/b`.',
      '  hint: Delete the one that is not wanted.',
    ),
  );
});

test('a search path that leads out of the project', async () => {
  expect(await complaints({ 'dbt_project.yml': 'name: shop\nmodel-paths: ["../other"]\n' })).toBe(
    lines(
      'error[project-path-outside]: `../other` in `model-paths` leads out of the project folder.',
      ' --> dbt_project.yml:2:1',
      '  |',
      '1 | name: shop',
      '2 | model-paths: ["../other"]',
      '  | ^^^^^^^^^^^',
      '  hint: Name a folder inside the project; share files between projects as a package.',
    ),
  );
});

test('lines of .env that say nothing, without showing what may be secret', async () => {
  expect(await complaints({ 'dbt_project.yml': 'name: shop\n', '.env': 'A=1\nhunter2\n' })).toContain(
    'warning[project-bad-env-line]: Line 2 of `.env` is not of the form `NAME=value`, so it has no effect.',
  );
});
