import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { lineage } from '../../src/command/lineage.ts';
import { never, testEffects } from './effects.ts';

const dir = mkdtempSync(join(tmpdir(), 'model-lineage-'));
afterAll(() => rmSync(dir, { recursive: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(dir, path, '..'), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
}

/** What `model lineage` prints, with what `targetPath` remembers. */
async function shown(of: string, targetPath: string): Promise<string> {
  const { effects, events } = testEffects({ workingDir: dir });
  const options = { projectDir: dir, command: 'lineage', targetPath, of, directions: [], format: 'json' } as const;
  await lineage(options, effects, never);
  return events.flatMap(event => (event.kind === 'output' ? [event.text] : [])).join('\n');
}

write({
  'model_project.yml': 'name: shop\n',
  'seeds/raw.csv': 'id,amount,state\n1,2,open\n',
  'models/stg.sql': "{{ config(materialized='ephemeral') }}\nselect id, amount as cents, state from {{ ref('raw') }}",
  'models/orders.sql': "select *, cents / 100 as amount from {{ ref('stg') }}",
  'models/total.sql': "select state, sum(amount) as total from {{ ref('orders') }} group by state",
  'snapshots/history.sql':
    "{% snapshot history %}{{ config(unique_key='id', strategy='check', check_cols='all', target_schema='main') }}select * from {{ ref('orders') }}{% endsnapshot %}",
});

test('what is remembered never changes what is told', async () => {
  const first = await shown('total', 'target');
  expect(await shown('total', 'target')).toBe(first);
  write({
    'models/stg.sql': "{{ config(materialized='ephemeral') }}\nselect id, state as cents, amount as state from {{ ref('raw') }}",
  });
  const after = await shown('total', 'target');
  expect(after).not.toBe(first);
  expect(after).toBe(await shown('total', 'another'));
});

test('a column passes ephemeral models and stars, into snapshots', async () => {
  const found = JSON.parse(await shown('raw.amount', 'target')) as { columns: { downstream: { to: unknown }[] }[] };
  expect(found.columns[0]?.downstream.map(edge => edge.to)).toEqual([
    { node: 'model.shop.stg', column: 'state' },
    { node: 'model.shop.orders', column: 'state' },
    { node: 'model.shop.total', column: 'state' },
    { node: 'model.shop.total', column: null },
    { node: 'snapshot.shop.history', column: 'state' },
  ]);
});
