import { expect, test } from 'vitest';
import { folderOf } from '../project/folder.ts';
import { serveHub } from './hub-server.ts';
import { projectFolder } from './installing.ts';

test.each([
  ['- private: org/repo', "`private: org/repo` needs dbt's cloud", 'Write `git: git@github.com:org/repo.git`'],
  ['- {private: g/r, provider: gitlab}', '`private: g/r`', 'git@gitlab.com:g/r.git'],
  ['- name: x', 'does not say where the package comes from: it has only `name`', 'Name it with `package:`'],
  ['- {package: a/b, version: 1.0.0, git: x}', 'This entry says `package`, `git`', 'Make an entry for each.'],
  [
    '- {package: a/b, version: 1.0.0, revison: x}',
    '`revison` is not a key of a package with `package:`',
    'There are `package`, `version`',
  ],
  ['- package: dbt_utils', '`dbt_utils` is not the name of a package on the hub', '`org/name`'],
  ['- package: ../../x', '`../../x` is not the name', '`org/name`'],
  ['- package: a/b', '`a/b` has no `version`', 'version: [">=1.0.0", "<2.0.0"]'],
  ['- {package: a/b, version: ^1.2.0}', '`^1.2.0` is not a version', 'Write `version: [">=1.2.0", "<2.0.0"]`'],
  ['- {package: a/b, version: 1.2}', '`1.2` is not a version', 'Write `version: "1.2.0"`'],
  ['- {package: a/b, version: latest}', '`latest` is not a version', 'Write'],
  ['- {tarball: ftp://x/y, name: z}', '`ftp://x/y` is not an address', 'local:'],
  ['- tarball: https://x/y', '`name` must be a text, and is missing', ''],
  ['- {git: https://x/y, revision: [a, b]}', '`revision` must be a tag, a branch or a commit, and is a list', ''],
  ['- git: "{{ env_var(\'NOPE\') }}"', 'The environment variable `NOPE` is not set', ''],
  ['- just text', '`packages` must be a list of maps', ''],
])('a bad entry: %s', async (entry, text, hint) => {
  const told = await projectFolder(`packages:\n  ${entry}\n`).run();
  expect(told).toContain(text);
  expect(told).toContain(hint);
  expect(told).toContain(' --> packages.yml:2:');
});

test('all bad entries are told of at once', async () => {
  const told = await projectFolder('packages:\n  - package: one\n  - private: two\n  - {package: a/b, version: x}\n').run();
  expect(told.match(/error\[/g)).toHaveLength(3);
});

test('a list that is none, two lists, and no list', async () => {
  expect(await projectFolder('packages: dbt_utils\n').run()).toContain(
    '`packages` must be a list of packages, and is the text `dbt_utils`',
  );
  const entry = `packages: [{local: ${folderOf({ 'dbt_project.yml': 'name: near\n' })}}]\n`;
  const both = projectFolder({ 'packages.yml': entry, 'dependencies.yml': entry });
  expect(await both.run()).toContain('Packages are listed both here and in `dependencies.yml`.');
  expect(await projectFolder({}).run()).toBe('No packages to install: there is no packages.yml.');
  expect(await projectFolder('').run()).toBe('No packages to install: there is no packages.yml.');
  expect(await projectFolder('packages: []\n').run()).toBe('No packages to install: packages.yml lists none.');
});

test('dependencies.yml is no template', async () => {
  const dir = folderOf({ "{{ 'x' }}/dbt_project.yml": 'name: near\n' });
  const here = projectFolder({ 'dependencies.yml': `projects: []\npackages:\n  - local: "${dir}/{{ 'x' }}"\n` });
  expect(await here.run()).toContain('Installed 1 package');
});

test('the packages go where the project or the environment says', async () => {
  const near = folderOf({ 'dbt_project.yml': 'name: near\n' });
  const list = `packages: [{local: ${near}}]\n`;
  const files = {
    'dbt_project.yml': "name: shop\npackages-install-path: \"{{ var('where', 'lib') }}/packages\"\n",
    'packages.yml': list,
  };
  const here = projectFolder(files);
  expect(await here.run()).toContain('Installed 1 package in lib/packages');
  expect(here.exists('lib/packages/near/dbt_project.yml')).toBe(true);
  const elsewhere = projectFolder(files, { env: { DBT_PACKAGES_INSTALL_PATH: 'other' } });
  expect(await elsewhere.run()).toContain('Installed 1 package in other');
  const everything = projectFolder({ ...files, 'dbt_project.yml': 'name: shop\npackages-install-path: .\n' });
  expect(await everything.run()).toContain('`.` holds the project itself');
});

test('a list that has become empty leaves no package behind', async () => {
  const list = `packages: [{local: ${folderOf({ 'dbt_project.yml': 'name: near\n' })}}]\n`;
  const here = projectFolder(list);
  await here.run();
  expect(here.packages()).toEqual(['near ->']);
  const emptied = projectFolder({
    'packages.yml': 'packages: []\n',
    'package-lock.yml': here.read('package-lock.yml'),
    'dbt_packages/near/dbt_project.yml': 'name: near\n',
  });
  expect(await emptied.run()).toBe('Installed 0 packages in dbt_packages');
  expect(emptied.packages()).toEqual([]);
});

test('a broken lock file', async () => {
  const list = `packages: [{local: ${folderOf({ 'dbt_project.yml': 'name: near\n' })}}]\n`;
  const broken = (lock: string): Promise<string> => projectFolder({ 'packages.yml': list, 'package-lock.yml': lock }).run();
  expect(await broken('<<<<<<< HEAD\npackages: []\n')).toContain('error[deps-bad-lock]: `package-lock.yml` cannot be used: ');
  expect(await broken('packages: []\n')).toContain('`sha1_hash` is missing.');
  expect(await broken('packages:\n  - name: x\nsha1_hash: x\n')).toContain('`model deps --upgrade` writes it anew');
});

const added = async (list: string | null, text: string, source: 'hub' | 'git' | 'local' = 'hub'): Promise<string> => {
  const hub = await serveHub({ 'org/tools': { '1.0.0': {}, '1.4.0': {} } });
  const here = projectFolder(list === null ? {} : { 'packages.yml': list }, { hub: hub.url });
  const told = await here.run({ add: { text, source } });
  return here.exists('packages.yml') ? here.read('packages.yml') : told;
};

test('--add-package keeps what is written', async () => {
  const near = folderOf({ 'dbt_project.yml': 'name: near\n' });
  const list = `# ours\npackages:\n  - local: '${near}' # near\n\n  - package: org/tools\n    version: 1.0.0 # old\n\n# end\nother: 1\n`;
  expect(await added(list, 'org/tools@1.4.0')).toBe(list.replace('1.0.0 #', '1.4.0 #'));
  const range = '[">=1.0.0", "<2.0.0"]';
  const entry = `  - package: org/tools\n    version: ${range}\n`;
  expect(await added(list.replace(/\n {2}- package[^#]*# old/, ''), 'org/tools@>=1.0.0,<2.0.0')).toBe(
    `# ours\npackages:\n  - local: '${near}' # near\n${entry}\n\n# end\nother: 1\n`,
  );
  expect(await added(null, 'org/tools@>=1.0.0,<2.0.0')).toBe(`packages:\n${entry}`);
  expect(await added('packages: [] # none\n', 'org/tools')).toBe(
    'packages:\n  - package: org/tools\n    version: [">=1.4.0", "<2.0.0"]\n',
  );
  expect(await added('packages:\n- version:\n  - ">=0.9.0"\n  - <2.0.0\n  package: org/tools\n', 'org/tools@1.4.0')).toBe(
    'packages:\n- version: 1.4.0\n  package: org/tools\n',
  );
  expect(await added(`packages: [{local: ${near}}]\n`, 'org/tools@1.4.0')).toBe(
    `packages: [{local: ${near}}, { package: "org/tools", version: "1.4.0" }]\n`,
  );
});

test('--add-package tells what to write where it cannot', async () => {
  const near = folderOf({ 'dbt_project.yml': 'name: near\n' });
  const text = JSON.stringify({ packages: [{ local: near }] });
  const here = projectFolder({ 'packages.yml': text });
  const told = await here.run({ add: { text: near.replace(/$/, '/'), source: 'local' } });
  expect(told).toContain('error[deps-add-by-hand]');
  expect(told).toContain(`  - local: ${near}/`);
  expect(here.read('packages.yml')).toBe(text);
});

test('--add-package writes nothing when the package cannot be had', async () => {
  expect(await added(null, 'org/tools@9.0.0')).toContain('There is no version of `org/tools` as it is asked for.');
  expect(await added(null, 'tools')).toContain('`tools` does not start with the name of a package on the hub');
});

test('--add-package with addresses and folders, and --dry-run', async () => {
  const dry = async (text: string, source: 'git' | 'local'): Promise<string> => {
    const here = projectFolder({});
    const told = await here.run({ work: 'tell', add: { text, source } });
    expect(here.exists('packages.yml')).toBe(false);
    return `${told.replace('Would write packages.yml:\n\npackages:\n  - ', '')}\n`;
  };
  expect(await dry('git@example.com:a/b.git', 'git')).toBe('git: git@example.com:a/b.git\n');
  expect(await dry('git@example.com:a/b.git@v1', 'git')).toBe('git: git@example.com:a/b.git\n    revision: v1\n');
  expect(await dry('https://me@example.com/a/b.git@feature/x', 'git')).toBe(
    'git: https://me@example.com/a/b.git\n    revision: feature/x\n',
  );
  expect(await dry('https://me@example.com/a/b.git', 'git')).toBe('git: https://me@example.com/a/b.git\n');
  expect(await dry('../near', 'local')).toBe('local: ../near\n');
  expect(await projectFolder({}).run({ work: 'tell' })).toContain('error[deps-dry-run]');
});
