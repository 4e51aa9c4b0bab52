import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { isBrowserNeeded } from './browser.ts';
import { catalog, lineage, manifest, runResults } from './hostile-project.ts';
import { openDocs } from './open-page.ts';

const history = [1, 2, 3].map(day => ({
  invocation: String(day),
  command: 'build',
  at: `2026-01-0${day}T00:00:00Z`,
  results: { 'model.tea.stg_orders': [day === 2 ? 'error' : 'success', day, 12] as const },
}));
const problems = new Map([['model.tea.orders', 'error[template-syntax]: The template cannot be read.']]);

describe.skipIf(!isBrowserNeeded)('everyone can use the page', () => {
  const docs = openDocs('file', { manifest, catalog, runResults, lineage, history, problems });
  let axe: string;

  beforeAll(async () => {
    axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  });

  const violations = async (): Promise<readonly string[]> => {
    await docs.page.evaluate(axe);
    const { violations: found } = (await docs.page.evaluate(
      'axe.run({ resultTypes: ["violations"], preload: false })',
    )) as AxeResults;
    return found
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html.slice(0, 200)} ${node.failureSummary}`));
  };

  const places = [
    '#/',
    '#/list/model',
    '#/node/model.tea.stg_orders',
    '#/node/model.tea.orders',
    '#/node/source.tea.raw.payments',
    '#/graph?group=folder&open=staging&node=model.tea.stg_orders&colour=result',
  ];

  test.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 360],
  ] as const)('axe finds nothing serious: %s, %i wide', async (colorScheme, width) => {
    await docs.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await docs.page.setViewportSize({ width, height: 800 });
    for (const place of places) {
      await docs.open(place);
      await docs.page.locator('main :is(.facts, .rows, .graph-view)').first().waitFor();
      expect(await violations(), place).toEqual([]);
    }
    await docs.page.keyboard.press('/');
    await docs.page.keyboard.type('order');
    await docs.page.locator('.hit').first().waitFor();
    expect(await violations(), 'search').toEqual([]);
  });

  test('the keyboard alone leads from the search through a node into the graph', async () => {
    await docs.open();
    await docs.page.keyboard.press('/');
    await docs.page.keyboard.type('stg_ordrs');
    await docs.page.locator('.hit').first().waitFor();
    await docs.page.keyboard.press('Enter');
    await docs.page.getByRole('heading', { level: 1, name: 'stg_orders' }).waitFor();
    await docs.page.getByRole('link', { name: 'Open in graph' }).press('Enter');
    await docs.page.locator('.graph-view').waitFor();
    await docs.page.locator('.graph-view a.node', { hasText: 'raw_orders' }).press('Enter');
    await docs.page.getByRole('complementary', { name: 'raw_orders' }).waitFor();
  });
});
