import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { dev } from '../../src/command/dev.ts';
import type { CommandEvent } from '../../src/command/event.ts';
import { devProject } from '../command/dev-process.ts';
import { testEffects } from '../command/effects.ts';
import { isBrowserNeeded, openBrowser } from './browser.ts';

let browser: Browser;
let siteDir: string;

/** `model dev` in this process, with the page as its sources are now. */
async function startDev(dir: string, port: number) {
  const { effects, events } = testEffects({ workingDir: dir });
  const controller = new AbortController();
  const installed = { ...effects.installed, docsDir: siteDir };
  const options = { projectDir: dir, command: 'dev', reach: 'below', start: 'build', docs: { host: '127.0.0.1', port } } as const;
  const ended = dev(options, { ...effects, installed }, controller.signal);
  const stop = async (): Promise<void> => {
    controller.abort();
    await ended;
  };
  onTestFinished(stop);
  const told = async <T>(find: (event: CommandEvent) => T | null): Promise<T> => {
    for (;;) {
      for (const event of events.splice(0)) {
        const found = find(event);
        if (found !== null) return found;
      }
      await new Promise(resolve => setTimeout(resolve, 10));
    }
  };
  const url = await told(event => (event.kind === 'note' ? (/^Docs at (\S+)/.exec(event.text)?.[1] ?? null) : null));
  await told(event => (event.kind === 'run.end' ? event : null));
  return { url, stop };
}

/** A page on which nothing goes wrong but what a lost server brings. */
async function openPage(url: string): Promise<{ readonly page: Page; readonly strange: readonly string[] }> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 500 } });
  onTestFinished(() => page.close());
  const strange: string[] = [];
  page.on('pageerror', error => strange.push(error.message));
  page.on('console', message => {
    if (!/Failed to load resource|ERR_/.test(message.text())) strange.push(message.text());
  });
  await page.goto(url);
  await page.locator('main h1').first().waitFor();
  return { page, strange };
}

const properties = (description: string): string =>
  `models:\n  - name: sales\n    description: ${description}\n    columns:\n${Array.from({ length: 30 }, (_, at) => `      - { name: c${at}, description: Number ${at} }\n`).join('')}`;

/** Takes some seconds where nothing cancels it. */
const slow = 'select count(*) as c0 from range(60000) a, range(60000) b where a.range * b.range % 7 = 3';

describe.skipIf(!isBrowserNeeded)('the docs of a project that is being worked on', () => {
  beforeAll(async () => {
    siteDir = mkdtempSync(join(tmpdir(), 'docs-live-'));
    const configFile = fileURLToPath(new URL('../../src/docs/site/vite.config.ts', import.meta.url));
    [browser] = await Promise.all([openBrowser(), build({ configFile, build: { outDir: siteDir } })]);
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(siteDir, { recursive: true, force: true });
  });

  test('show what runs, what failed and what became of it, and refresh themselves where the reader is', async () => {
    const project = devProject({
      'models/base.sql': 'select 1 as id',
      'models/sales.sql': "select id as c0 from {{ ref('base') }}",
      'models/models.yml': properties('What was sold.'),
    });
    const { url } = await startDev(project.dir, 0);
    const { page, strange } = await openPage(`${url}#/node/model.shop.sales`);
    const panel = page.getByRole('complementary', { name: 'Builds' });
    await panel.getByText(/^Built in/).waitFor();
    await page.evaluate('scrollTo(0, 700)');
    const place: number = await page.evaluate('scrollY');
    expect(place).toBeGreaterThan(0);

    project.save({ 'models/models.yml': properties('What was sold and paid.') });
    await page.getByText('What was sold and paid.', { exact: true }).waitFor({ state: 'attached' });
    expect(await page.evaluate('scrollY')).toBe(place);

    project.save({ 'models/sales.sql': slow });
    await panel.getByText('Building', { exact: true }).waitFor();
    await page.locator('.node-head .status', { hasText: 'running' }).waitFor();
    await page.locator('.strip .mark.busy').waitFor();

    project.save({ 'models/sales.sql': 'select nothing as c0' });
    await panel.getByText('1 failed', { exact: true }).waitFor();
    await page.locator('.node-head .status', { hasText: 'error' }).waitFor();
    await panel.getByRole('button').click();
    await panel.locator('li', { hasText: 'sales' }).getByText('nothing').waitFor();

    project.save({ 'models/sales.sql': "select {{ ref('<b>none</b>') }}" });
    await panel.getByText('The project cannot be built').waitFor();
    await panel.getByText(/No model, seed or snapshot is named `<b>none<\/b>`/).waitFor();
    expect(await panel.locator('b').count()).toBe(0);

    project.save({ 'models/sales.sql': 'select 5 as c0' });
    await panel.getByText(/^Built in/).waitFor();
    await page.locator('.node-head .status', { hasText: 'success' }).waitFor();
    await page.getByText('select 5 as c0').waitFor({ state: 'attached' });
    expect(new URL(page.url()).hash).toBe('#/node/model.shop.sales');
    expect(await panel.getByRole('button').getAttribute('aria-expanded')).toBe('true');
    expect(strange).toEqual([]);
  });

  test('say so when the server is gone, and find it again', async () => {
    const project = devProject({ 'models/one.sql': 'select 1 as id' });
    const first = await startDev(project.dir, 0);
    const { page, strange } = await openPage(first.url);
    const panel = page.getByRole('complementary', { name: 'Builds' });
    await panel.getByText(/^Built in/).waitFor();
    await first.stop();
    await panel.getByText('Not connected, trying again').waitFor();
    project.save({ 'models/two.sql': 'select 2 as id' });
    await startDev(project.dir, Number(new URL(first.url).port));
    await panel.getByText(/^Built in/).waitFor();
    await page.locator('main').getByRole('link', { name: 'two' }).first().waitFor();
    expect(strange).toEqual([]);
  });
});
