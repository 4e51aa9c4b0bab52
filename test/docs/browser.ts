import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const paths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const browserPath = process.env['CHROMIUM'] ?? paths.find(existsSync) ?? null;

/** Where the checks of record run, a missing browser is a failure; elsewhere it is only said. */
export const isBrowserNeeded = browserPath !== null || (process.env['CI'] ?? '') !== '';

export const noBrowser = 'chromium is not installed: apt-get install chromium';

export function openBrowser(args: readonly string[] = []): Promise<Browser> {
  if (browserPath === null) throw new Error(noBrowser);
  const quiet = [
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  return chromium.launch({ executablePath: browserPath, args: ['--no-sandbox', '--disable-gpu', ...quiet, ...args] });
}
