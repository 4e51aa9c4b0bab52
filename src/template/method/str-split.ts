import { TemplateError } from '../template.ts';
import { iterableOf } from '../value/iterate.ts';
import { checkTextLength } from '../value/limit.ts';
import { plainText } from '../value/markup.ts';
import { lineEnd, whiteSpace } from '../value/text.ts';
import { isTrue } from '../value/truth.ts';
import { Tuple, type Value } from '../value.ts';
import { countArgument, textArgument } from './argument.ts';
import { describeItem } from './str-find.ts';
import type { MethodSpecs } from './table.ts';

type Argument = Value | undefined;

const leadingSpace = new RegExp(`^[${whiteSpace}]+`);
const words = new RegExp(`[^${whiteSpace}]+`, 'g');
const firstWord = new RegExp(`^[^${whiteSpace}]+`);
const line = new RegExp(`[^${lineEnd}]*(?:\\r\\n|[${lineEnd}]|$)`, 'g');
const ending = new RegExp(`(?:\\r\\n|[${lineEnd}])$`);
const isSpace = new RegExp(`[${whiteSpace}]`);

export function strip(text: string, chars: Argument, side: 'both' | 'left' | 'right'): string {
  const wanted = chars === undefined || chars === null ? null : new Set(textArgument(chars, 'strip arg must be None or str'));
  const isStripped = (character: string) => (wanted ? wanted.has(character) : isSpace.test(character));
  const points = /[\ud800-\udfff]/.test(text) ? Array.from(text) : text;
  let start = 0;
  let end = points.length;
  if (side !== 'right') while (start < end && isStripped(points[start] ?? '')) start++;
  if (side !== 'left') while (end > start && isStripped(points[end - 1] ?? '')) end--;
  const kept = points.slice(start, end);
  return typeof kept === 'string' ? kept : kept.join('');
}

function separatorOf(value: Argument): string | null {
  if (value === undefined || value === null) return null;
  const separator = textArgument(value, 'must be str or None');
  if (separator === '') throw new TemplateError('other', 'empty separator');
  return separator;
}

function split(text: string, sep: Argument, maxsplit: Argument): Value[] {
  const separator = separatorOf(sep);
  const most = countArgument(maxsplit, -1);
  if (separator === null) return splitWords(text, most);
  const pieces = text.split(separator);
  if (most < 0 || pieces.length - 1 <= most) return pieces;
  return [...pieces.slice(0, most), pieces.slice(most).join(separator)];
}

function splitWords(text: string, most: number): Value[] {
  if (most < 0) return text.match(words) ?? [];
  const result: string[] = [];
  let rest = text.replace(leadingSpace, '');
  while (rest !== '' && result.length < most) {
    const word = firstWord.exec(rest)?.[0] ?? rest;
    result.push(word);
    rest = rest.slice(word.length).replace(leadingSpace, '');
  }
  return rest === '' ? result : [...result, rest];
}

function rsplit(text: string, sep: Argument, maxsplit: Argument): Value[] {
  const separator = separatorOf(sep);
  const most = countArgument(maxsplit, -1);
  if (most < 0) return split(text, sep, undefined);
  if (separator !== null) {
    const pieces = text.split(separator);
    const kept = Math.max(0, pieces.length - most);
    return kept <= 1 ? pieces : [pieces.slice(0, kept).join(separator), ...pieces.slice(kept)];
  }
  const reversed = splitWords(reverse(text), most).map(piece => reverse(String(piece)));
  return reversed.reverse();
}

function reverse(text: string): string {
  return Array.from(text).reverse().join('');
}

/** Lines with or without their ends. */
export function splitlines(text: string, ends: 'keep' | 'drop' = 'drop'): string[] {
  const lines = text.match(line) ?? [];
  // The pattern also matches the empty rest at the end.
  if (lines.at(-1) === '') lines.pop();
  return ends === 'keep' ? lines : lines.map(text => text.replace(ending, ''));
}

function partition(text: string, sep: Value, from: 'first' | 'last'): Tuple {
  const separator = textArgument(sep, 'must be str');
  if (separator === '') throw new TemplateError('other', 'empty separator');
  const at = from === 'first' ? text.indexOf(separator) : text.lastIndexOf(separator);
  if (at < 0) return from === 'first' ? Tuple.of(text, '', '') : Tuple.of('', '', text);
  return Tuple.of(text.slice(0, at), separator, text.slice(at + separator.length));
}

function join(separator: string, values: Value): string {
  const items = iterableOf(values);
  if (!items) throw new TemplateError('type', 'can only join an iterable');
  const texts: string[] = [];
  let length = 0;
  for (const value of items) {
    const plain = plainText(value);
    if (typeof plain !== 'string') throw new TemplateError('type', describeItem(texts.length, value));
    texts.push(plain);
    length += plain.length + separator.length;
  }
  checkTextLength(length);
  return texts.join(separator);
}

export const splitting: MethodSpecs<string> = {
  strip: [['chars?'], (text, chars) => strip(text, chars, 'both')],
  lstrip: [['chars?'], (text, chars) => strip(text, chars, 'left')],
  rstrip: [['chars?'], (text, chars) => strip(text, chars, 'right')],
  split: [['sep?', 'maxsplit?'], split],
  rsplit: [['sep?', 'maxsplit?'], rsplit],
  splitlines: [['keepends?'], (text, keepends) => splitlines(text, keepends !== undefined && isTrue(keepends) ? 'keep' : 'drop')],
  partition: [['sep'], (text, sep) => partition(text, sep, 'first')],
  rpartition: [['sep'], (text, sep) => partition(text, sep, 'last')],
  join: [['iterable'], join],
};
