import { type Diagnostic, diagnose } from '../diagnostic/diagnostic.ts';
import { nearest } from '../diagnostic/nearest.ts';
import type { NodeConfig, Plain, PlainMap } from '../manifest/node.ts';

/** Reads one node's configuration. What has the wrong form is collected in `diagnostics` and read as its default. */
export interface ConfigReader {
  text<D extends string | null>(key: string, fallback: D): string | D;
  choice<C extends string>(key: string, choices: readonly C[], fallback: C): C;
  /** One string or a list of strings. */
  list(key: string): readonly string[] | null;
  flag(key: string): boolean | null;
  count(key: string): number | null;
  map(key: string): PlainMap;
  readonly diagnostics: readonly Diagnostic[];
}

export function configReader(node: string, config: NodeConfig): ConfigReader {
  const diagnostics: Diagnostic[] = [];
  const refuse = (key: string, value: Plain, expected: string, near: string | null = null): void => {
    diagnostics.push(diagnose('run-config-value', null, { node, key, value: textOf(value), expected, near }));
  };
  const read = <T, D>(key: string, fallback: D, expected: string, parse: (value: Plain) => T | undefined): T | D => {
    const value = config[key] ?? null;
    if (value === null) return fallback;
    const parsed = parse(value);
    if (parsed === undefined) refuse(key, value, expected);
    return parsed ?? fallback;
  };
  return {
    diagnostics,
    text: (key, fallback) => read(key, fallback, 'text', value => (typeof value === 'string' ? value : undefined)),
    list: key => read(key, null, 'text or a list of texts', listOf),
    flag: key => read(key, null, '`true` or `false`', flagOf),
    count: key => read(key, null, 'a whole number', countOf),
    map: key => read(key, {}, 'a map', value => (isMap(value) ? value : undefined)),
    choice: (key, choices, fallback) => {
      const value = config[key] ?? null;
      if (value === null) return fallback;
      const found = choices.find(choice => choice === String(value).toLowerCase());
      if (found === undefined)
        refuse(key, value, `one of ${choices.map(c => `\`${c}\``).join(', ')}`, nearest(String(value), choices));
      return found ?? fallback;
    },
  };
}

export const isMap = (value: Plain | undefined): value is PlainMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textOf = (value: Plain): string =>
  typeof value === 'string' ? value : JSON.stringify(value, (_, v) => (typeof v === 'bigint' ? String(v) : v));

function listOf(value: Plain): readonly string[] | undefined {
  const list: readonly Plain[] = Array.isArray(value) ? value : [value as Plain];
  return list.every(item => typeof item === 'string') ? list : undefined;
}

/** YAML and Jinja leave flags as booleans or as their spelling. */
function flagOf(value: Plain): boolean | undefined {
  const text = String(value).toLowerCase();
  return text === 'true' ? true : text === 'false' ? false : undefined;
}

function countOf(value: Plain): number | undefined {
  const count = Number(value);
  return Number.isSafeInteger(count) && count >= 0 && value !== '' ? count : undefined;
}
