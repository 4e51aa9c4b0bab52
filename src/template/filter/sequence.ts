import { TemplateError } from '../template.ts';
import { ownAttribute } from '../value/access.ts';
import { DictView, OneShot, PySet, Range } from '../value/collection.ts';
import { items, iterableOf, iterate, length } from '../value/iterate.ts';
import { checkTextLength } from '../value/limit.ts';
import { Markup } from '../value/markup.ts';
import { text } from '../value/print.ts';
import { characters } from '../value/text.ts';
import { isTrue } from '../value/truth.ts';
import { typeName } from '../value/type-name.ts';
import { Undefined, undefinedHint, undefinedMember } from '../value/undefined.ts';
import { HostObject, Tuple, type Value } from '../value.ts';
import { attributePath } from './attribute-path.ts';
import { type Input, undefinedFilterTable } from './table.ts';

type Argument = Value | undefined;

function first({ value, kind }: Input): Value {
  for (const item of iterate(value)) return item;
  return undefinedHint('No first item, sequence was empty.', kind);
}

function last({ value, kind }: Input): Value {
  if (value instanceof OneShot || value instanceof PySet || !iterableOf(value)) {
    throw new TemplateError('type', `'${typeName(value)}' object is not reversible`);
  }
  return items(value).at(-1) ?? lastOfEmpty(value, kind);
}

function lastOfEmpty(value: Value, kind: Input['kind']): Value {
  return length(value) > 0 ? null : undefinedHint('No last item, sequence was empty.', kind);
}

function random({ value, kind }: Input): Value {
  const size = length(value);
  if (size === 0) return undefinedHint('No random item, sequence was empty.', kind);
  return items(value)[Math.floor(Math.random() * size)] as Value;
}

function reverse({ value }: Input): Value {
  if (typeof value === 'string') return Array.from(value).reverse().join('');
  if (value instanceof Markup) return new Markup(Array.from(value.value).reverse().join(''));
  if (!iterableOf(value)) throw new TemplateError('type', 'argument must be iterable');
  const reversed = items(value).reverse();
  const name = reverseIteratorName(value);
  return name === null ? reversed : new OneShot(reversed, name);
}

/** Null where Python has no reverse iterator, and jinja2 makes a list. */
function reverseIteratorName(value: Value): string | null {
  if (value instanceof Tuple) return 'reversed';
  if (Array.isArray(value)) return 'list_reverseiterator';
  if (value instanceof Map) return 'dict_reversekeyiterator';
  if (value instanceof Range) return 'range_iterator';
  return value instanceof DictView ? value.typeName.replace('dict_', 'dict_reverse').replace(/s$/, 'iterator') : null;
}

function join({ value, kind }: Input, separator: Argument, attribute: Argument): string {
  const getter = attribute === undefined || attribute === null ? null : attributePath(attribute, { kind });
  const glue = text(separator ?? '');
  const texts: string[] = [];
  let size = 0;
  for (const item of iterate(value)) {
    const piece = text(getter ? getter(item) : item);
    texts.push(piece);
    size += piece.length + glue.length;
  }
  checkTextLength(size);
  return texts.join(separator === null ? 'None' : glue);
}

function attr({ value, kind }: Input, name: Value): Value {
  const found = ownAttribute(value, text(name), kind);
  return found === undefined ? undefinedMember(value, text(name), kind) : found;
}

function defaultTo({ value }: Input, fallback: Argument, boolean: Argument): Value {
  const isMissing = value instanceof Undefined || (boolean !== undefined && isTrue(boolean) && !isTrue(value));
  if (!isMissing) return value;
  return fallback === undefined ? '' : fallback;
}

function pairs({ value }: Input): Value {
  if (value instanceof Undefined) return new OneShot([]);
  if (value instanceof Map) return new OneShot(new DictView(value, 'items').iterate());
  const view = value instanceof HostObject ? value.attribute('items') : undefined;
  const entries = view instanceof HostObject && view.callable() ? view.call([], new Map()) : null;
  const iterable = entries === null || entries instanceof Promise ? null : iterableOf(entries);
  if (!iterable) throw new TemplateError('type', 'Can only get item pairs from a mapping.');
  return new OneShot(iterable);
}

export const sequenceFilters = undefinedFilterTable({
  attr: [['name'], attr],
  count: [[], ({ value }) => length(value)],
  d: [['default_value?', 'boolean?'], defaultTo],
  default: [['default_value?', 'boolean?'], defaultTo],
  first: [[], first],
  items: [[], pairs],
  join: [['d?', 'attribute?'], join],
  last: [[], last],
  length: [[], ({ value }) => length(value)],
  list: [[], ({ value }) => (typeof value === 'string' ? [...characters(value)] : items(value))],
  random: [[], random],
  reverse: [[], reverse],
});
