import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { type OpenProject, openProject } from '../../src/command/open-project.ts';
import { type ParseMemory, parseMemory } from '../../src/parse/memory.ts';
import { changedNodes } from '../../src/session/changed-nodes.ts';
import { never, testEffects } from '../command/effects.ts';

const template = fileURLToPath(new URL('../../project-template', import.meta.url));

function project() {
  const dir = mkdtempSync(join(tmpdir(), 'model-memory-'));
  cpSync(template, dir, { recursive: true });
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const { effects } = testEffects({ workingDir: dir });
  const open = (memory?: ParseMemory): Promise<OpenProject> => {
    const invocation = { id: 'an id', command: 'parse', startedAt: new Date(), args: {}, effects, signal: never };
    return openProject({ projectDir: dir, command: 'parse' }, invocation, 'keep', memory);
  };
  return { dir, open };
}

/** All that a parse gives, but when it was. */
const contentOf = ({ manifest, diagnostics }: OpenProject): string =>
  JSON.stringify([Object.entries(manifest), diagnostics], (key, value: unknown) => {
    if (key === 'created_at') return null;
    return value instanceof Map ? [...value] : typeof value === 'bigint' ? String(value) : value;
  });

const stgOrders = 'models/staging/stg_orders.sql';
/** Each turns a file into something else, or back. */
const edits: readonly (readonly [string, (text: string) => string])[] = [
  [stgOrders, text => `${text}\n-- ${text.length}`],
  [stgOrders, text => `{{ config(tags=['x${text.length}']) }}${text}`],
  ['models/marts/orders.sql', text => `${text}\n{{ nothing_like_it() }}`],
  [
    'models/marts/products.sql',
    text => (text.startsWith('{{') ? text.replace(/^.*\n/, '') : `{{ config(enabled=false) }}\n${text}`),
  ],
  ['models/marts/marts.yml', text => text.replace(/description: [^\n]*/, match => `${match} More.`)],
  ['models/marts/marts.yml', text => text.replace(/data_tests: \[unique, not_null\]/, 'data_tests: [not_null]')],
  ['models/staging/staging.yml', text => `# one line more\n${text}`],
  ['macros/cents_to_currency.sql', text => `${text}\n{# ${text.length} #}`],
  ['seeds/raw_products.csv', text => `${text}9,9,9,9\n`],
  ['model_project.yml', text => text.replace('+materialized: view', '+materialized: table')],
];

test('a project that is parsed again after edits is as if it had never been parsed before', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(edits.length - 1), { minLength: 1, maxLength: 5 }), async chosen => {
      const { dir, open } = project();
      const memory = parseMemory();
      await open(memory);
      for (const at of chosen) {
        const [path, edit] = edits[at] ?? ['', String];
        const file = join(dir, path);
        writeFileSync(file, edit(readOr(file)));
        expect(contentOf(await open(memory))).toBe(contentOf(await open()));
      }
    }),
    { numRuns: 6 },
  );
});

function readOr(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

test('what did not change is the same record, and only what did counts as changed', async () => {
  const { dir, open } = project();
  const memory = parseMemory();
  const before = await open(memory);
  writeFileSync(join(dir, stgOrders), `${readFileSync(join(dir, stgOrders), 'utf8')}\n-- other`);
  const now = await open(memory);
  const same = [...now.manifest.nodes].filter(([id, node]) => before.manifest.nodes.get(id) === node);
  expect(same.length).toBe(now.manifest.nodes.size - 1);
  expect([...changedNodes(before, now)]).toEqual(['model.shop.stg_orders']);
});
