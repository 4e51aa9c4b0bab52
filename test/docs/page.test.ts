import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { writeDocs } from '../../src/docs/write-docs.ts';
import { isBrowserNeeded, noBrowser, openBrowser } from './browser.ts';
import { catalog, manifest, runResults } from './hostile-project.ts';

if (!isBrowserNeeded) console.warn(noBrowser);

/** The sanitiser parses in a document that runs nothing, and the browser reports there too what its policy would have stopped. */
const inertReport = /^(Executing inline event handler|Applying inline style) violates/;

/** From a disk and without a server, as people open what a pipeline left behind. */
describe.skipIf(!isBrowserNeeded)('the page in a browser', () => {
  let browser: Browser;
  let dir: string;
  let page: Page;
  /** What the page asked for beyond its own files, and what its policy stopped. */
  let strange: string[];

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'docs-page-'));
    browser = await openBrowser();
    const siteDir = join(dir, 'site');
    const configFile = fileURLToPath(new URL('../../src/docs/site/vite.config.ts', import.meta.url));
    await build({ configFile, build: { outDir: siteDir } });
    await writeDocs({ targetDir: join(dir, 'target'), siteDir, manifest, catalog, runResults });
  });

  afterAll(async () => {
    await browser?.close();
    await rm(dir, { recursive: true, force: true });
  });

  beforeEach(async () => {
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    strange = [];
    page.on('console', message => {
      if (!inertReport.test(message.text())) strange.push(message.text());
    });
    page.on('pageerror', error => strange.push(error.message));
    page.on('dialog', dialog => {
      strange.push(dialog.message());
      void dialog.dismiss();
    });
    page.on('request', request => {
      if (!request.url().startsWith(pathToFileURL(join(dir, 'target')).href) && !request.url().startsWith('data:'))
        strange.push(request.url());
    });
  });

  afterEach(async () => {
    expect(await page.evaluate(() => (globalThis as { broken?: unknown }).broken ?? null)).toBeNull();
    expect(strange).toEqual([]);
    await page.close();
  });

  const open = async (hash = ''): Promise<void> => {
    await page.goto(`${pathToFileURL(join(dir, 'target', 'index.html')).href}${hash}`);
    await page.locator('main h1').first().waitFor();
  };

  test('home lists the nodes and the problems of the last run', async () => {
    await open();
    expect(await page.title()).toBe('tea');
    await page.getByRole('heading', { name: '2 problems in the last run' }).waitFor();
    await page.locator('.rows').getByRole('link', { name: 'stg_orders' }).click();
    await page.getByRole('heading', { level: 1, name: 'stg_orders' }).waitFor();
    expect(page.url()).toContain('#/node/model.tea.stg_orders');
  });

  test('a node has its description, columns, tests, links and code', async () => {
    await open('#/node/model.tea.stg_orders');
    const text = await page.locator('main').innerText();
    for (const part of ['Second paragraph', 'Sales team', 'INTEGER', 'not in the warehouse', '1 failed', '3 rows', '#daily'])
      expect(text.replace(/\s+/g, ' ')).toContain(part.replace('#', ''));
    await page.getByRole('button', { name: 'Compiled' }).click();
    expect(await page.locator('pre.code').innerText()).toBe('select amount / 100 from db.main.raw_orders');
    await page.getByRole('button', { name: 'Source', exact: true }).click();
    await page.locator('pre.code').getByRole('link', { name: 'raw_orders' }).click();
    await page.getByRole('heading', { level: 1, name: 'raw_orders' }).waitFor();
  });

  test('search by keyboard: a slash, words, an arrow, Enter', async () => {
    await open();
    await page.keyboard.press('/');
    await page.keyboard.type('walnut');
    await page.locator('.hit').first().waitFor();
    expect(await page.locator('.hit').allInnerTexts()).toHaveLength(1);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'stg_orders' }).waitFor();
    expect(await page.locator('.hits').count()).toBe(0);
    await page.keyboard.press('/');
    await page.keyboard.type('x');
    await page.keyboard.press('Escape');
    expect(await page.locator('.hits').count()).toBe(0);
  });

  test('a found column leads to its row', async () => {
    await open();
    await page.getByRole('searchbox').fill('order_id');
    await page.locator('.hit', { hasText: 'column order_id' }).first().click();
    expect(await page.locator('tr.asked th').innerText()).toContain('order_id');
  });

  test('the tree by folder and by schema', async () => {
    await open();
    await page.getByRole('navigation', { name: 'Nodes' }).getByRole('link', { name: 'stg_orders' }).click();
    expect(await page.locator('.leaf[aria-current]').innerText()).toBe('stg_orders');
    await page.getByRole('button', { name: 'Database' }).click();
    expect(await page.locator('.tree .folder-name').allInnerTexts()).toEqual(['db', 'main']);
  });

  test('the graph: steps, zoom, pan, and a click that goes to the node', async () => {
    await open('#/graph/model.tea.stg_orders?up=1&down=1');
    const shapes = page.locator('.graph-view .node');
    expect(await shapes.count()).toBe(4);
    await page.getByLabel('Upstream').selectOption('0');
    await expect.poll(() => shapes.count()).toBe(2);
    const transform = (): Promise<string | null> => page.locator('.graph-view svg > g').getAttribute('transform');
    const before = await transform();
    await page.mouse.move(900, 600);
    await page.mouse.wheel(0, -300);
    await expect.poll(transform).not.toBe(before);
    const zoomed = await transform();
    await page.mouse.down();
    await page.mouse.move(850, 560, { steps: 4 });
    await page.mouse.up();
    await expect.poll(transform).not.toBe(zoomed);
    await page.keyboard.press('0');
    await page.locator('.graph-view').press('0');
    await expect.poll(transform).toBe(before);
    await shapes.first().click();
    await page.getByRole('heading', { level: 1, name: 'stg_orders' }).waitFor();
  });

  test('the whole graph has data only, and unlisted nodes too', async () => {
    await open('#/graph');
    expect(await page.locator('.graph-view .node').count()).toBe(7);
    expect(await page.locator('.graph-view .unlisted').count()).toBe(1);
  });

  test('nothing that a project says is run, and all of it can be seen', async () => {
    await open('#/node/model.tea.orders');
    await page.getByText('separator').first().waitFor();
    expect(await page.locator('main').innerText()).toContain('<script>window.broken = "script"</script>');
    const addresses = await page.locator('main a').evaluateAll(links => links.map(link => link.getAttribute('href')));
    expect(addresses.filter(href => href !== null && !/^(#|https?:)/.test(href))).toEqual([]);
    expect(await page.locator('main :is(script, iframe, form, style, [onerror], [onload], [onclick])').count()).toBe(0);
    for (const link of await page.locator('main .markdown a').all()) {
      if ((await link.getAttribute('href')) === null) await link.click({ force: true });
    }
    for (const hash of [
      '#/',
      '#/list/model',
      '#/graph',
      '#/node/exposure.tea.board',
      '#/node/macro.tea.cents',
      '#/list/__proto__',
    ]) {
      await open(hash);
    }
    await open(`#/node/${encodeURIComponent('<img src=x onerror=window.broken=1>')}`);
    expect(await page.locator('main').innerText()).toContain('<img src=x');
    await page.getByRole('searchbox').fill('<script>');
    await page.locator('.hit').first().waitFor();
  });

  test('an address that is no link stays text', async () => {
    await open('#/node/exposure.tea.board');
    const facts = page.locator('.facts');
    await facts.waitFor();
    expect(await facts.innerText()).toContain('javascript:window.broken=1');
    expect(await facts.locator('a').count()).toBe(0);
  });

  test('dark and light: as the system has it, then as chosen, also after a reload', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await open();
    const paper = (): Promise<string> => page.evaluate('getComputedStyle(document.body).backgroundColor');
    const dark = await paper();
    await page.getByRole('button', { name: 'Light or dark' }).click();
    const light = await paper();
    expect(light).not.toBe(dark);
    await page.reload();
    expect(await paper()).toBe(light);
  });

  test('on a phone the list opens over the page, and nothing is wider than the screen', async () => {
    await page.setViewportSize({ width: 360, height: 700 });
    for (const hash of ['#/', '#/node/model.tea.orders', '#/node/model.tea.stg_orders', '#/graph']) {
      await open(hash);
      await page.waitForTimeout(50);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
    }
    await page.getByRole('button', { name: 'List of nodes' }).click();
    await page.getByRole('navigation', { name: 'Nodes' }).getByRole('link', { name: 'stg_orders' }).click();
    await page.getByRole('heading', { level: 1, name: 'stg_orders' }).waitFor();
    await expect.poll(() => page.locator('.side').isVisible()).toBe(false);
  });

  test('links of dbt docs lead to the same node', async () => {
    await open('#!/model/model.tea.stg_orders');
    await page.getByRole('heading', { level: 1, name: 'stg_orders' }).waitFor();
  });
});
