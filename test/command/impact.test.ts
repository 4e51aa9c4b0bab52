import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { compile } from '../../src/command/compile.ts';
import { docsGenerate } from '../../src/command/docs-generate.ts';
import { impact } from '../../src/command/impact.ts';
import { never, refusalOf, testEffects } from './effects.ts';

const dir = mkdtempSync(join(tmpdir(), 'model-impact-'));
afterAll(() => rmSync(dir, { recursive: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(dir, path, '..'), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
}

write({
  'model_project.yml': 'name: shop\n',
  'seeds/raw.csv': 'id,amount,state\n1,2,open\n',
  'models/stg.sql': "select id, amount as cents, state from {{ ref('raw') }}",
  'models/orders.sql': "select id, cents / 100 as amount, state from {{ ref('stg') }}",
  'models/total.sql': "select state, sum(amount) as total from {{ ref('orders') }} group by state",
  'models/properties.yml': 'models:\n  - name: orders\n    columns: [{name: state, data_tests: [not_null]}]\n',
});

/** What the change touches, compared with what lies in the folder. */
async function report(state: string): Promise<Readonly<Record<string, unknown>>> {
  const { effects, events } = testEffects({ workingDir: dir });
  const { exitCode } = await impact({ projectDir: dir, command: 'impact', state, format: 'json' }, effects, never);
  const text = events.flatMap(event => (event.kind === 'output' ? [event.text] : [])).join('\n');
  return { exitCode, ...(JSON.parse(text) as Record<string, unknown>) };
}

const { effects } = testEffects({ workingDir: dir });
await docsGenerate({ projectDir: dir, command: 'docs generate', targetPath: 'documented', content: 'whole' }, effects, never);
await compile({ projectDir: dir, command: 'compile', targetPath: 'compiled', introspect: 'never' }, effects, never);
cpSync(join(dir, 'compiled'), join(dir, 'partly'), { recursive: true });
cpSync(join(dir, 'compiled'), join(dir, 'parsed'), { recursive: true });

function withoutSql(folder: string, ids: readonly string[]): void {
  const path = join(dir, folder, 'manifest.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as { nodes: Record<string, { compiled_code?: string | null }> };
  for (const id of ids) delete manifest.nodes[id]?.compiled_code;
  writeFileSync(path, JSON.stringify(manifest));
}
withoutSql('partly', ['model.shop.orders']);
withoutSql('parsed', ['model.shop.stg', 'model.shop.orders', 'model.shop.total']);

write({ 'models/orders.sql': "select id, cents as amount from {{ ref('stg') }}" });

test('a column that is gone breaks what reads it, and its test', async () => {
  const found = await report('documented');
  expect(found['exitCode']).toBe(1);
  expect(found['changed']).toContainEqual({
    node: 'model.shop.orders',
    state: 'changed',
    columns: [
      { column: 'amount', change: expect.objectContaining({ kind: 'type' }) },
      { column: 'state', change: { kind: 'removed' } },
    ],
    rowsChange: false,
  });
  expect(found['broken']).toEqual([
    '`total` reads `orders.state`, which is gone',
    'the test `not_null_orders_state` reads `orders.state`, which is gone',
  ]);
});

test('compiled SQL of the other version tells the same as its written lineage', async () => {
  expect(await report('compiled')).toEqual(await report('documented'));
});

test('what cannot be compared is named', async () => {
  const found = await report('partly');
  expect(found['unseen']).toEqual(['model.shop.orders']);
});

test('a version without lineage and compiled SQL is refused', async () => {
  const refused = impact({ projectDir: dir, command: 'impact', state: 'parsed', format: 'json' }, effects, never);
  expect(await refusalOf(refused)).toEqual(['column-no-state']);
});
