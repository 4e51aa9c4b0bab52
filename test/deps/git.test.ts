import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderOf } from '../project/folder.ts';
import { projectFolder } from './installing.ts';
import { repository } from './repository.ts';

const project = (name: string) => ({ 'dbt_project.yml': `name: ${name}\n` });

function twoVersions() {
  const made = repository();
  const first = made.commit({ ...project('dates'), 'macros/one.sql': '', 'inner/dbt_project.yml': 'name: inner\n' }, 'v1');
  const second = made.commit({ 'macros/two.sql': '' }, 'v2');
  return { ...made, first, second };
}

const entry = (fields: object): string => JSON.stringify({ packages: [fields] });

test('tags, branches and commits', async () => {
  const { url, first, second, git, commit } = twoVersions();
  git('checkout', '--quiet', '-b', 'feature/x', 'v1');
  const onBranch = commit({ 'macros/three.sql': '' });
  git('checkout', '--quiet', 'main');
  const installed = async (revision: string | readonly string[]): Promise<string> => {
    const here = projectFolder(entry({ git: url, revision }));
    expect(await here.run()).toContain('Installed 1 package');
    expect(here.packages()).toEqual(['dates inner macros']);
    expect(here.exists('dbt_packages/dates/.git')).toBe(false);
    return /revision: (\w+)/.exec(here.read('package-lock.yml'))?.[1] ?? '';
  };
  expect(await installed('v1')).toBe(first);
  expect(await installed(['v2'])).toBe(second);
  expect(await installed('feature/x')).toBe(onBranch);
  expect(await installed(first)).toBe(first);
  expect(await installed(first.slice(0, 9))).toBe(first);
});

test('without a revision the default branch is taken, with a warning', async () => {
  const { url, second } = twoVersions();
  const told = await projectFolder(entry({ git: url })).run();
  expect(told).toContain('warning[deps-unpinned]');
  expect(told).toContain(`dates ${second}`);
  expect(await projectFolder(entry({ git: url, 'warn-unpinned': false })).run()).not.toContain('warning');
});

test('one repository can hold several packages, and the same one is taken once', async () => {
  const { url, first } = twoVersions();
  const here = projectFolder(
    JSON.stringify({
      packages: [
        { git: `${url}/`, revision: 'v1' },
        { git: url, revision: 'v1', subdirectory: 'inner' },
        { git: url, revision: 'v1' },
      ],
    }),
  );
  expect(await here.run()).toContain('Installed 2 packages');
  expect(here.packages()).toEqual(['dates inner macros', 'inner']);
  expect(here.read('package-lock.yml')).toContain(`name: inner\n    revision: ${first}\n    subdirectory: inner\n`);
});

test('two revisions of one repository', async () => {
  const { url } = twoVersions();
  const other = repository();
  other.commit({ ...project('other'), 'packages.yml': entry({ git: url, revision: 'v2' }) }, 'v1');
  const packages = [
    { git: url, revision: 'v1' },
    { git: other.url, revision: 'v1' },
  ];
  const told = await projectFolder(JSON.stringify({ packages })).run();
  expect(told).toContain(`\`${url}\` is asked for in different revisions`);
  expect(told).toContain(`packages.yml asks for v1\n  ${other.url} asks for v2\n`);
});

test('a revision that is not there, a repository that is not there, and a folder without a project', async () => {
  const { url } = twoVersions();
  const told = (fields: object): Promise<string> => projectFolder(entry(fields)).run();
  expect(await told({ git: url, revision: 'v11' })).toContain('has no tag, branch or commit `v11`.');
  expect(await told({ git: url, revision: 'v11' })).toContain('hint: Did you mean `v1`?');
  expect(await told({ git: url, revision: 'zzz' })).toContain('hint: It has `main`, `v1`, `v2`.');
  expect(await told({ git: `${url}/nothing`, revision: 'v1' })).toContain(
    `error[deps-git-failed]: Git cannot fetch \`${url}/nothing\``,
  );
  expect(await told({ git: url, revision: 'v1', subdirectory: 'macros' })).toContain(
    `\`${url} (subdirectory macros)\`, which packages.yml asks for, holds no project`,
  );
  expect(await told({ git: url, revision: 'v1', subdirectory: '../x' })).toContain('error[deps-subdirectory]');
  expect(await told({ git: '--upload-pack=touch /tmp/x', revision: 'v1' })).toContain('error[deps-git-option]');
});

test('credentials from the environment reach neither the terminal nor the lock file', async () => {
  const { dir, first } = twoVersions();
  const parent = folderOf({ 's3cret/x': '' });
  const url = `file://${parent}/{{ env_var('DBT_ENV_SECRET_TOKEN') }}/../../${dir.split('/').at(-1)}`;
  const env = { DBT_ENV_SECRET_TOKEN: 's3cret' };
  const here = projectFolder(entry({ git: url, revision: "{{ env_var('TAG', 'v1') }}" }), { env });
  const told = await here.run();
  expect(told).toContain(`dates ${first}`);
  expect(told).not.toContain('s3cret');
  expect(here.read('package-lock.yml')).toContain("{{ env_var('DBT_ENV_SECRET_TOKEN') }}");
  expect(here.read('package-lock.yml')).not.toContain('s3cret');
  expect(await here.run()).toContain('Installed 1 package');
});

test('a password in an address is not told', async () => {
  const told = await projectFolder(entry({ git: 'http://me:hunter2@127.0.0.1:9/x.git', revision: 'v1' })).run();
  expect(told).toContain('http://me:*****@127.0.0.1:9/x.git');
  expect(told).not.toContain('hunter2');
});

test('a local package is a link, and its own packages come too', async () => {
  const { url } = twoVersions();
  const other = folderOf({ ...project('near'), 'packages.yml': entry({ git: url, revision: 'v1' }) });
  const here = projectFolder(entry({ local: other }));
  expect(await here.run()).toContain('Installed 2 packages');
  expect(here.packages()).toEqual(['dates inner macros', 'near ->']);
  expect(await projectFolder(entry({ local: '../nowhere' })).run()).toContain(
    '`../nowhere`, which packages.yml asks for, holds no project',
  );
});

test('links out of a repository are left out', async () => {
  const made = repository();
  mkdirSync(join(made.dir, 'macros'));
  symlinkSync('/etc/hostname', join(made.dir, 'macros/out.sql'));
  symlinkSync('../dbt_project.yml', join(made.dir, 'macros/in.sql'));
  made.commit(project('linked'), 'v1');
  const here = projectFolder(entry({ git: made.url, revision: 'v1' }));
  expect(await here.run()).toContain('warning[deps-link-out]: The link `macros/out.sql`');
  expect(here.exists('dbt_packages/linked/macros/in.sql')).toBe(true);
  expect(here.exists('dbt_packages/linked/macros/out.sql')).toBe(false);
});

test('two packages of one name', async () => {
  const { url } = twoVersions();
  const other = folderOf(project('dates'));
  const told = await projectFolder(JSON.stringify({ packages: [{ git: url, revision: 'v1' }, { local: other }] })).run();
  expect(told).toContain('error[deps-name-twice]: Two packages have the name `dates`');
  expect(told).toContain(`${url}, for packages.yml\n  ${other}, for packages.yml`);
});

test('a package for another version of dbt', async () => {
  const made = repository();
  made.commit({ 'dbt_project.yml': 'name: far\nrequire-dbt-version: ">=9.0.0"\n' }, 'v1');
  const here = projectFolder(entry({ git: made.url, revision: 'v1' }));
  expect(await here.run()).toContain('error[project-wrong-dbt-version]: `far` is written for dbt `>=9.0.0`');
  expect(await here.run({ flags: { VERSION_CHECK: false } })).toContain('Installed 1 package');
});
