import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { init } from '../../src/command/init.ts';
import { folderOf } from '../project/folder.ts';
import { never, refusalOf, testEffects } from './effects.ts';

const template = () =>
  folderOf({
    'model_project.yml': 'name: shop\nmodels:\n  shop:\n    +materialized: view\n# a workshop\n',
    'models/shop.sql': 'select 1 as shop',
    'models/orders.sql': 'select 1 as id',
    // What installing the package makes of `.gitignore`, and what trying the template leaves.
    '.npmignore': 'target/\n',
    'target/manifest.json': '{}',
    'shop.duckdb': '',
  });

test('a new project is the template under its own name, without what is not the template', async () => {
  const workingDir = folderOf({});
  const { effects } = testEffects({ workingDir, templateDir: template() });
  expect(await init({ command: 'init', name: 'acme_2' }, effects, never)).toEqual({ exitCode: 0, results: [] });
  const dir = join(workingDir, 'acme_2');
  expect(readdirSync(dir).sort()).toEqual(['.gitignore', 'model_project.yml', 'models']);
  const text = readFileSync(join(dir, 'model_project.yml'), 'utf8');
  expect(text).toBe('name: acme_2\nmodels:\n  acme_2:\n    +materialized: view\n# a workshop\n');
  expect(readFileSync(join(dir, 'models/shop.sql'), 'utf8')).toBe('select 1 as shop');
  expect(readFileSync(join(dir, '.gitignore'), 'utf8')).toContain('*.duckdb\n');
});

test('a name is asked for when a person can answer, and must be one', async () => {
  const workingDir = folderOf({});
  const templateDir = template();
  const asked = testEffects({ workingDir, templateDir, ask: async () => ' answered ' });
  await init({ command: 'init' }, asked.effects, never);
  expect(readdirSync(workingDir)).toEqual(['answered']);
  const { effects } = testEffects({ workingDir, templateDir });
  expect(await refusalOf(init({ command: 'init' }, effects, never))).toEqual(['command-init-unnamed']);
  for (const name of ['my-shop', '2shop', '../up', 'a b'])
    expect(await refusalOf(init({ command: 'init', name }, effects, never)), name).toEqual(['command-init-name']);
  expect(await refusalOf(init({ command: 'init', name: 'target' }, effects, never))).toEqual(['project-reserved-name']);
  expect(readdirSync(workingDir)).toEqual(['answered']);
});

test('a folder that holds anything is left alone', async () => {
  const workingDir = folderOf({ 'taken/notes.txt': 'mine' });
  const { effects } = testEffects({ workingDir, templateDir: template() });
  expect(await refusalOf(init({ command: 'init', name: 'taken' }, effects, never))).toEqual(['command-init-not-empty']);
  expect(await refusalOf(init({ command: 'init', name: 'shop', dir: 'taken/notes.txt' }, effects, never))).toEqual([
    'command-init-not-empty',
  ]);
  expect(readdirSync(join(workingDir, 'taken'))).toEqual(['notes.txt']);
});
