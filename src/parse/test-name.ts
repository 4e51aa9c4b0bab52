import { md5 } from '../context/md5.ts';
import { fromPlain, repr, text, type Value } from '../template/index.ts';

export interface TestName {
  /** Names the node. */
  readonly full: string;
  /** Names the compiled file and the relation of stored failures: at most 63 characters. */
  readonly short: string;
}

/** `unique_orders_order_id`: the test, what it is about, and its arguments, as dbt names tests. */
export function testName(test: string, about: string, args: Readonly<Record<string, unknown>>): TestName {
  const parts = Object.keys(args)
    .filter(key => key !== 'model')
    .sort()
    .flatMap(key => partsOf(fromPlain(args[key])))
    .map(part => text(part).replace(/[^0-9a-zA-Z_]+/g, '_'));
  const subject = `${test}_${about}`;
  const full = `${subject}_${parts.join('__')}`;
  return { full, short: full.length >= 64 ? `${subject.slice(0, 30)}_${md5(full)}` : full };
}

const partsOf = (value: Value): readonly Value[] =>
  value instanceof Map ? [...value.values()] : Array.isArray(value) ? value : [value];

/** The last part of a test's id: tells tests apart that differ in nothing but arguments or configuration. */
export function testHash(name: string, metadata: Readonly<Record<string, unknown>>): string {
  return md5(name + repr(sortedTexts(fromPlain(metadata)))).slice(-10);
}

/** The same value with sorted keys and every leaf as text. */
function sortedTexts(value: Value): Value {
  if (Array.isArray(value)) return value.map(sortedTexts);
  if (!(value instanceof Map)) return text(value);
  const keys = [...value.keys()].toSorted((a, b) => (text(a) < text(b) ? -1 : 1));
  return new Map(keys.map(key => [key, sortedTexts(value.get(key) ?? null)]));
}
