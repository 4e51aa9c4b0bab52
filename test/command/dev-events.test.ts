import { type IncomingMessage, request } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import type { LiveChange } from '../../src/docs/live-event.ts';
import { DONE, devProject, startDev } from './dev-process.ts';

interface Asked {
  readonly base: URL;
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const ask = ({ base, path = '/events', method = 'GET', headers = {} }: Asked): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = base;
    const asking = request({ hostname, port, path, method, headers: { host: base.host, ...headers } }, resolve);
    asking.on('error', reject);
    asking.end();
  });

async function statusOf(asked: Asked): Promise<number> {
  const response = await ask(asked);
  response.destroy();
  return response.statusCode ?? 0;
}

/** The changes that come, one after the other. */
async function* changesOf(response: IncomingMessage): AsyncGenerator<LiveChange> {
  let text = '';
  for await (const part of response) {
    text += String(part);
    const messages = text.split('\n\n');
    text = messages.pop() ?? '';
    for (const message of messages) if (message.startsWith('data: ')) yield JSON.parse(message.slice(6)) as LiveChange;
  }
}

async function started(files: Readonly<Record<string, string>>) {
  const project = devProject(files);
  const dev = startDev(project, ['--port', '0']);
  const [, url = ''] = /Docs at (\S+)/.exec(await dev.until(/Docs at \S+\n/)) ?? [];
  await dev.until(DONE);
  return { project, dev, base: new URL(url) };
}

test('events are for the page of this server alone', async () => {
  const { base } = await started({ 'models/one.sql': 'select 1 as id' });
  const own = `http://${base.host}`;
  const allowed = [
    {},
    { 'sec-fetch-site': 'same-origin' },
    { origin: own },
    { 'sec-fetch-site': 'none' },
    { host: `localhost:${base.port}` },
  ];
  for (const headers of allowed) expect([headers, await statusOf({ base, headers })]).toEqual([headers, 200]);
  const refused = [
    { origin: 'http://elsewhere.example' },
    { origin: 'null' },
    { origin: `http://127.0.0.1:${Number(base.port) + 1}` },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { host: 'elsewhere.example' },
    { host: `elsewhere.example:${base.port}`, origin: `http://elsewhere.example:${base.port}` },
    { host: '127.0.0.1.example' },
  ];
  for (const headers of refused) expect([headers, await statusOf({ base, headers })]).toEqual([headers, 403]);
  for (const method of ['POST', 'PUT', 'DELETE']) expect(await statusOf({ base, method })).toBe(405);
  const response = await ask({ base });
  expect(response.headers).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
  });
  expect(Object.keys(response.headers)).not.toContain('access-control-allow-origin');
  response.destroy();
});

test('what is not the docs is not given, and there are no more readers than fit', async () => {
  const { base } = await started({ 'models/one.sql': 'select 1 as id' });
  for (const path of ['/shop.duckdb', '/../model_project.yml', '/events/', '/run_history.jsonl'])
    expect([path, await statusOf({ base, path })]).toEqual([path, 404]);
  const readers = await Promise.all(Array.from({ length: 32 }, () => ask({ base })));
  expect(readers.map(({ statusCode }) => statusCode)).toEqual(Array(32).fill(200));
  expect(await statusOf({ base })).toBe(503);
  for (const reader of readers) reader.destroy();
});

test('a reader is told the state first, then what changes; secrets are blanked', async () => {
  const { project, dev, base } = await started({
    '.env': 'DBT_ENV_SECRET_KEY=hunter2secret\n',
    'models/one.sql': 'select 1 as id',
    'models/two.sql': "select id from {{ ref('one') }}",
  });
  const response = await ask({ base });
  onTestFinished(() => void response.destroy());
  const changes = changesOf(response);
  const { value: first } = await changes.next();
  expect(first).toMatchObject({ isNewRun: true, phase: 'idle', total: 2, done: 2, problems: [] });
  expect(first.nodes['model.shop.one']).toMatchObject({ name: 'one', status: 'success', seconds: expect.any(Number) });

  project.save({ 'models/one.sql': "select 'hunter2secret'::integer as id" });
  const told: LiveChange[] = [];
  for await (const change of changes) {
    told.push(change);
    if (change.ended != null) break;
  }
  const nodes = Object.assign({}, ...told.map(change => change.nodes));
  expect(nodes['model.shop.one']).toMatchObject({ status: 'error', message: expect.stringContaining('*****') });
  expect(nodes['model.shop.two']).toMatchObject({ status: 'skipped' });

  const again = await ask({ base });
  onTestFinished(() => void again.destroy());
  project.save({ 'models/one.sql': "select '{{ ref('hunter2secret') }}'" });
  for await (const change of changesOf(again)) {
    if (change.phase !== 'broken' || (change.problems ?? []).length === 0) continue;
    expect(change.problems?.[0]).toContain('models/one.sql:1');
    expect(JSON.stringify(change)).not.toContain('hunter2secret');
    break;
  }
  const { exitCode } = await dev.interrupt();
  expect(exitCode).toBe(130);
});

test('--port says where, and a taken one ends the command; --no-docs serves nothing', async () => {
  const { project, base } = await started({ 'models/one.sql': 'select 1 as id' });
  const other = devProject({ 'models/one.sql': 'select 1 as id' });
  const { exitCode, output } = await startDev(other, ['--port', base.port]).ended;
  expect(exitCode).toBe(2);
  expect(output).toContain(`\`127.0.0.1:${base.port}\``);
  const without = startDev(other, ['--no-docs']);
  await without.until(DONE);
  expect((await without.interrupt()).output).not.toContain('Docs at');
  expect(project.dir).not.toBe(other.dir);
});
