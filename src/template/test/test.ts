import { filters } from '../filter/filter.ts';
import { isLower, isUpper } from '../method/str-class.ts';
import { bind, signature } from '../value/binding.ts';
import { compare } from '../value/compare.ts';
import { equals } from '../value/equal.ts';
import { iterableOf, sizeOf } from '../value/iterate.ts';
import { Markup } from '../value/markup.ts';
import { isFloat, isInt, numeric } from '../value/number.ts';
import { binary, contains } from '../value/operator.ts';
import { text } from '../value/print.ts';
import { Undefined } from '../value/undefined.ts';
import { Float, HostObject, type Kwargs, type Value } from '../value.ts';

/** `value is name(*args, **kwargs)`. */
export type Test = (value: Value, args: readonly Value[], kwargs: Kwargs) => boolean;

function plain(name: string, body: (value: Value) => boolean): [string, Test] {
  const expected = signature(`test_${name}`, [], 1);
  return [
    name,
    (value, args, kwargs) => {
      bind(expected, args, kwargs);
      return body(value);
    },
  ];
}

function withOther(name: string, body: (value: Value, other: Value) => boolean): [string, Test] {
  const expected = signature(`test_${name}`, ['other'], 1);
  return [name, (value, args, kwargs) => body(value, bind(expected, args, kwargs)[0] as Value)];
}

function named(names: readonly string[], body: (value: Value, other: Value) => boolean): [string, Test][] {
  return names.map(name => withOther(name, body));
}

function isString(value: Value): boolean {
  return typeof value === 'string' || value instanceof Markup;
}

/** Python's `is`: the same object. Numbers and texts have no identity here, so equal ones of one type are the same. */
function isSame(a: Value, b: Value): boolean {
  return a === b;
}

/** It has a length and can be subscripted, which sets and views cannot. */
function isSequence(value: Value): boolean {
  if (sizeOf(value) === null) return false;
  return !(value instanceof HostObject) || value.item !== HostObject.prototype.item;
}

function isCallable(value: Value): boolean {
  return value instanceof HostObject && value.callable();
}

function divisible(value: Value, by: Value): boolean {
  return equals(binary('%', value, by), 0);
}

function isNumber(value: Value): boolean {
  return numeric(value) !== undefined || (value instanceof HostObject && value.number() !== null);
}

function isFloatValue(value: Value): boolean {
  return value instanceof Float || isFloat(value);
}

/** Every test of jinja2. */
export const tests: ReadonlyMap<string, Test> = new Map<string, Test>([
  plain('boolean', value => typeof value === 'boolean'),
  plain('callable', isCallable),
  plain('defined', value => !(value instanceof Undefined)),
  plain('escaped', value => value instanceof Markup),
  plain('even', value => equals(binary('%', value, 2), 0)),
  plain('false', value => value === false),
  plain('filter', value => filters.has(text(value))),
  plain('float', isFloatValue),
  plain('integer', isInt),
  plain('iterable', value => iterableOf(value) !== null),
  plain('lower', value => isLower(text(value))),
  plain('mapping', value => value instanceof Map || (value instanceof HostObject && value.mapping())),
  plain('none', value => value === null),
  plain('number', isNumber),
  plain('odd', value => equals(binary('%', value, 2), 1)),
  plain('sequence', isSequence),
  plain('string', isString),
  plain('test', value => tests.has(text(value))),
  plain('true', value => value === true),
  plain('undefined', value => value instanceof Undefined),
  plain('upper', value => isUpper(text(value))),
  withOther('divisibleby', divisible),
  withOther('in', contains),
  withOther('sameas', isSame),
  ...named(['==', 'eq', 'equalto'], equals),
  ...named(['!=', 'ne'], (value, other) => !equals(value, other)),
  ...named(['>', 'gt', 'greaterthan'], (value, other) => compare('>', value, other)),
  ...named(['>=', 'ge'], (value, other) => compare('>=', value, other)),
  ...named(['<', 'lt', 'lessthan'], (value, other) => compare('<', value, other)),
  ...named(['<=', 'le'], (value, other) => compare('<=', value, other)),
]);
