import { TemplateError } from '../template.ts';
import { checkTextLength } from '../value/limit.ts';
import { characterIndex, characters, textLength } from '../value/text.ts';
import { typeName } from '../value/type-name.ts';
import { Tuple, type Value } from '../value.ts';
import { countArgument, textArgument, windowArguments } from './argument.ts';
import type { MethodSpecs } from './table.ts';

type Argument = Value | undefined;

/** Searches within `text[start:stop]`; the position is in code points of the whole text, -1 when not found. */
function find(text: string, sub: Value, start: Argument, stop: Argument, direction: 'first' | 'last' = 'first'): number {
  const needle = textArgument(sub);
  const [from, to, part] = windowOf(text, start, stop);
  if (from > to) return -1;
  const unit = direction === 'first' ? part.indexOf(needle) : part.lastIndexOf(needle);
  return unit < 0 ? -1 : from + characterIndex(part, unit);
}

function windowOf(text: string, start: Argument, stop: Argument): readonly [number, number, string] {
  if (start === undefined && stop === undefined) return [0, text.length, text];
  const [from, to] = windowArguments(textLength(text), start, stop);
  return [from, to, characters(text).slice(from, to).join('')];
}

function found(position: number): number {
  if (position < 0) throw new TemplateError('other', 'substring not found');
  return position;
}

function count(text: string, sub: Value, start: Argument, stop: Argument): number {
  const needle = textArgument(sub);
  const [from, to, part] = windowOf(text, start, stop);
  if (from > to) return 0;
  return needle === '' ? textLength(part) + 1 : part.split(needle).length - 1;
}

function affix(text: string, name: 'startsWith' | 'endsWith', wanted: Value, start: Argument, stop: Argument): boolean {
  const options = wanted instanceof Tuple ? Array.from(wanted) : [wanted];
  const [from, to, part] = windowOf(text, start, stop);
  const first = `${name.toLowerCase()} first arg must be str or a tuple of str`;
  return options.map(option => textArgument(option, first)).some(option => from <= to && part[name](option));
}

/** As Python's `str.replace`; `limit` below 0 means all. */
function replace(text: string, old: Value, by: Value, limit: Argument): string {
  const from = textArgument(old, 'replace() argument 1 must be str');
  const to = textArgument(by, 'replace() argument 2 must be str');
  const most = countArgument(limit, -1);
  const pieces = from === '' ? ['', ...characters(text), ''] : text.split(from);
  const times = most < 0 ? pieces.length - 1 : Math.min(most, pieces.length - 1);
  checkTextLength(text.length + times * (to.length - from.length));
  if (times === pieces.length - 1) return pieces.join(to);
  return pieces.slice(0, times + 1).join(to) + from + pieces.slice(times + 1).join(from);
}

function replaceMethod(text: string, old: Value, by: Value, limit: Argument): string {
  const from = textArgument(old, 'replace() argument 1 must be str');
  // With an empty `old` nothing stands between the pieces that stay together.
  if (from !== '' || countArgument(limit, -1) < 0) return replace(text, old, by, limit);
  const to = textArgument(by, 'replace() argument 2 must be str');
  const pieces = characters(text);
  const times = Math.min(countArgument(limit, -1), pieces.length + 1);
  checkTextLength(text.length + times * to.length);
  return pieces.map((piece, index) => (index < times ? to + piece : piece)).join('') + (times > pieces.length ? to : '');
}

function withoutPrefix(text: string, value: Value): string {
  const prefix = textArgument(value, 'removeprefix() argument must be str');
  return text.startsWith(prefix) ? text.slice(prefix.length) : text;
}

function withoutSuffix(text: string, value: Value): string {
  const suffix = textArgument(value, 'removesuffix() argument must be str');
  return suffix !== '' && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text;
}

const searchParameters = ['sub', 'start?', 'end?'];

export const finding: MethodSpecs<string> = {
  find: [searchParameters, (text, sub, start, stop) => find(text, sub, start, stop)],
  rfind: [searchParameters, (text, sub, start, stop) => find(text, sub, start, stop, 'last')],
  index: [searchParameters, (text, sub, start, stop) => found(find(text, sub, start, stop))],
  rindex: [searchParameters, (text, sub, start, stop) => found(find(text, sub, start, stop, 'last'))],
  count: [searchParameters, count],
  startswith: [['prefix', 'start?', 'end?'], (text, wanted, start, stop) => affix(text, 'startsWith', wanted, start, stop)],
  endswith: [['suffix', 'start?', 'end?'], (text, wanted, start, stop) => affix(text, 'endsWith', wanted, start, stop)],
  replace: [['old', 'new', 'count?'], replaceMethod],
  removeprefix: [['prefix'], withoutPrefix],
  removesuffix: [['suffix'], withoutSuffix],
};

export function describeItem(index: number, value: Value): string {
  return `sequence item ${index}: expected str instance, ${typeName(value)} found`;
}
