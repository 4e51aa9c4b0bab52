import type { ColumnsOf, ColumnTest, Expression, Name, Unread } from '../query.ts';
import { filteredStar } from './parser-spelling.ts';
import { everything } from './read-query.ts';
import type { Reader } from './reader.ts';
import { listOf, nameOf, nodeOf, type Tree, type TreeMap, type TreeNode, textOf } from './tree.ts';

const unread: Unread = { kind: 'unread', what: '`columns(…)` of this kind' };

/** `columns(*)`, `columns('a.*')`, `columns(['a', 'b'])`, `columns(c -> c like 'a%')`. */
export function readColumns(arg: Tree | undefined, reader: Reader, isUnpacked: boolean): Expression {
  const node = nodeOf(arg);
  if (node?.kind === 'star') {
    const star = reader.expression(arg);
    return star.kind === 'star' ? { kind: 'columns', of: star, keep: null, isUnpacked } : unread;
  }
  const keep = node === null ? null : testOf(node);
  return keep === null ? unread : { kind: 'columns', of: everything, keep, isUnpacked };
}

function testOf({ kind, body }: TreeNode): ColumnTest | null {
  if (kind === 'literal') return regex(textOf(body['value']));
  const names = namesIn(listOf(body['expressions']));
  if (['array_func', 'array', 'list'].includes(kind)) return names === null ? null : { kind: 'names', names, ignoresCase: true };
  const [parameter] = listOf(body['parameters']);
  const name = nameOf(parameter);
  return kind === 'lambda' && name !== null ? conditionTest(body['body'], name) : null;
}

const named = (names: readonly string[]): ColumnTest => ({ kind: 'names', names, ignoresCase: false });

/** More of them can take a pattern very long to fail. */
const mostRepeats = 4;

const countOf = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length;

/** Null for a pattern that JavaScript does not read in the same way, or may not finish. */
function regex(pattern: string): ColumnTest | null {
  const ignoresCase = pattern.startsWith('(?i)');
  const text = ignoresCase ? pattern.slice(4) : pattern;
  if (/\(\?|\)[*+{]|\\[^dDwWsSbB.$^()[\]{}|?*+/_-]|\[\[:/.test(text) || countOf(text, /[*+{]/g) > mostRepeats) return null;
  try {
    new RegExp(text, 'su');
  } catch {
    return null;
  }
  return { kind: 'regex', text, ignoresCase };
}

function namesIn(trees: readonly Tree[]): readonly string[] | null {
  const texts = trees.map(textIn);
  return texts.length > 0 && texts.every(text => text !== null) ? texts : null;
}

function textIn(tree: Tree | undefined): string | null {
  const node = nodeOf(tree);
  return node?.kind === 'literal' && typeof node.body['value'] === 'string' ? node.body['value'] : null;
}

/** Null for a condition that is not only about the name, or that is computed in another way. */
function conditionTest(tree: Tree | undefined, parameter: Name): ColumnTest | null {
  const node = nodeOf(tree);
  if (node === null) return null;
  const { kind, body } = node;
  const sides = (): readonly (ColumnTest | null)[] => [body['left'], body['right']].map(one => conditionTest(one, parameter));
  switch (kind) {
    case 'paren':
      return conditionTest(body['this'], parameter);
    case 'not':
      return negated(conditionTest(body['this'], parameter));
    case 'and':
    case 'or': {
      const of = sides();
      return of.every(one => one !== null) ? { kind: kind === 'and' ? 'all' : 'any', of } : null;
    }
    case 'in': {
      const names = namesIn(listOf(body['expressions']));
      const test: ColumnTest | null = isParameter(body['this'], parameter) && names !== null ? named(names) : null;
      return body['not'] === true ? negated(test) : test;
    }
    default:
      return isParameter(body['left'], parameter) ? comparison(kind, body) : null;
  }
}

const negated = (of: ColumnTest | null): ColumnTest | null => (of === null ? null : { kind: 'not', of });

const isParameter = (tree: Tree | undefined, { text }: Name): boolean => {
  const node = nodeOf(tree);
  return node?.kind === 'column' && nameOf(node.body['name'])?.text === text && !node.body['table'];
};

/** What a name is compared with: `c = 'a'`, `c like 'a%'`, `* similar to 'a.*'`. */
function comparison(kind: string, body: TreeMap): ColumnTest | null {
  const text = textIn(body['right']);
  if (text === null || body['escape']) return null;
  switch (kind) {
    case 'eq':
      return named([text]);
    case 'neq':
      return negated(named([text]));
    case 'like':
    case 'i_like':
      return countOf(text, /%/g) > mostRepeats ? null : { kind: 'like', text, ignoresCase: kind === 'i_like' };
    case 'similar_to':
      return regex(text);
    default:
      return null;
  }
}

/** `* like 'a%'` and `t.* not like 'a%'`, which the parser takes for comparisons; null for what is one. */
export function readFilteredStar({ kind, body }: TreeNode, reader: Reader): ColumnsOf | null {
  if (kind === 'not') {
    const inner = nodeOf(body['this']);
    const found = inner === null ? null : readFilteredStar(inner, reader);
    return found === null || found.keep === null ? null : { ...found, keep: { kind: 'not', of: found.keep } };
  }
  const left = nodeOf(body['left']);
  const isStar = left?.kind === 'star' || (left?.kind === 'column' && nameOf(left.body['name'])?.text === filteredStar);
  const keep = isStar ? comparison(kind, body) : null;
  if (keep === null) return null;
  const of = left?.kind === 'star' ? reader.expression(body['left']) : everything;
  return of.kind === 'star' ? { kind: 'columns', of, keep, isUnpacked: false } : null;
}
