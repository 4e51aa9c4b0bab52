import { TemplateError } from '../template.ts';
import { Float, HostObject, Tuple, type Value, type ValueMap } from '../value.ts';
import { typeName } from './type-name.ts';

/**
 * A dict is a Map whose keys equal as in Python: 1, 1.0 and True are one key, and so are equal tuples. Strings, None and ints are
 * the Map's own keys; for any other ("odd") key this index gives the key object that the Map holds. All access to a dict
 * whose keys may be odd goes through the functions of this file.
 */
const oddKeys = new WeakMap<ValueMap, Map<string, Value>>();
const identities = new WeakMap<object, string>();
let lastIdentity = 0;

/** The key of `map` that equals `key`, else `key` itself. Fails on an unhashable key. */
function findKey(map: ValueMap, key: Value): Value {
  if (typeof key === 'string' || key === null || map.has(key)) return key;
  const plain = plainNumber(key);
  if (plain !== undefined && map.has(plain)) return plain;
  const found = oddKeysOf(map).get(hashText(key));
  return found !== undefined && map.has(found) ? found : key;
}

/** The int that a bool or float equals; undefined for everything else. */
function plainNumber(key: Value): number | undefined {
  if (typeof key === 'boolean') return key ? 1 : 0;
  return key instanceof Float && Number.isSafeInteger(key.value) ? key.value + 0 : undefined;
}

function oddKeysOf(map: ValueMap): Map<string, Value> {
  const known = oddKeys.get(map);
  if (known) return known;
  const index = new Map<string, Value>();
  for (const key of map.keys()) if (isOdd(key)) index.set(hashText(key), key);
  oddKeys.set(map, index);
  return index;
}

function isOdd(key: Value): boolean {
  return typeof key === 'boolean' || (typeof key === 'object' && key !== null);
}

/** The same text for equal keys. */
function hashText(key: Value): string {
  switch (typeof key) {
    case 'string':
      return JSON.stringify(key);
    case 'boolean':
      return key ? '1' : '0';
    case 'number':
    case 'bigint':
      return String(key);
    default:
      return key === null ? 'None' : hashObject(key);
  }
}

function hashObject(key: Float | Value[] | ValueMap | HostObject): string {
  if (key instanceof Tuple) return `(${Array.from(key, hashText).join(',')})`;
  if (key instanceof Float) return Number.isInteger(key.value) ? String(BigInt(key.value)) : String(key.value);
  if (!(key instanceof HostObject)) throw new TemplateError('type', `unhashable type: '${typeName(key)}'`);
  return key.hashKey() ?? identity(key);
}

function identity(key: HostObject): string {
  const known = identities.get(key);
  if (known) return known;
  const id = `#${++lastIdentity}`;
  identities.set(key, id);
  return id;
}

export function dictHas(map: ValueMap, key: Value): boolean {
  return map.has(findKey(map, key));
}

export function dictGet(map: ValueMap, key: Value): Value | undefined {
  return map.get(findKey(map, key));
}

export function dictSet(map: ValueMap, key: Value, value: Value): void {
  const found = findKey(map, key);
  if (isOdd(found)) oddKeysOf(map).set(hashText(found), found);
  map.set(found, value);
}

export function dictDelete(map: ValueMap, key: Value): boolean {
  return map.delete(findKey(map, key));
}

/** A new dict; of equal keys the first key and the last value stay. */
export function dictFrom(entries: Iterable<readonly [Value, Value]>): ValueMap {
  const map: ValueMap = new Map();
  for (const [key, value] of entries) dictSet(map, key, value);
  return map;
}
