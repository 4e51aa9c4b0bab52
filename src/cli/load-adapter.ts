import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { AdapterPlugin } from '../adapter/adapter.ts';
import { diagnose, StartFailure } from '../diagnostic/diagnostic.ts';
import { nearest } from '../diagnostic/nearest.ts';

/** Folders beside the adapters that are none. */
const others: ReadonlySet<string> = new Set(['ansi', 'conformance']);

/** The built-in adapter of that name, else the npm package, as seen from the project or from us. */
export async function loadAdapter(name: string, projectDir: string): Promise<AdapterPlugin> {
  const builtIn = builtInAdapters();
  if (/^[a-z][\w-]*$/i.test(name)) {
    const url = builtIn.get(name) ?? packageUrl(`modelwright-adapter-${name}`, projectDir);
    if (url !== null) return pluginAt(url, name);
  }
  const known = [...builtIn.keys()].sort();
  throw new StartFailure([diagnose('command-unknown-adapter', null, { name, known, near: nearest(name, known) })]);
}

/** By name; the folder lies at the same place in the sources and in what is built of them. */
function builtInAdapters(): ReadonlyMap<string, string> {
  const folder = new URL('../../adapters/', import.meta.url);
  const entry = import.meta.url.endsWith('.ts') ? 'index.ts' : 'index.js';
  const names = readdirSync(fileURLToPath(folder), { withFileTypes: true })
    .filter(one => one.isDirectory() && !others.has(one.name))
    .map(one => one.name);
  return new Map(names.map(name => [name, new URL(`${name}/${entry}`, folder).href]));
}

function packageUrl(name: string, projectDir: string): string | null {
  for (const from of [join(projectDir, 'package.json'), fileURLToPath(import.meta.url)]) {
    try {
      return pathToFileURL(createRequire(from).resolve(name)).href;
    } catch {}
  }
  return null;
}

async function pluginAt(url: string, name: string): Promise<AdapterPlugin> {
  const fail = (reason: string): StartFailure => new StartFailure([diagnose('command-bad-adapter', null, { name, reason })]);
  const loaded = await import(url).catch((error: unknown) => {
    throw fail(error instanceof Error ? error.message : String(error));
  });
  const plugin: AdapterPlugin | undefined = loaded.default;
  if (plugin?.contract !== 1) throw fail('it does not follow version 1 of the adapter contract');
  return plugin;
}
