import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clean } from '../../src/command/clean.ts';
import { folderOf } from '../project/folder.ts';
import { never, refusalOf, testEffects } from './effects.ts';

const outside = () => folderOf({ 'kept.txt': 'mine' });

function cleaning(targets: string) {
  const projectDir = folderOf({
    'model_project.yml': `name: shop\nclean-targets: ${targets}\n`,
    'models/one.sql': 'select 1 as id',
    'target/manifest.json': '{}',
    'built/x': '',
  });
  const { effects } = testEffects({ workingDir: projectDir });
  return { projectDir, run: () => clean({ command: 'clean', projectDir }, effects, never) };
}

test('the target folder and the named folders go, the rest stays', async () => {
  const { projectDir, run } = cleaning('[target, built, never_made]');
  expect((await run()).exitCode).toBe(0);
  expect(['target', 'built', 'models', 'model_project.yml'].map(name => existsSync(join(projectDir, name)))).toEqual([
    false,
    false,
    true,
    true,
  ]);
});

test.each([
  ['[target, ..]', 'command-clean-outside'],
  ['[target, .]', 'command-clean-outside'],
  ['[target, /tmp]', 'command-clean-outside'],
  ['[target, models]', 'command-clean-sources'],
  ['[target, model_project.yml]', 'command-clean-sources'],
])('nothing is deleted when %s would delete what is not ours', async (targets, code) => {
  const { projectDir, run } = cleaning(targets);
  expect(await refusalOf(run())).toEqual([code]);
  expect(existsSync(join(projectDir, 'target/manifest.json'))).toBe(true);
});

test('a link is deleted, and never what it leads to', async () => {
  const { projectDir, run } = cleaning('[target, built]');
  const elsewhere = outside();
  symlinkSync(elsewhere, join(projectDir, 'target/link'));
  expect((await run()).exitCode).toBe(0);
  expect(existsSync(join(elsewhere, 'kept.txt'))).toBe(true);
});

test('a path through a link out of the project is refused', async () => {
  const { projectDir, run } = cleaning('[target, link/inner]');
  const elsewhere = outside();
  mkdirSync(join(elsewhere, 'inner'));
  symlinkSync(elsewhere, join(projectDir, 'link'));
  expect(await refusalOf(run())).toEqual(['command-clean-outside']);
  expect(existsSync(join(elsewhere, 'inner'))).toBe(true);
});
