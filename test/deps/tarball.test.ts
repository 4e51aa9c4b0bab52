import { existsSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { create, Header, type HeaderData } from 'tar';
import { expect, test } from 'vitest';
import { unpack } from '../../src/deps/tarball.ts';
import { folderOf } from '../project/folder.ts';
import { archiveOf, serveHub } from './hub-server.ts';
import { projectFolder } from './installing.ts';

/** An archive byte by byte, since tools that write archives refuse to write bad ones. */
function archive(...entries: readonly (HeaderData & { readonly content?: string })[]): Uint8Array {
  const blocks = entries.flatMap(({ content = '', ...data }) => {
    const header = new Header({ mode: 0o644, size: content.length, type: 'File', ...data });
    header.encode();
    const body = Buffer.alloc(Math.ceil(content.length / 512) * 512);
    body.write(content);
    return [header.block as Buffer, body];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}

const reasonOf = async (bytes: Uint8Array): Promise<string> => {
  const dir = folderOf({});
  const reason = await unpack(bytes, join(dir, 'in')).then(
    () => 'unpacked',
    (error: Error) => error.message,
  );
  expect(readdirSync(dir)).toEqual(['in']);
  return reason;
};

test('the folder around all is gone into', async () => {
  const dir = folderOf({});
  expect(await unpack(archiveOf('tools', '1.0.0', {}), join(dir, 'in'))).toBe(join(dir, 'in/tools-1.0.0'));
  expect(existsSync(join(dir, 'in/tools-1.0.0/dbt_project.yml'))).toBe(true);
});

test('nothing is written outside', async () => {
  const outside = join(tmpdir(), 'escaped.txt');
  expect(await reasonOf(archive({ path: '../escaped.txt', content: 'x' }))).toBe('`../escaped.txt` leads out of it');
  expect(await reasonOf(archive({ path: 'a/../../escaped.txt', content: 'x' }))).toBe('`a/../../escaped.txt` leads out of it');
  expect(await reasonOf(archive({ path: outside, content: 'x' }))).toBe(`\`${outside}\` leads out of it`);
  expect(await reasonOf(archive({ path: 'a/link', type: 'SymbolicLink', linkpath: '../../x' }))).toBe(
    'the link `a/link` leads out of it',
  );
  expect(await reasonOf(archive({ path: 'a/link', type: 'SymbolicLink', linkpath: '/etc/passwd' }))).toBe(
    'the link `a/link` leads out of it',
  );
  expect(await reasonOf(archive({ path: 'a/hard', type: 'Link', linkpath: '/etc/passwd' }))).toBe(
    '`a/hard` is neither a file nor a folder',
  );
  expect(await reasonOf(archive({ path: 'a/pipe', type: 'FIFO' }))).toBe('`a/pipe` is neither a file nor a folder');
  expect(existsSync(outside)).toBe(false);
});

test('a file does not go through a link', async () => {
  const bytes = archive(
    { path: 'a/', type: 'Directory' },
    { path: 'a/link', type: 'SymbolicLink', linkpath: '.' },
    { path: 'a/link/x', content: 'x' },
  );
  expect(await reasonOf(bytes)).not.toBe('unpacked');
});

test('an archive that says it holds too much is refused before it is unpacked', async () => {
  expect(await reasonOf(archive({ path: 'a/big', size: 3 * 2 ** 30 }))).toBe('it holds more than 1024 MB');
});

test('what is cut short or no archive at all', async () => {
  const whole = archiveOf('tools', '1.0.0', { files: { 'macros/a.sql': 'x'.repeat(5000) } });
  expect(await reasonOf(whole.slice(0, whole.length / 2))).toBe('it is not a whole `.tar.gz`');
  expect(await reasonOf(Buffer.from('<html>sign in</html>'))).toBe('it is not a whole `.tar.gz`');
  expect(await reasonOf(new Uint8Array())).toBe('it is not a whole `.tar.gz`');
});

test('links that lead out by way of others are left out', async () => {
  const source = mkdtempSync(join(tmpdir(), 'archive-'));
  mkdirSync(join(source, 'p/a/b'), { recursive: true });
  writeFileSync(join(source, 'p/dbt_project.yml'), 'name: tricky\n');
  symlinkSync('../..', join(source, 'p/a/b/top'));
  symlinkSync('a/b/top/../..', join(source, 'p/out'));
  const bytes = create({ cwd: source, gzip: true, sync: true }, ['p']).read() as Uint8Array;
  const hub = await serveHub({});
  hub.answer = (_, __, response) => {
    response.end(bytes);
    return true;
  };
  const here = projectFolder(`packages: [{tarball: '${hub.url}/x.tar.gz', name: tricky}]\n`);
  expect(await here.run()).toContain('The link `out`');
  expect(here.packages()).toEqual(['tricky a']);
});

test('a package by its address, with a user in it', async () => {
  const hub = await serveHub({});
  let authorization: string | undefined;
  hub.answer = (_, request, response) => {
    authorization = request.headers.authorization;
    response.end(archiveOf('tools', '1.0.0', {}));
    return true;
  };
  const address = hub.url.replace('http://', "http://me:{{ env_var('WORD') }}@");
  const here = projectFolder(`packages:\n  - tarball: "${address}/x.tar.gz"\n    name: tools\n`, { env: { WORD: 'hunter2' } });
  const told = await here.run();
  expect(told).toBe('tools - newest -\nInstalled 1 package in dbt_packages');
  expect(authorization).toBe(`Basic ${btoa('me:hunter2')}`);
  expect(here.read('package-lock.yml')).toContain("{{ env_var('WORD') }}");
});
