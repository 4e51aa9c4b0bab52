import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runModel, type Started, startModel } from './command.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

let folder: string;
let dir: string;
let server: Started;
let base: URL;

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** Sends the path as it is: `fetch` would take the dots out of it. */
const ask = (path: string, { method = 'GET', host = base.host } = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = base;
    const asking = httpRequest({ hostname, port, path, method, headers: { host } }, response => {
      const parts: Buffer[] = [];
      response.on('data', part => parts.push(part));
      response.on('end', () => {
        const { statusCode: status = 0, headers } = response;
        resolve({ status, headers, body: Buffer.concat(parts).toString() });
      });
    });
    asking.on('error', reject);
    asking.end();
  });

/** What the page is made of, once it is built. */
const siteDir = join(root, 'dist/src/docs/site');

beforeAll(async () => {
  if (!existsSync(siteDir)) await build({ configFile: join(root, 'src/docs/site/vite.config.ts'), logLevel: 'silent' });
  folder = mkdtempSync(join(tmpdir(), 'model-docs-'));
  dir = join(folder, 'shop');
  cpSync(join(root, 'project-template'), dir, { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  const built = await runModel(['build', '--quiet'], { dir });
  expect(built).toEqual({ exitCode: 0, output: '' });
  const generated = await runModel(['docs', 'generate'], { dir });
  expect(generated).toEqual({
    exitCode: 0,
    output: expect.stringMatching(
      /^Column lineage: .*\nThe docs are in target\/index\.html\. See them with: model docs serve\n$/,
    ),
  });
  symlinkSync(join(folder, 'secret.txt'), join(dir, 'target', 'link.txt'));
  symlinkSync(folder, join(dir, 'target', 'linked'));
  writeFileSync(join(dir, 'target', 'shop.duckdb'), 'secret');
  server = startModel(['docs', 'serve', '--port', '0'], { dir });
  base = await served(server);
}, 60_000);

afterAll(() => {
  server?.child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

async function served({ output, child }: Started): Promise<URL> {
  for (;;) {
    const [, url] = /Docs at (\S+)/.exec(output()) ?? [];
    if (url !== undefined) return new URL(url);
    if (child.exitCode !== null) throw new Error(output());
    await sleep(20);
  }
}

test('the page and everything that it names are served as they lie on the disk', async () => {
  const page = await ask('/');
  expect(page.status).toBe(200);
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(page.body).toBe(readFileSync(join(dir, 'target/index.html'), 'utf8'));
  const names = Array.from(page.body.matchAll(/(?:src|href)="(?!data:)([^"]+)"/g), found => found[1] ?? '');
  expect(names.length).toBeGreaterThan(2);
  for (const name of names) {
    const { status, body, headers } = await ask(`/${name}`);
    expect([name, status]).toEqual([name, 200]);
    expect(body).toBe(readFileSync(join(dir, 'target', name), 'utf8'));
    expect(headers['content-type']).toMatch(name.endsWith('.css') ? /^text\/css/ : /^text\/javascript/);
  }
  const manifest = await ask('/manifest.json?v=1');
  expect(manifest.headers['content-type']).toBe('application/json; charset=utf-8');
  expect(JSON.parse(manifest.body)).toMatchObject({ metadata: { project_name: 'shop' } });
});

test('the policy of the header is that of the page, and forbids frames', async () => {
  const { headers, body } = await ask('/');
  const [, own] = /Content-Security-Policy" content="([^"]+)"/.exec(body) ?? [];
  expect(headers['content-security-policy']).toBe(`${own}; frame-ancestors 'none'`);
  expect(own).not.toMatch(/unsafe|blob:|https?:/);
  expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
});

test('HEAD has the length and no content', async () => {
  const { status, headers, body } = await ask('/', { method: 'HEAD' });
  const { body: whole } = await ask('/');
  expect([status, headers['content-length'], body]).toEqual([200, String(Buffer.byteLength(whole)), '']);
});

test.each([
  '/nothing',
  '/compiled',
  '/../secret.txt',
  '/../../secret.txt',
  '/%2e%2e/%2e%2e/secret.txt',
  '/..%2f..%2fsecret.txt',
  '/..%5c..%5csecret.txt',
  '//etc/passwd',
  '/index.html%00.txt',
  '/%zz',
  '/link.txt',
  '/linked/secret.txt',
  '/linked/../secret.txt',
  '/run_history.jsonl',
  '/docs/',
  '/shop.duckdb',
])('%s is not found', async path => {
  const { status, body, headers } = await ask(path);
  expect([status, body]).toEqual([404, '404\n']);
  expect(headers['content-security-policy']).toMatch(/^default-src 'none'/);
});

test('only reading is allowed', async () => {
  for (const method of ['POST', 'PUT', 'DELETE']) expect((await ask('/', { method })).status).toBe(405);
});

test('a page elsewhere that gives its own name this address gets nothing', async () => {
  for (const host of ['elsewhere.example', '127.elsewhere.example', '127.0.0.1.example', 'localhost.example:80', '0.0.0.0'])
    expect([host, (await ask('/', { host })).status]).toEqual([host, 403]);
  for (const host of [`localhost:${base.port}`, '127.0.0.1', '[::1]:1']) expect((await ask('/', { host })).status).toBe(200);
});

test('a model that cannot be read or compiled has its page and says why; what others read of the project stays', async () => {
  const broken = join(folder, 'broken');
  cpSync(dir, broken, { recursive: true });
  const manifest = readFileSync(join(broken, 'target/manifest.json'), 'utf8');
  writeFileSync(join(broken, 'models/marts/unread.sql'), "select 1 as a\nfrom {{ ref('orders') }");
  writeFileSync(
    join(broken, 'models/marts/uncompiled.sql'),
    "{% if execute %}{{ exceptions.raise_compiler_error('no') }}{% endif %} select 1 as a",
  );
  const { exitCode, output } = await runModel(['docs', 'generate'], { dir: broken });
  expect(exitCode).toBe(1);
  expect(output.match(/unread\.sql:2/g)).toHaveLength(1);
  const data = readdirSync(join(broken, 'target/docs')).filter(name => name.startsWith('nodes'));
  const text = data.map(name => readFileSync(join(broken, 'target/docs', name), 'utf8')).join('');
  expect(text).toMatch(/"problem":"error\[template-[\w-]+\]: [^"]*models\/marts\/unread\.sql:2/);
  expect(text).toMatch(/"problem":"error\[template-raised\]: /);
  expect(readFileSync(join(broken, 'target/manifest.json'), 'utf8')).toBe(manifest);
});

test('--state tells what changed since an earlier manifest', async () => {
  const changed = join(folder, 'changed');
  cpSync(dir, changed, { recursive: true });
  writeFileSync(join(changed, 'models/marts/fresh.sql'), 'select 1 as a');
  const { exitCode } = await runModel(['docs', 'generate', '--state', join(dir, 'target')], { dir: changed });
  expect(exitCode).toBe(0);
  const overview = readdirSync(join(changed, 'target/docs')).find(name => name.startsWith('overview')) ?? '';
  expect(readFileSync(join(changed, 'target/docs', overview), 'utf8')).toMatch(/"changes":\[\[\d+,"new"\]\]/);
  const missing = await runModel(['docs', 'generate', '--state', 'nowhere'], { dir: changed });
  expect(missing.exitCode).toBe(2);
  expect(missing.output).toContain('nowhere/manifest.json');
});

test('a run is in the history of its nodes', () => {
  const line = readFileSync(join(dir, 'target/run_history.jsonl'), 'utf8');
  expect(JSON.parse(line)).toMatchObject({
    command: 'build',
    results: { 'seed.shop.raw_orders': ['success', expect.any(Number), 96] },
  });
});

test('a port that is taken is named, and docs that were never written', async () => {
  const taken = await runModel(['docs', 'serve', '--port', base.port], { dir });
  expect(taken.exitCode).toBe(2);
  expect(taken.output).toContain(`\`127.0.0.1:${base.port}\``);
  const missing = await runModel(['docs', 'serve', '--target-path', 'elsewhere', '--port', '0'], { dir });
  expect(missing.exitCode).toBe(2);
  expect(missing.output).toContain('model docs generate');
});

test('Ctrl-C ends it', async () => {
  server.child.kill('SIGINT');
  const { output } = await server.ended;
  expect(output).toMatch(/^Docs at http:\/\/127\.0\.0\.1:\d+\/ \(Ctrl-C ends\)\n/);
});
