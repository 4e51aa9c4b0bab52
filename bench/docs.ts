import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { serveFolder } from '../src/command/docs-server.ts';
import { writeDocs } from '../src/docs/write-docs.ts';
import { openBrowser } from '../test/docs/browser.ts';
import { largeDocs } from './fixture/large-docs.ts';
import { type Bench, elapsedMs, type Line, median, megabytes, rounded } from './harness.ts';

const size = { models: 10_000, columnsEach: 15 };

const queries = [
  'or',
  'order',
  'fct_sales_order_00900',
  'shipment_first_status',
  'refunds overnight',
  'id',
  'order gross status',
  'coalesce partition',
  'custmer',
  'paymnet_frist_staus',
  'amount_net_gross',
  'custmer paymnet shpment',
  'select coalesce max over partition',
  'nothing at all has this',
];

const bench: Bench = {
  question: `How quickly do the docs of ${size.models} models and ${size.models * size.columnsEach} columns open, search and draw in a browser?`,
  async run() {
    const dir = await mkdtemp(join(tmpdir(), 'model-bench-docs-'));
    const browser = await openBrowser(['--js-flags=--expose-gc', '--enable-precise-memory-info']);
    try {
      const input = largeDocs(size);
      const generateMs = await elapsedMs(() => writeDocs({ targetDir: dir, ...input }));
      const served = await serveFolder(dir, { host: '127.0.0.1', port: 0 });
      const lines = [
        await measured(browser, 'file', pathToFileURL(join(dir, 'index.html')).href),
        await measured(browser, 'http', served.url),
      ];
      await served.close();
      const firstKb = Math.round((await overviewBytes(dir)) / 1000);
      return lines.map(line => ({ ...line, firstKb, generateMs: Math.round(generateMs) }));
    } finally {
      await browser.close();
      await rm(dir, { recursive: true, force: true });
    }
  },
};

const overviewBytes = async (dir: string): Promise<number> => {
  const name = (await readdir(join(dir, 'docs'))).find(one => one.startsWith('overview-')) ?? '';
  return (await stat(join(dir, 'docs', name))).size;
};

/** The median of three pages, each new. */
async function measured(browser: Browser, opened: string, address: string): Promise<Line> {
  const lines: Readonly<Record<string, number>>[] = [];
  for (let run = 0; run < 3; run++) lines.push(await onePage(browser, address));
  const names = Object.keys(lines[0] ?? {});
  return { opened, ...Object.fromEntries(names.map(name => [name, rounded(median(lines.map(line => line[name] ?? 0)))])) };
}

async function onePage(browser: Browser, address: string): Promise<Readonly<Record<string, number>>> {
  const page = await browser.newPage({ viewport: { width: 1360, height: 850 } });
  try {
    const usableMs = await elapsedMs(async () => {
      await page.goto(address);
      await page.locator('main h1').first().waitFor();
      await page.keyboard.press('/');
      await page.evaluate('new Promise(requestAnimationFrame)');
    });
    const answers = await searchTimes(page);
    const graph = await graphTimes(page, address);
    return {
      usableMs,
      searchMs: median(answers.map(({ ms }) => ms)),
      slowestSearchMs: Math.max(...answers.map(({ ms }) => ms)),
      slowestSearchCpuMs: Math.max(...answers.map(({ cpuMs }) => cpuMs)),
      ...graph,
      heapMb: megabytes(Number(await page.evaluate('gc(), performance.memory.usedJSHeapSize'))),
      tabMb: await tabMb(browser),
    };
  } finally {
    await page.close();
  }
}

/** From the last letter to the painted answer, and how much of it the page itself was at work, in milliseconds; the data is there. */
async function searchTimes(page: Page): Promise<readonly SearchTime[]> {
  await page.keyboard.type('o');
  await page.locator('.hit').first().waitFor();
  await page.evaluate('new Promise(done => setTimeout(done, 1500))');
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const worked = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics');
    return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0);
  };
  const times: SearchTime[] = [];
  for (const query of queries) {
    const before = await worked();
    const ms = Number(await page.evaluate(`(${timeSearch})(${JSON.stringify(query)})`));
    times.push({ ms, cpuMs: (await worked()) - before });
  }
  await session.detach();
  return times;
}

interface SearchTime {
  readonly ms: number;
  /** Of the main thread: the same however busy the machine is. */
  readonly cpuMs: number;
}

const timeSearch = `async query => {
  const input = document.querySelector('input[type=search]');
  const type = text => { input.value = text; input.dispatchEvent(new Event('input', { bubbles: true })); };
  const painted = () => new Promise(done => requestAnimationFrame(() => { const { port1, port2 } = new MessageChannel(); port1.onmessage = done; port2.postMessage(0); }));
  type(''); await painted(); await painted();
  const start = performance.now();
  type(query); await painted();
  return performance.now() - start;
}`;

/** A part of the graph with about 500 nodes: from its address to its painting, then dragged to and fro for a second. */
async function graphTimes(page: Page, address: string) {
  await page.goto(`${address}#/graph?select=path:models/*/support/part_100`);
  await page.locator('.graph-view a.node').first().waitFor();
  await page.evaluate(`location.hash = '#/'`);
  await page.locator('main article').waitFor();
  const drawMs = Number(await page.evaluate(`(${timeGraph})('#/graph?select=path:models/*/support/part_10*')`));
  const graphNodes = await page.locator('.graph-view a.node').count();
  // The pictures of the first drawing are done before its first move.
  await page.evaluate('new Promise(done => setTimeout(done, 500))');
  const { frames, ms, longest } = (await page.evaluate(`(${dragged})()`)) as Readonly<
    Record<'frames' | 'ms' | 'longest', number>
  >;
  const pathMs = Number(await page.evaluate(`(${timePath})(${JSON.stringify(pathHash)})`));
  return { graphNodes, drawMs, panFps: (frames / ms) * 1000, longestFrameMs: longest, pathMs };
}

const timeGraph = `async hash => {
  const start = performance.now();
  location.hash = hash;
  while (document.querySelector('.graph-view a.node') === null) await new Promise(requestAnimationFrame);
  await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - start;
}`;

const pathHash = `#/graph?select=path:models/*/support/part_10*&node=model.large.fct_support_order_05250&column=id`;

/** Until the way of a column is drawn, its data loaded on the way. */
const timePath = `async hash => {
  const start = performance.now();
  location.hash = hash;
  while (document.querySelector('.strand') === null) await new Promise(requestAnimationFrame);
  return performance.now() - start;
}`;

const dragged = `async () => {
  const box = document.querySelector('.graph-view');
  const send = (type, x, y) => box.dispatchEvent(new PointerEvent(type, { bubbles: true, pointerId: 1, button: 0, buttons: 1, clientX: x, clientY: y }));
  box.setPointerCapture = () => {};
  send('pointerdown', 700, 450);
  let frames = 0, longest = 0, last = performance.now();
  const start = last;
  while (last - start < 1500) {
    send('pointermove', 700 + 300 * Math.sin((last - start) / 250), 450 + 200 * Math.cos((last - start) / 250));
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    frames++; longest = Math.max(longest, now - last); last = now;
  }
  send('pointerup', 700, 450);
  return { frames, ms: last - start, longest };
}`;

/** What the tab's process holds alone, with its share of what it shares. */
async function tabMb(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const sizes = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => residentKb(id));
  return Math.max(...sizes) / 1024;
}

const residentKb = (pid: number): number =>
  Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);

export default bench;
