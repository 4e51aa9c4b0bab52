import { item } from '../value/access.ts';
import { integral } from '../value/number.ts';
import { text } from '../value/print.ts';
import { Undefined, type UndefinedKind } from '../value/undefined.ts';
import { Tuple, type Value } from '../value.ts';

export type KeyOf = (value: Value) => Value;

interface PathOptions {
  readonly kind: UndefinedKind;
  /** What stands for a missing part; null for none. */
  readonly fallback?: Value | undefined;
}

/** A getter for `a.b.0`, as the `attribute` of filters: items before attributes. */
export function attributePath(path: Value, { kind, fallback }: PathOptions): KeyOf {
  const parts = pathParts(path);
  return value =>
    parts.reduce((owner, part) => {
      const found = item(owner, part, kind);
      return found instanceof Undefined && fallback !== undefined && fallback !== null ? fallback : found;
    }, value);
}

function pathParts(path: Value): readonly Value[] {
  if (integral(path) !== undefined) return [path];
  return text(path)
    .split('.')
    .map(part => (/^\d+$/.test(part) ? Number(part) : part));
}

/** A getter for `a,b.c`: all of them as a tuple, to sort by. One path gives its value alone. */
export function attributePaths(paths: Value, kind: UndefinedKind, finish: KeyOf): KeyOf {
  const getters = (typeof paths === 'string' ? paths.split(',') : [paths]).map(path => attributePath(path, { kind }));
  return value => Tuple.from(getters.map(getter => finish(getter(value))));
}

/** Text in lower case, so that order and equality ignore case. */
export function ignoringCase(value: Value): Value {
  return typeof value === 'string' ? value.toLowerCase() : value;
}

export function asIs(value: Value): Value {
  return value;
}

/** What filters compare by: the value or its attribute, without case unless `caseSensitive`. */
export function comparisonKey(attribute: Value | undefined, caseSensitive: Value | undefined, kind: UndefinedKind): KeyOf {
  const finish = caseSensitive === true ? asIs : ignoringCase;
  if (attribute === undefined || attribute === null) return finish;
  const getter = attributePath(attribute, { kind });
  return value => finish(getter(value));
}
