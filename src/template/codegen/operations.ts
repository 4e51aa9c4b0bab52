import { filters } from '../filter/filter.ts';
import { Loop } from '../loop.ts';
import { Macro, ReturnSignal, returnFunction } from '../macro.ts';
import { Namespace } from '../namespace.ts';
import { TemplateError } from '../template.ts';
import { tests } from '../test/test.ts';
import { attribute, callMethod, item, slice } from '../value/access.ts';
import { call } from '../value/call.ts';
import { compare } from '../value/compare.ts';
import { dictFrom, equals } from '../value/equal.ts';
import { items, iterableOf, iterate } from '../value/iterate.ts';
import { binary, concat, contains, negate, positive } from '../value/operator.ts';
import { text } from '../value/print.ts';
import { isTrue } from '../value/truth.ts';
import { typeName } from '../value/type-name.ts';
import type { UndefinedKind } from '../value/undefined.ts';
import { type Kwargs, noKwargs, Tuple, type Value } from '../value.ts';

/** In the sync variant a call must answer at once. */
export function settled(result: Value | Promise<Value>): Value {
  if (!(result instanceof Promise)) return result;
  // Nobody waits for it any more; its failure must not end the process.
  result.catch(() => {});
  throw new TemplateError('other', 'a function that asks the warehouse cannot be called here');
}

function unpack(value: Value, count: number): readonly Value[] {
  if (iterableOf(value) === null) throw new TemplateError('type', `cannot unpack non-iterable ${typeName(value)} object`);
  const found = items(value);
  if (found.length > count) throw new TemplateError('other', `too many values to unpack (expected ${count})`);
  if (found.length === count) return found;
  throw new TemplateError('other', `not enough values to unpack (expected ${count}, got ${found.length})`);
}

function namespaceOf(value: Value): Namespace {
  if (value instanceof Namespace) return value;
  throw new TemplateError('other', 'cannot assign attribute on non-namespace object');
}

/** Keyword arguments that are written, with those of a `**dict`. */
function joinKwargs(written: Kwargs, rest: Value): Kwargs {
  if (!(rest instanceof Map)) throw new TemplateError('type', `argument after ** must be a mapping, not ${typeName(rest)}`);
  const joined = new Map(written);
  for (const [name, value] of rest) {
    if (typeof name !== 'string') throw new TemplateError('type', 'keywords must be strings');
    if (joined.has(name)) throw new TemplateError('arguments', `got multiple values for keyword argument '${name}'`);
    joined.set(name, value);
  }
  return joined;
}

function spread(value: Value): readonly Value[] {
  if (iterableOf(value) !== null) return items(value);
  throw new TemplateError('type', `Value after * must be an iterable, not ${typeName(value)}`);
}

function noLoader(): never {
  throw new TemplateError('other', 'no loader for this environment specified');
}

function refuse(message: string, kind: 'filter' | 'test', subject: string): never {
  throw new TemplateError('other', message, { subject, names: () => (kind === 'filter' ? filters : tests).keys() });
}

const tuple = (values: readonly Value[]): Value => Tuple.from(values) as Value;

/** `a ~ b ~ c`. */
const join = (values: readonly Value[]): string => values.reduce<string>((joined, value) => concat(joined, value), '');

const kwargsOf = (entries: readonly (readonly [string, Value])[]): Kwargs => new Map(entries);

/** All that generated code can reach, by the names that it uses. */
const operations = {
  text,
  isTrue,
  attribute,
  item,
  slice,
  call,
  method: callMethod,
  callNow: (callee: Value, args: readonly Value[], kwargs: Kwargs): Value => settled(call(callee, args, kwargs)),
  methodNow: (value: Value, name: string, args: readonly Value[], kwargs: Kwargs, kind: UndefinedKind): Value =>
    settled(callMethod(value, name, args, kwargs, kind)),
  binary,
  negate,
  positive,
  join,
  contains,
  equals,
  compare,
  iterate,
  unpack,
  spread,
  tuple,
  dict: dictFrom,
  kwargsOf,
  joinKwargs,
  noKwargs,
  namespaceOf,
  noLoader,
  refuse,
  filter: (name: string) => filters.get(name),
  test: (name: string) => tests.get(name),
  loop: (
    source: Value,
    undefinedNames: UndefinedKind,
    depth: number,
    recursion: ConstructorParameters<typeof Loop>[1]['recursion'],
  ) => new Loop(source, { undefinedNames, depth, recursion }),
  macro: (...parts: ConstructorParameters<typeof Macro>) => new Macro(...parts),
  isReturn: (error: unknown): error is ReturnSignal => error instanceof ReturnSignal,
  returnFunction,
  Promise,
} as const;

export const operationNames: readonly string[] = Object.keys(operations);
export const operationValues: readonly unknown[] = Object.values(operations);

export const isFilter = (name: string): boolean => filters.has(name);
export const isTest = (name: string): boolean => tests.has(name);
