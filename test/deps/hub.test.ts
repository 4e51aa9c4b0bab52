import { expect, test } from 'vitest';
import { type Releases, serveHub } from './hub-server.ts';
import { projectFolder } from './installing.ts';

const plain = (...versions: readonly string[]): Releases[string] =>
  Object.fromEntries(versions.map(version => [version, { files: { [`macros/v${version}.sql`]: '' } }]));

const asks = (id: string, ...versions: readonly string[]): object => ({ package: id, version: versions });

const list = (...entries: readonly object[]): string => JSON.stringify({ packages: entries });

test('the newest version of a range comes, with what the package asks for itself, and the lock file tells both', async () => {
  const hub = await serveHub({
    'org/tools': plain('0.9.0', '1.0.0', '1.1.0', '1.2.0', '2.0.0-rc1'),
    'org/codegen': { '0.2.0': { packages: [asks('org/tools', '>=0.9.0', '<1.2.0')] } },
  });
  const project = projectFolder(list(asks('org/codegen', '0.2.0'), asks('org/tools', '>=1.0.0,<3.0.0')), { hub: hub.url });
  expect(await project.run()).toBe('codegen 0.2.0 newest 0.2.0\ntools 1.1.0 newest 1.2.0\nInstalled 2 packages in dbt_packages');
  expect(project.packages()).toEqual(['codegen', 'tools macros']);
  expect(project.exists('dbt_packages/tools/macros/v1.1.0.sql')).toBe(true);
  expect(project.read('package-lock.yml')).toMatch(
    /^packages:\n {2}- name: codegen\n {4}package: org\/codegen\n {4}version: 0\.2\.0\n {2}- name: tools\n {4}package: org\/tools\n {4}version: 1\.1\.0\nsha1_hash: [0-9a-f]{40}\n$/,
  );
});

test('a lock file that fits the list decides, until --upgrade or a changed list', async () => {
  const releases = { 'org/tools': { ...plain('1.0.0') } };
  const hub = await serveHub(releases);
  const project = projectFolder(list(asks('org/tools', '>=1.0.0')), { hub: hub.url });
  await project.run();
  Object.assign(releases['org/tools'], plain('1.5.0'));
  expect(await project.run()).toContain('tools 1.0.0 newest 1.5.0');
  const lock = project.read('package-lock.yml');
  expect(await project.run({ resolve: 'anew' })).toContain('tools 1.5.0 newest 1.5.0');
  expect(project.read('package-lock.yml')).toBe(lock.replace('1.0.0', '1.5.0'));
});

test('--lock writes the lock file alone', async () => {
  const hub = await serveHub({ 'org/tools': plain('1.0.0') });
  const project = projectFolder(list(asks('org/tools', '1.0.0')), { hub: hub.url });
  expect(await project.run({ work: 'lock' })).toBe('Wrote package-lock.yml for 1 package');
  expect(project.packages()).toEqual([]);
  expect(hub.asked).toEqual(['/api/v1/org/tools.json']);
});

test('a conflict names who asks for what, and which versions there are', async () => {
  const hub = await serveHub({
    'org/tools': plain('0.9.0', '1.0.0', '1.1.0'),
    'org/codegen': { '0.2.0': { packages: [asks('org/tools', '<1.0.0')] } },
  });
  const text = 'packages:\n  - package: org/tools\n    version: ">=1.0.0"\n  - package: org/codegen\n    version: 0.2.0\n';
  const project = projectFolder(text, { hub: hub.url });
  expect(await project.run()).toMatchInlineSnapshot(`
    "error[deps-version-conflict]: No version of \`org/tools\` is right for all that ask for it.
     --> packages.yml:2:5
      |
    1 | packages:
    2 |   - package: org/tools
      |     ^^^^^^^^^^^^^^^^^^
    3 |     version: ">=1.0.0"
      packages.yml asks for >=1.0.0
      org/codegen 0.2.0 asks for <1.0.0
      versions there are: 1.1.0, 1.0.0, 0.9.0
      hint: Widen one of the ranges, or take another version of the package that asks too much."
  `);
  expect(project.exists('package-lock.yml')).toBe(false);
});

test('where the newest versions do not go together, an older one of those that ask too much is taken', async () => {
  const hub = await serveHub({
    'org/tools': plain('1.0.0', '2.0.0'),
    'org/new': { '1.0.0': { packages: [asks('org/tools', '1.0.0')] }, '2.0.0': { packages: [asks('org/tools', '2.0.0')] } },
    'org/old': { '1.0.0': { packages: [asks('org/tools', '<2.0.0')] } },
  });
  const project = projectFolder(list(asks('org/new', '>=1.0.0'), asks('org/old', '1.0.0')), { hub: hub.url });
  expect((await project.run()).split('\n').map(line => line.slice(0, 11))).toEqual([
    'new 1.0.0 n',
    'old 1.0.0 n',
    'tools 1.0.0',
    'Installed 3',
  ]);
});

test('prereleases come only where they are asked for', async () => {
  const hub = await serveHub({ 'org/tools': plain('1.0.0', '1.1.0-rc1') });
  const run = (entry: object): Promise<string> => projectFolder(list(entry), { hub: hub.url }).run();
  expect(await run(asks('org/tools', '>=1.0.0'))).toContain('tools 1.0.0 newest 1.0.0');
  expect(await run({ ...asks('org/tools', '>=1.0.0'), install_prerelease: true })).toContain('tools 1.1.0-rc1 ');
  expect(await run(asks('org/tools', '1.1.0-rc1'))).toContain('tools 1.1.0-rc1 newest 1.1.0-rc1');
  expect(await run(asks('org/tools', '>1.0.0'))).toContain(
    'Only the prerelease `1.1.0-rc1` fits: add `install_prerelease: true`',
  );
});

test('versions for other versions of dbt are left out, and told of when nothing else fits', async () => {
  const hub = await serveHub({ 'org/tools': { '1.0.0': { dbt: ['>=1.0.0', '<3.0.0'] }, '1.1.0': { dbt: ['>=9.0.0'] } } });
  const project = (range: string) => projectFolder(list(asks('org/tools', range)), { hub: hub.url });
  expect(await project('>=1.0.0').run()).toContain('tools 1.0.0 newest 1.0.0');
  expect(await project('1.1.0').run()).toContain('`org/tools` `1.1.0` is written for dbt `>=9.0.0`, and no other version');
  expect(await project('1.1.0').run({ flags: { VERSION_CHECK: false } })).toContain('tools 1.1.0 newest 1.1.0');
});

test('a name that the hub does not know', async () => {
  const hub = await serveHub({ 'org/tools': plain('1.0.0') });
  const told = await projectFolder(list(asks('org/tolls', '1.0.0')), { hub: hub.url }).run();
  expect(told).toContain(`There is no package \`org/tolls\`, which packages.yml asks for, on \`${hub.url}/\`.`);
  expect(told).toContain('hint: Did you mean `org/tools`?');
});

test('a server that is busy is asked again, and one that is not there is told of once', async () => {
  const hub = await serveHub({ 'org/tools': plain('1.0.0') });
  let refusals = 2;
  hub.answer = (_, __, response) => {
    if (refusals-- <= 0) return false;
    response.statusCode = 503;
    response.setHeader('retry-after', '0');
    response.end();
    return true;
  };
  const project = projectFolder(list(asks('org/tools', '1.0.0')), { hub: hub.url });
  expect(await project.run()).toContain('Installed 1 package');
  hub.answer = (_, request) => {
    request.socket.destroy();
    return true;
  };
  const told = await project.run();
  expect(told).toContain(
    `error[deps-hub-unreachable]: The package hub cannot be asked at \`${hub.url}/api/v1/org/tools.json\`: the connection broke.`,
  );
  expect(told).toContain('`MODEL_PACKAGE_HUB_URL` can name a mirror');
  expect(project.packages()).toEqual(['tools macros']);
});

test('an answer that is no package list, and an address of a hub that is none', async () => {
  const hub = await serveHub({});
  hub.answer = (_, __, response) => {
    response.end('<html>sign in</html>');
    return true;
  };
  const entry = list(asks('org/tools', '1.0.0'));
  expect(await projectFolder(entry, { hub: hub.url }).run()).toContain('what comes from there is not JSON.');
  expect(await projectFolder(entry, { hub: 'hub.example.com' }).run()).toContain('error[deps-hub-url]');
});

test('a package that is broken leaves everything as it was', async () => {
  const hub = await serveHub({ 'org/tools': plain('1.0.0'), 'org/empty': { '1.0.0': { files: { 'dbt_project.yml': '' } } } });
  const project = projectFolder({ 'packages.yml': list(asks('org/tools', '1.0.0')) }, { hub: hub.url });
  await project.run();
  hub.answer = (path, _, response) => {
    if (!path.startsWith('/tar/')) return false;
    response.end('no archive');
    return true;
  };
  const lock = project.read('package-lock.yml');
  expect(await project.run({ resolve: 'anew' })).toContain('it is not a whole `.tar.gz`');
  expect(project.read('package-lock.yml')).toBe(lock);
  expect(project.packages()).toEqual(['tools macros']);
});

test('a package that has moved is told of', async () => {
  const hub = await serveHub({ 'org/tools': plain('1.0.0') });
  hub.answer = (path, _, response) => {
    if (path !== '/api/v1/org/tools.json') return false;
    const tarball = `${hub.url}/tar/org/tools/1.0.0.tar.gz`;
    const versions = { '1.0.0': { name: 'tools', version: '1.0.0', packages: [], downloads: { tarball } } };
    response.end(JSON.stringify({ name: 'tools', redirectnamespace: 'neworg', redirectname: null, versions }));
    return true;
  };
  const told = await projectFolder(list(asks('org/tools', '1.0.0')), { hub: hub.url }).run();
  expect(told).toContain('warning[deps-moved]: `org/tools` is `neworg/tools` now');
  expect(told).toContain('Installed 1 package');
});

test('a lock file with a version that is gone', async () => {
  const releases = { 'org/tools': { ...plain('1.0.0') } };
  const hub = await serveHub(releases);
  const project = projectFolder(list(asks('org/tools', '>=1.0.0')), { hub: hub.url });
  await project.run();
  releases['org/tools'] = { ...plain('1.0.1') };
  const told = await project.run();
  expect(told).toContain('`org/tools` has no version `1.0.0`, which package-lock.yml asks for.');
  expect(told).toContain('`model deps --upgrade` resolves all packages anew.');
});
