import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { serveFolder } from '../../src/command/docs-server.ts';
import type { DocsInput } from '../../src/docs/docs-data.ts';
import { writeDocs } from '../../src/docs/write-docs.ts';
import { isBrowserNeeded, noBrowser, openBrowser } from './browser.ts';

/** The sanitiser parses in a document that runs nothing, and the browser reports there too what its policy would have stopped. */
const inertReport = /^(Executing inline event handler|Applying inline style) violates/;

export interface OpenDocs {
  /** New for each test. */
  readonly page: Page;
  /** Goes to a place in the docs and waits until it is there. */
  open(hash?: string): Promise<void>;
}

/**
 * The docs in a browser for the tests of the describe block that it is called in. After each of them, nothing of the project has run,
 * nothing was asked for beyond the docs' own files, and the page's policy had nothing to stop.
 */
export function openDocs(from: 'file' | 'http', input: DocsInput): OpenDocs {
  if (!isBrowserNeeded) console.warn(noBrowser);
  const state = {} as { browser: Browser; dir: string; base: string; page: Page; close: () => Promise<void> };
  let strange: string[] = [];

  beforeAll(async () => {
    state.dir = await mkdtemp(join(tmpdir(), 'docs-page-'));
    const [siteDir, targetDir] = [join(state.dir, 'site'), join(state.dir, 'target')];
    const configFile = fileURLToPath(new URL('../../src/docs/site/vite.config.ts', import.meta.url));
    const [browser] = await Promise.all([openBrowser(), build({ configFile, build: { outDir: siteDir } })]);
    state.browser = browser;
    await writeDocs({ targetDir, siteDir, ...input });
    const served = from === 'http' ? await serveFolder(targetDir, { host: '127.0.0.1', port: 0 }) : null;
    state.base = served?.url ?? `${pathToFileURL(targetDir).href}/index.html`;
    state.close = async () => served?.close();
  });

  afterAll(async () => {
    await state.browser?.close();
    await state.close?.();
    await rm(state.dir, { recursive: true, force: true });
  });

  beforeEach(async () => {
    const { browser, base } = state;
    state.page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    strange = [];
    state.page.on('console', message => {
      if (!inertReport.test(message.text())) strange.push(message.text());
    });
    state.page.on('pageerror', error => strange.push(error.message));
    state.page.on('dialog', dialog => {
      strange.push(dialog.message());
      void dialog.dismiss();
    });
    state.page.on('request', request => {
      const own = base.replace(/index\.html$/, '');
      if (!request.url().startsWith(own) && !/^(data|blob):/.test(request.url())) strange.push(request.url());
    });
  });

  afterEach(async () => {
    expect(await state.page.evaluate(() => (globalThis as { broken?: unknown }).broken ?? null)).toBeNull();
    expect(strange).toEqual([]);
    await state.page.close();
  });

  return {
    get page() {
      return state.page;
    },
    open: async (hash = '') => {
      await state.page.goto(`${state.base}${hash}`);
      await state.page.locator('main h1').first().waitFor();
    },
  };
}
