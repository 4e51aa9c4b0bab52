import type { Name, TextRange } from '../query.ts';

/** What the parser gives: nested JSON in which an object with one key is a node, and the key its kind: `{"select": {…}}`. */
export type Tree = null | boolean | number | string | readonly Tree[] | TreeMap;
export interface TreeMap {
  readonly [key: string]: Tree | undefined;
}

export interface TreeNode {
  readonly kind: string;
  readonly body: TreeMap;
}

/** Keys of plain structures, which may also have one key only. */
const structural = new Set(['this', 'expressions', 'name', 'fields', 'index', 'value', 'ctes']);

export const isMap = (tree: Tree | undefined): tree is TreeMap =>
  typeof tree === 'object' && tree !== null && !Array.isArray(tree);

export const listOf = (tree: Tree | undefined): readonly Tree[] => (Array.isArray(tree) ? (tree as readonly Tree[]) : []);

export const textOf = (tree: Tree | undefined): string => (typeof tree === 'string' ? tree : '');

/** Null for what is no node. */
export function nodeOf(tree: Tree | undefined): TreeNode | null {
  if (!isMap(tree)) return null;
  const keys = Object.keys(tree);
  const [kind = ''] = keys;
  if (keys.length !== 1 || structural.has(kind)) return null;
  const body = tree[kind];
  return { kind, body: isMap(body) ? body : { items: body ?? null } };
}

/** The nodes nearest below, in the order of the text as far as the tree keeps it. */
export function childNodes(tree: Tree | undefined): readonly Tree[] {
  if (Array.isArray(tree)) return (tree as readonly Tree[]).flatMap(one => (nodeOf(one) === null ? childNodes(one) : [one]));
  if (!isMap(tree)) return [];
  return Object.values(tree).flatMap(value => (nodeOf(value) === null ? childNodes(value) : [value as Tree]));
}

/** An identifier: `{"name": "a", "quoted": false}`. Null for none. */
export function nameOf(tree: Tree | undefined): Name | null {
  if (typeof tree === 'string') return tree === '' ? null : { text: tree, quoted: false };
  if (!isMap(tree) || typeof tree['name'] !== 'string' || tree['name'] === '') return null;
  return { text: tree['name'], quoted: tree['quoted'] === true };
}

export const namesOf = (tree: Tree | undefined): readonly Name[] => listOf(tree).flatMap(one => nameOf(one) ?? []);

/** A name that stands where an expression may: `{"column": …}`, `{"var": …}`, `{"identifier": …}`, `{"literal": …}`. */
export function nameIn(tree: Tree | undefined): Name | null {
  const node = nodeOf(tree);
  if (node === null) return nameOf(tree);
  const { kind, body } = node;
  if (kind === 'identifier') return nameOf(body);
  if (kind === 'column') return nameOf(body['name']);
  if (kind === 'var') return nameOf(body['this']);
  if (kind === 'literal') return { text: textOf(body['value']), quoted: true };
  return null;
}

/** Code points, as the parser counts them, to UTF-16 units; undefined when they are the same. */
export type Offsets = readonly number[] | null;

export function offsetsOf(sql: string): Offsets {
  // Without surrogates the two counts agree.
  if (!/[\ud800-\udbff]/.test(sql)) return null;
  const offsets: number[] = [];
  let at = 0;
  for (const char of sql) {
    offsets.push(at);
    at += char.length;
  }
  return [...offsets, at];
}

export function rangeOf(tree: Tree | undefined, offsets: Offsets): TextRange | null {
  if (!isMap(tree)) return null;
  const { start, end } = tree;
  if (typeof start !== 'number' || typeof end !== 'number') return null;
  return offsets === null ? { start, end } : { start: offsets[start] ?? start, end: offsets[end] ?? end };
}
