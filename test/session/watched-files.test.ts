import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { nodeFiles } from '../../src/project/node-files.ts';
import { watchedFiles } from '../../src/session/watched-files.ts';

function watching() {
  const dir = mkdtempSync(join(tmpdir(), 'model-watch-'));
  const changes: string[] = [];
  const watched = watchedFiles(nodeFiles, {
    onChange: path => void changes.push(path.slice(dir.length + 1)),
    onRefusal: (_, error) => {
      throw error;
    },
  });
  onTestFinished(() => {
    watched.close();
    rmSync(dir, { recursive: true, force: true });
  });
  /** What was told, once this is among it. */
  const told = async (path: string): Promise<readonly string[]> => {
    await expect.poll(() => changes, { timeout: 30_000, interval: 5 }).toContain(path);
    return [...new Set(changes.splice(0))];
  };
  return { dir, watched, told, write: (name: string, text = '') => writeFileSync(join(dir, name), text) };
}

test('a file that was read is watched, however it is written, and its neighbours are not', async () => {
  const { dir, watched, told, write } = watching();
  write('a.sql', 'one');
  write('last.sql', 'one');
  await watched.files.read(join(dir, 'a.sql'));
  await watched.files.read(join(dir, 'last.sql'));
  watched.settle();
  write('b.sql');
  write('a.sql', 'two');
  write('last.sql', 'two');
  expect((await told('last.sql')).filter(path => path !== 'last.sql')).toEqual(['a.sql']);
  for (const text of ['three', 'four']) {
    write('a.sql.new', text);
    renameSync(join(dir, 'a.sql.new'), join(dir, 'a.sql'));
    expect(await told('a.sql')).toEqual(['a.sql']);
  }
});

test('what was looked for and is not there is noticed when it comes, with the folders above it', async () => {
  const { dir, watched, told, write } = watching();
  await watched.files.read(join(dir, 'one/two/profiles.yml'));
  watched.settle();
  mkdirSync(join(dir, 'one'));
  expect(await told('one')).toEqual(['one']);
  await watched.files.read(join(dir, 'one/two/profiles.yml'));
  mkdirSync(join(dir, 'one/two'));
  expect(await told('one/two')).toEqual(['one/two']);
  await watched.files.read(join(dir, 'one/two/profiles.yml'));
  write('one/two/profiles.yml');
  expect(await told('one/two/profiles.yml')).toEqual(['one/two/profiles.yml']);
});

test('in a listed folder what comes and goes is told; what only says something else is not', async () => {
  const { dir, watched, told, write } = watching();
  write('there.csv');
  await watched.files.list(dir);
  watched.settle();
  write('there.csv', 'more');
  write('.hidden');
  write('draft.sql~');
  write('new.sql');
  expect(await told('new.sql')).toEqual(['new.sql']);
  await watched.files.list(dir);
  rmSync(join(dir, 'there.csv'));
  expect(await told('there.csv')).toEqual(['there.csv']);
});

test('a folder that was exchanged for another is watched on', async () => {
  const { dir, watched, told, write } = watching();
  mkdirSync(join(dir, 'models'));
  const read = async (): Promise<void> => {
    await watched.files.list(dir);
    await watched.files.list(join(dir, 'models'));
    await watched.files.read(join(dir, 'models/a.sql'));
    watched.settle();
  };
  await read();
  renameSync(join(dir, 'models'), join(dir, 'old'));
  mkdirSync(join(dir, 'models'));
  await told('old');
  await read();
  write('models/a.sql');
  expect(await told('models/a.sql')).toContain('models/a.sql');
});

test('what is not read any more is not watched any more', async () => {
  const { dir, watched, told, write } = watching();
  write('a.sql');
  write('b.sql');
  for (const name of ['a.sql', 'b.sql']) await watched.files.read(join(dir, name));
  watched.settle();
  await watched.files.read(join(dir, 'b.sql'));
  watched.settle();
  write('a.sql', 'other');
  write('b.sql', 'other');
  expect(await told('b.sql')).toEqual(['b.sql']);
});
