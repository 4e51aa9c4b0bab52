import { createRequire } from 'node:module';
import type { Document, LineCounter, Node } from 'yaml';

/** Loaded when the first position is asked for: most runs have nothing to report. */
let loaded: typeof import('yaml') | null = null;
const yaml = (): typeof import('yaml') => {
  loaded ??= createRequire(import.meta.url)('yaml') as typeof import('yaml');
  return loaded;
};

export interface YamlPosition {
  /** From 1, as is `column`. */
  readonly line: number;
  readonly column: number;
  /** How much of that line the key or value takes. */
  readonly length: number;
}

/** What `path` leads to: its key (an item of a list has none, so the item itself), or its value. */
export type YamlPart = 'key' | 'value';

interface Reading {
  readonly text: string;
  readonly document: Document;
  readonly lines: LineCounter;
}

/** One diagnostic for a file is often followed by more for the same one. */
let last: Reading | null = null;

/**
 * Where something stands in a YAML text; null when the path leads nowhere. Reads the text a second time with a parser
 * that keeps positions, so it is only for diagnostics.
 */
export function positionOf(text: string, path: readonly (string | number)[], part: YamlPart = 'key'): YamlPosition | null {
  const { document, lines } = read(text);
  const found = find(document, path, part);
  const range = found?.range;
  if (!range) return null;
  const start = lines.linePos(range[0]);
  const firstLine = text.slice(range[0], range[1]).split(/\r?\n/, 1)[0]?.trimEnd() ?? '';
  return { line: start.line, column: start.col, length: Math.max(1, firstLine.length) };
}

function read(text: string): Reading {
  if (last?.text === text) return last;
  const lines = new (yaml().LineCounter)();
  const document = yaml().parseDocument(text, { version: '1.1', uniqueKeys: false, lineCounter: lines, logLevel: 'silent' });
  last = { text, document, lines };
  return last;
}

function find(document: Document, path: readonly (string | number)[], part: YamlPart): Node | null {
  let key: Node | null = null;
  let value: Node | null = document.contents;
  for (const step of path) {
    const pair = pairAt(resolved(document, value), step);
    if (pair === null) return null;
    [key, value] = [pair.key ?? pair.value, pair.value];
  }
  return part === 'key' ? key : (value ?? key);
}

const resolved = (document: Document, node: Node | null): Node | null =>
  yaml().isAlias(node) ? (node.resolve(document) ?? null) : node;

function pairAt(node: Node | null, step: string | number): { readonly key: Node | null; readonly value: Node | null } | null {
  const { isSeq, isMap, isNode, isPair } = yaml();
  if (isSeq(node)) {
    const item = node.items[Number(step)];
    return isNode(item) ? { key: null, value: item } : null;
  }
  if (!isMap(node)) return null;
  const found = node.items.findLast(item => isPair(item) && keyText(item.key) === String(step));
  if (!found || !isNode(found.key)) return null;
  return { key: found.key, value: isNode(found.value) ? found.value : null };
}

function keyText(key: unknown): string {
  if (!yaml().isScalar(key)) return String(key);
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
}
