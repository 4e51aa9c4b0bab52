import { describe, expect, test } from 'vitest';
import { isBrowserNeeded } from './browser.ts';
import { beside, catalog, lineage, manifest, runResults } from './hostile-project.ts';
import { openDocs } from './open-page.ts';

/** From a disk and without a server, as people open what a pipeline left behind. */
describe.skipIf(!isBrowserNeeded)('the page in a browser', () => {
  const docs = openDocs('file', { manifest, catalog, runResults, lineage, ...beside });
  const { open } = docs;

  test('home lists the nodes, mistakes of the project, and what failed in the last run', async () => {
    await open();
    expect(await docs.page.title()).toBe('tea');
    const problems = docs.page.getByRole('region', { name: 'Problems 3' });
    expect(await problems.locator('pre').innerText()).toContain('window.broken');
    expect(await problems.locator('li').count()).toBe(2);
    await docs.page.locator('.rows').getByRole('link', { name: 'stg_orders' }).first().click();
    await docs.page.getByRole('heading', { level: 1, name: 'stg_orders' }).waitFor();
    expect(docs.page.url()).toContain('#/node/model.tea.stg_orders');
  });

  test('a list is narrowed by text and by what its nodes want, and the address keeps it', async () => {
    await open('#/list/model?only=failed');
    const names = (): Promise<string[]> => docs.page.locator('main .rows .node-link').allInnerTexts();
    await expect.poll(names).toEqual(['orders', 'stg_orders']);
    await docs.page.getByLabel('Show').selectOption('all');
    await expect.poll(async () => (await names()).length).toBeGreaterThan(2);
    expect(docs.page.url()).not.toContain('only');
    await docs.page.goto(docs.page.url().replace(/#.*/, '#/'));
    await docs.page.getByRole('region', { name: 'Described and tested' }).getByRole('link').first().click();
    await expect.poll(() => docs.page.url()).toMatch(/only=un/);
    expect((await names()).length).toBeGreaterThan(0);
  });

  test('a node has its description, columns, tests, links and code', async () => {
    await open('#/node/model.tea.stg_orders');
    const text = await docs.page.locator('main').innerText();
    for (const part of ['Second paragraph', 'Sales team', 'INTEGER', 'not in the warehouse', '1 failed', '3 rows', '#daily'])
      expect(text.replace(/\s+/g, ' ')).toContain(part.replace('#', ''));
    await docs.page.getByRole('button', { name: 'Compiled' }).click();
    expect(await docs.page.locator('pre.code').innerText()).toBe('select amount / 100 from db.main.raw_orders');
    await docs.page.getByRole('button', { name: 'Source', exact: true }).click();
    await docs.page.locator('pre.code').getByRole('link', { name: 'raw_orders' }).click();
    await docs.page.getByRole('heading', { level: 1, name: 'raw_orders' }).waitFor();
  });

  test('search by keyboard: a slash, words, an arrow, Enter', async () => {
    await open();
    await docs.page.keyboard.press('/');
    await docs.page.keyboard.type('walnut');
    await docs.page.locator('.hit').first().waitFor();
    expect(await docs.page.locator('.hit').allInnerTexts()).toHaveLength(1);
    await docs.page.keyboard.press('ArrowDown');
    await docs.page.keyboard.press('Enter');
    await docs.page.getByRole('heading', { level: 1, name: 'stg_orders' }).waitFor();
    expect(await docs.page.locator('.hits').count()).toBe(0);
    await docs.page.keyboard.press('/');
    await docs.page.keyboard.type('x');
    await docs.page.keyboard.press('Escape');
    expect(await docs.page.locator('.hits').count()).toBe(0);
  });

  test('before anything is typed, the search leads back to what was opened before', async () => {
    await open('#/node/model.tea.stg_orders');
    await docs.page.keyboard.press('/');
    expect(await docs.page.locator('.hit').count()).toBe(0);
    await docs.page.keyboard.press('Escape');
    await docs.page.getByRole('link', { name: 'raw_orders' }).first().click();
    await docs.page.getByRole('heading', { level: 1, name: 'raw_orders' }).waitFor();
    await docs.page.keyboard.press('/');
    await docs.page.keyboard.press('ArrowDown');
    await docs.page.keyboard.press('Enter');
    await docs.page.getByRole('heading', { level: 1, name: 'stg_orders' }).waitFor();
  });

  test('a found column leads to its row', async () => {
    await open();
    await docs.page.getByRole('searchbox').fill('order_id');
    await docs.page.locator('.hit', { hasText: 'column order_id' }).first().click();
    expect(await docs.page.locator('tr.asked th').innerText()).toContain('order_id');
  });

  test('the tree by folder and by schema', async () => {
    await open();
    await docs.page.getByRole('navigation', { name: 'Nodes' }).getByRole('link', { name: 'stg_orders' }).click();
    expect(await docs.page.locator('.leaf[aria-current]').innerText()).toContain('stg_orders');
    await docs.page.getByRole('button', { name: 'Database' }).click();
    expect(await docs.page.locator('.tree .folder-name').allInnerTexts()).toEqual(['db', 'main']);
  });

  test('nothing that a project says is run, and all of it can be seen', async () => {
    await open('#/node/model.tea.orders');
    await docs.page.getByText('separator').first().waitFor();
    expect(await docs.page.locator('main').innerText()).toContain('<script>window.broken = "script"</script>');
    const addresses = await docs.page.locator('main a').evaluateAll(links => links.map(link => link.getAttribute('href')));
    expect(addresses.filter(href => href !== null && !/^(#|https?:)/.test(href))).toEqual([]);
    expect(await docs.page.locator('main :is(script, iframe, form, style, [onerror], [onload], [onclick])').count()).toBe(0);
    for (const link of await docs.page.locator('main .markdown a').all()) {
      if ((await link.getAttribute('href')) === null) await link.click({ force: true });
    }
    for (const hash of [
      '#/',
      '#/list/model',
      '#/graph',
      '#/graph?colour=change&group=tag',
      '#/node/source.tea.raw.payments',
      `#/graph?node=model.tea.orders&column=${encodeURIComponent('</script>')}&select=${encodeURIComponent('<img src=x onerror=window.broken=1>')}`,
      '#/node/exposure.tea.board',
      '#/node/macro.tea.cents',
      '#/list/__proto__',
    ]) {
      await open(hash);
    }
    await open(`#/node/${encodeURIComponent('<img src=x onerror=window.broken=1>')}`);
    expect(await docs.page.locator('main').innerText()).toContain('<img src=x');
    await docs.page.getByRole('searchbox').fill('<script>');
    await docs.page.locator('.hit').first().waitFor();
  });

  test('an address that is no link stays text', async () => {
    await open('#/node/exposure.tea.board');
    const facts = docs.page.locator('.facts');
    await facts.waitFor();
    expect(await facts.innerText()).toContain('javascript:window.broken=1');
    expect(await facts.locator('a').count()).toBe(0);
  });

  test('dark and light: as the system has it, then as chosen, also after a reload', async () => {
    await docs.page.emulateMedia({ colorScheme: 'dark' });
    await open();
    const paper = (): Promise<string> => docs.page.evaluate('getComputedStyle(document.body).backgroundColor');
    const dark = await paper();
    await docs.page.getByRole('button', { name: 'Light or dark' }).click();
    const light = await paper();
    expect(light).not.toBe(dark);
    await docs.page.reload();
    expect(await paper()).toBe(light);
  });

  test('on a phone the list opens over the page, and nothing is wider than the screen', async () => {
    await docs.page.setViewportSize({ width: 360, height: 700 });
    for (const hash of ['#/', '#/node/model.tea.orders', '#/node/model.tea.stg_orders', '#/graph']) {
      await open(hash);
      await docs.page.waitForTimeout(50);
      expect(await docs.page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
    }
    await docs.page.getByRole('button', { name: 'List of nodes' }).click();
    await docs.page.getByRole('navigation', { name: 'Nodes' }).getByRole('link', { name: 'stg_orders' }).click();
    await docs.page.getByRole('heading', { level: 1, name: 'stg_orders' }).waitFor();
    await expect.poll(() => docs.page.locator('.side').isVisible()).toBe(false);
  });

  test('links of dbt docs lead to the same node', async () => {
    await open('#!/model/model.tea.stg_orders');
    await docs.page.getByRole('heading', { level: 1, name: 'stg_orders' }).waitFor();
  });
});
