import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type Started, startModel } from '../cli/command.ts';
import { folderOf } from '../project/folder.ts';
import { type HubServer, type Releases, serveHub } from './hub-server.ts';

const names = ['one', 'two', 'three'];

/** Every file of a version holds its number, so that a set that is half old and half new shows it. */
const release = (version: string): Releases[string] => ({
  [version]: { files: Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`macros/${n}.sql`, version])) },
});

async function project() {
  const releases: Record<string, Releases[string]> = {};
  const hub = await serveHub(releases);
  const dir = folderOf({ 'dbt_project.yml': 'name: shop\n' });
  const ask = (version: string): void => {
    for (const name of names) releases[`org/${name}`] = { ...releases[`org/${name}`], ...release(version) };
    const entries = names.map(name => ({ package: `org/${name}`, version }));
    writeFileSync(join(dir, 'packages.yml'), JSON.stringify({ packages: entries }));
  };
  return { dir, hub, ask };
}

const start = (dir: string, hub: HubServer): Started => startModel(['deps'], { dir, env: { MODEL_PACKAGE_HUB_URL: hub.url } });

/** The versions that lie there; `broken` when a package is not whole. */
function versions(dir: string): readonly string[] {
  const found = names.map(name => {
    const macros = join(dir, 'dbt_packages', name, 'macros');
    const texts = new Set(readdirSync(macros).map(file => readFileSync(join(macros, file), 'utf8')));
    return texts.size === 1 && readdirSync(macros).length === 20 ? [...texts].join('') : 'broken';
  });
  return [...new Set(found)];
}

const leftovers = (dir: string): readonly string[] => readdirSync(dir).filter(name => name.includes('.mw-'));

async function install(dir: string, hub: HubServer): Promise<void> {
  const { exitCode, output } = await start(dir, hub).ended;
  expect(output).toContain('Installed 3 packages in dbt_packages');
  expect(exitCode).toBe(0);
  expect(leftovers(dir)).toEqual([]);
}

test.each(['SIGKILL', 'SIGINT'] as const)('%s while packages come leaves those that were there', async signal => {
  const { dir, hub, ask } = await project();
  ask('1.0.0');
  await install(dir, hub);
  ask('2.0.0');
  const running = start(dir, hub);
  hub.answer = path => {
    if (path !== '/tar/org/two/2.0.0.tar.gz') return false;
    running.child.kill(signal);
    return true;
  };
  const { exitCode } = await running.ended;
  expect(exitCode).toBe(signal === 'SIGINT' ? 130 : null);
  expect(versions(dir)).toEqual(['1.0.0']);
  expect(leftovers(dir)).toHaveLength(signal === 'SIGINT' ? 0 : 1);
  hub.answer = null;
  await install(dir, hub);
  expect(versions(dir)).toEqual(['2.0.0']);
});

test('killed at any moment, the old set lies there or the new one', async () => {
  const { dir, hub, ask } = await project();
  ask('1.0.0');
  const startedAt = performance.now();
  await install(dir, hub);
  const runMs = performance.now() - startedAt;
  for (let round = 1; round <= 6; round++) {
    ask(`1.0.${round}`);
    const running = start(dir, hub);
    await Promise.race([running.ended, pause(runMs * (0.5 + round / 12))]);
    running.child.kill('SIGKILL');
    await running.ended;
    expect([[`1.0.${round - 1}`], [`1.0.${round}`]]).toContainEqual(versions(dir));
    await install(dir, hub);
    expect(versions(dir)).toEqual([`1.0.${round}`]);
  }
}, 120_000);

test('a kill between moving the old set away and the new one in is mended by the next run', async () => {
  const { dir, hub, ask } = await project();
  ask('1.0.0');
  await install(dir, hub);
  const { hostname } = await import('node:os');
  const { renameSync } = await import('node:fs');
  const over = start(dir, hub);
  await over.ended;
  const aside = `.dbt_packages.mw-${hostname().replace(/[^\w-]/g, '-')}-${over.child.pid}-00000000`;
  renameSync(join(dir, 'dbt_packages'), join(dir, `${aside}.old`));
  mkdirSync(join(dir, aside));
  hub.answer = (_, __, response) => {
    response.statusCode = 400;
    response.end();
    return true;
  };
  expect((await start(dir, hub).ended).output).toContain('the server answers 400');
  expect(versions(dir)).toEqual(['1.0.0']);
  expect(leftovers(dir)).toEqual([]);
});
