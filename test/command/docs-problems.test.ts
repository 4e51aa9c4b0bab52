import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DocsProblems, docsProblems } from '../../src/command/docs-problems.ts';
import { invoke } from '../../src/command/invocation.ts';
import { openProject } from '../../src/command/open-project.ts';
import { fine } from '../../src/command/outcome.ts';
import { never, testEffects } from './effects.ts';

const dir = mkdtempSync(join(tmpdir(), 'model-docs-problems-'));
afterAll(() => rmSync(dir, { recursive: true }));

const files: Readonly<Record<string, string>> = {
  'model_project.yml': 'name: shop\nmodels:\n  shop:\n    odd:\n      +materialized: tabel\n',
  'models/unread.sql': 'select {{ 1',
  'models/described.sql': 'select 1 as a',
  'models/sound.sql': 'select 1 as a',
  'models/calls.sql': 'select {{ wrong(1) }}',
  'models/unnamed.sql': 'select 1 as a',
  'models/odd/one.sql': 'select 1 as a',
  'models/odd/two.sql': "{{ config(materialized='view') }}select 1 as a",
  'models/models.yml': [
    'models:',
    '  - name: sound',
    '  - name: described',
    '    description: [a, list]',
    'sources:',
    '  - name: raw',
    '    tables:',
    '      - name: orders',
    '      - name: customers',
    '        description: {a: map}',
  ].join('\n'),
  'models/broken.yml': 'models:\n  - name: unnamed\n    description: one: two: three\n',
  'macros/one.sql': '{% macro right(a) %}{{ a }}{% endmacro %}\n\n{% macro wrong(a) %}\n{{ a | nofilter }}{% endmacro %}',
  'macros/two.sql': '{% macro unfinished(a) %}{{ a }}',
};

let problems: DocsProblems;

beforeAll(async () => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(dir, path, '..'), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  const { effects } = testEffects({ workingDir: dir });
  const options = { projectDir: dir, command: 'docs generate' } as const;
  await invoke(options, { effects, signal: never }, async invocation => {
    problems = docsProblems(await openProject(options, invocation, 'keep'), new Map());
    return fine;
  });
});

test.each([
  ['its own text', 'model.shop.unread', 'models/unread.sql:1'],
  ['what describes it', 'model.shop.described', 'models/models.yml:4'],
  ['the table of a source', 'source.shop.raw.customers', 'models/models.yml:10'],
  ['a file that names it and cannot be read', 'model.shop.unnamed', 'models/broken.yml:3'],
  ['the configuration of its folder', 'model.shop.one', 'model_project.yml:5'],
  ['a macro that it calls', 'model.shop.calls', 'macros/one.sql:4'],
  ['the macro itself', 'macro.shop.wrong', 'macros/one.sql:4'],
])('a mistake in %s is on the page', (_, id, place) => {
  expect(new Map<string, string>(problems.ofNodes).get(id)).toContain(place);
});

test('what has no mistake is not blamed', () => {
  const blamed = [...problems.ofNodes.keys()];
  for (const id of ['model.shop.sound', 'source.shop.raw.orders', 'macro.shop.right']) expect(blamed).not.toContain(id);
});

test('what is about no node is told of the project', () => {
  expect(problems.ofProject).toHaveLength(1);
  expect(problems.ofProject[0]).toContain('macros/two.sql:1');
});
