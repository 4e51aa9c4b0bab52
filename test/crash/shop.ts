import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import duckdb from '../../adapters/duckdb/index.ts';
import postgres from '../../adapters/postgres/index.ts';
import type { AdapterPlugin } from '../../src/adapter/adapter.ts';
import { type CommandEnd, type CommandEvent, runCommand } from '../../src/index.ts';

/** A small project that is built in this process. */
export interface Shop {
  readonly dir: string;
  /** `onEvent` is called as things happen, so that a test can do harm at an exact moment. */
  build(words?: readonly string[], onEvent?: (event: CommandEvent) => void): Promise<CommandEnd>;
  close(): void;
}

const adapters: ReadonlyMap<string, AdapterPlugin> = new Map<string, AdapterPlugin>([
  ['duckdb', duckdb],
  ['postgres', postgres as unknown as AdapterPlugin],
]);

export function openShop(target: Readonly<Record<string, unknown>>, files: Readonly<Record<string, string>>): Shop {
  const dir = mkdtempSync(join(tmpdir(), 'model-shop-'));
  const all = {
    'model_project.yml': 'name: shop\nversion: "1.0"\nprofile: shop\n',
    'profiles.yml': JSON.stringify({ shop: { target: 'dev', outputs: { dev: target } } }),
    ...files,
  };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  return {
    dir,
    build: (words = [], onEvent = () => undefined) => runCommand(['build', ...words], { workingDir: dir, adapters, onEvent }),
    close: () => rmSync(dir, { recursive: true }),
  };
}

/** How each node ended, by the last part of its id. */
export const statuses = ({ results }: CommandEnd): Readonly<Record<string, string>> =>
  Object.fromEntries(results.map(({ node, status }) => [node.split('.').at(-1), status]));
