import { readFile } from 'node:fs/promises';
import type { Locator } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { isBrowserNeeded } from './browser.ts';
import { beside, catalog, lineage, manifest, runResults } from './hostile-project.ts';
import { openDocs } from './open-page.ts';

describe.skipIf(!isBrowserNeeded)('the graph in a browser, from a server', () => {
  const docs = openDocs('http', { manifest, catalog, runResults, lineage, changes: beside.changes });
  const { open } = docs;
  const shapes = (): Locator => docs.page.locator('.graph-view a.node');
  const titles = (): Promise<string[]> => docs.page.locator('.graph-view .title').allTextContents();

  test('steps, zoom, pan, and all of it again', async () => {
    await open('#/graph/model.tea.stg_orders?up=1&down=1');
    expect(await shapes().count()).toBe(4);
    await docs.page.getByLabel('Upstream').selectOption('0');
    await expect.poll(() => shapes().count()).toBe(2);
    const transform = (): Promise<string> => docs.page.evaluate('document.querySelector(".graph-view > .graph").style.transform');
    await docs.page.locator('.graph-view').press('0');
    const before = await transform();
    await docs.page.mouse.move(900, 600);
    await docs.page.mouse.wheel(0, -300);
    await expect.poll(transform).not.toBe(before);
    const zoomed = await transform();
    await docs.page.mouse.down();
    await docs.page.mouse.move(850, 560, { steps: 4 });
    await docs.page.mouse.up();
    await expect.poll(transform).not.toBe(zoomed);
    await docs.page.locator('.graph-view').press('0');
    await expect.poll(transform).toBe(before);
  });

  test('the address says where it was moved to: a link, back and forward, and all of it', async () => {
    const placed = async (): Promise<readonly number[]> => {
      const transform = await docs.page.locator('.graph-view > .graph').getAttribute('style');
      return (transform?.match(/-?[\d.]+/g) ?? []).map(Number);
    };
    /** The address has whole numbers. */
    const near = async (place: readonly number[]): Promise<boolean> => {
      const [x = 0, y = 0, k = 0] = await placed();
      return Math.hypot(x - (place[0] ?? 0), y - (place[1] ?? 0)) < 2 && k === place[2];
    };
    await open('#/graph');
    const first = await placed();
    await docs.page.locator('.graph-view').press('+');
    await docs.page.locator('.graph-view').press('ArrowRight');
    const moved = await placed();
    await shapes().filter({ hasText: 'stg_orders' }).click();
    await docs.page.getByRole('complementary').waitFor();
    await docs.page.locator('.graph-view').press('ArrowDown');
    await docs.page.locator('.graph-view').press('-');
    const later = await placed();
    await docs.page.getByRole('complementary').getByRole('link', { name: 'Close' }).click();
    await docs.page.goBack();
    await expect.poll(() => near(later)).toBe(true);
    await docs.page.goBack();
    await expect.poll(() => near(moved)).toBe(true);
    const link = docs.page.url();
    await docs.page.goForward();
    await expect.poll(() => near(later)).toBe(true);
    await docs.page.goto('about:blank');
    await docs.page.goto(link);
    await expect.poll(() => near(moved)).toBe(true);
    await docs.page.locator('.graph-view').press('0');
    await expect.poll(() => docs.page.url()).not.toContain('at=');
    expect(await near(first)).toBe(true);
  });

  test('the whole graph has data only, and unlisted nodes too', async () => {
    await open('#/graph');
    expect(await shapes().count()).toBe(7);
    expect(await docs.page.locator('.graph-view .unlisted').count()).toBe(1);
  });

  test('neighbours come step by step, and the address keeps them', async () => {
    await open('#/graph/model.tea.stg_orders?up=0&down=0');
    await docs.page.getByLabel('Show what stg_orders reads').click();
    await expect.poll(titles).toEqual(expect.arrayContaining(['raw_orders', 'raw.payments', 'stg_orders']));
    await docs.page.getByLabel('Show what reads stg_orders').click();
    await docs.page.getByLabel('Show what reads orders').click();
    await expect.poll(() => shapes().count()).toBe(7);
    await docs.page.reload();
    await expect.poll(() => shapes().count()).toBe(7);
  });

  test('a selector chooses, and says what is wrong with it', async () => {
    await open('#/graph');
    const field = docs.page.getByLabel('Show what a selector chooses');
    await field.fill('+stg_orders');
    await field.press('Enter');
    await expect.poll(() => shapes().count()).toBe(3);
    expect(docs.page.url()).toContain('select=%2Bstg_orders');
    await field.fill('tga:x');
    await field.press('Enter');
    expect(await docs.page.getByRole('alert').innerText()).toContain('tga');
    expect(await docs.page.getByText('Nothing to draw').count()).toBe(1);
  });

  test('groups open and close', async () => {
    await open('#/graph?group=folder');
    await expect.poll(titles).toEqual(expect.arrayContaining(['staging', 'marts', 'seeds']));
    await docs.page.getByLabel('staging 1 node: open the group').click();
    await expect.poll(titles).toContain('stg_orders');
    await docs.page.getByLabel('staging: close the group').click();
    await expect.poll(titles).not.toContain('stg_orders');
    await docs.page.getByLabel('Group by').selectOption('tag');
    await expect.poll(titles).toContain('daily');
  });

  test('colours tell the last result', async () => {
    await open('#/graph');
    await docs.page.getByLabel('Colour by').selectOption('result');
    // One failed, of the other a test did.
    await expect.poll(() => docs.page.locator('.graph-view .tone.bad').count()).toBe(2);
    expect(await docs.page.locator('.legend').innerText()).toContain('failure');
    await docs.page.getByLabel('Colour by').selectOption('change');
    await expect.poll(() => docs.page.locator('.graph .change-modified').count()).toBe(1);
  });

  test('a click shows what a node is, and leads to its page', async () => {
    await open('#/graph');
    await shapes().filter({ hasText: 'stg_orders' }).click();
    const panel = docs.page.getByRole('complementary');
    await panel.getByText('ORDER_ID', { exact: false }).first().waitFor();
    await panel.getByRole('link', { name: 'Graph around it' }).click();
    await expect.poll(() => docs.page.url()).toContain('#/graph/model.tea.stg_orders?up=2&down=2');
    await docs.page.goBack();
    await expect.poll(() => docs.page.url()).toContain('node=model.tea.stg_orders');
    await docs.page.getByRole('complementary').getByRole('link', { name: 'Open page' }).click();
    await docs.page.getByRole('heading', { level: 1, name: 'stg_orders' }).waitFor();
  });

  test('a picked column shows its whole way, and the address keeps it', async () => {
    await open('#/graph/model.tea.stg_orders?up=0&down=0&node=model.tea.stg_orders');
    await docs.page.getByRole('complementary').getByRole('link', { name: 'order_id', exact: false }).first().click();
    await expect.poll(() => docs.page.locator('.graph-view .strand').count()).toBe(4);
    const rows = await docs.page.locator('.graph-view .row').allTextContents();
    expect(rows).toEqual(expect.arrayContaining(['id', 'order_id', 'first', 'key']));
    expect(docs.page.url()).toContain('column=order_id');
    await docs.page.getByRole('complementary').getByText('renamed from raw_orders.id').waitFor();
    await docs.page.reload();
    await expect.poll(() => docs.page.locator('.graph-view .strand').count()).toBe(4);
    await docs.page.getByRole('complementary').getByRole('link', { name: 'AMOUNT' }).click();
    await docs.page.getByText('Where it comes from is not known.').waitFor();
  });

  test('it is saved as SVG, with nothing that could run, and as PNG', async () => {
    await open('#/graph');
    const saved = async (name: string): Promise<Buffer> => {
      const [file] = await Promise.all([docs.page.waitForEvent('download'), docs.page.getByRole('button', { name }).click()]);
      return readFile(await file.path());
    };
    const svg = (await saved('SVG')).toString();
    expect(svg).toContain('stg_orders');
    expect(svg).not.toMatch(/<script|<[^>]*\s(?:href|class|on\w+)=/i);
    const png = await saved('PNG');
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect(png.length).toBeGreaterThan(5000);
  });
});
