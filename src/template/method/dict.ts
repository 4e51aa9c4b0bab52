import { TemplateError } from '../template.ts';
import { callSync } from '../value/call.ts';
import { DictView } from '../value/collection.ts';
import { dictDelete, dictFrom, dictGet, dictSet } from '../value/dict.ts';
import { items, iterableOf, iterate } from '../value/iterate.ts';
import { repr } from '../value/print.ts';
import { HostObject, Tuple, type Value, type ValueMap } from '../value.ts';
import { methodTable } from './table.ts';

type Argument = Value | undefined;
type Entry = readonly [Value, Value];

/** The entries that `dict(source)` and `d.update(source)` take: those of a mapping, or pairs. */
export function dictEntries(source: Value): Iterable<Entry> {
  if (source instanceof Map) return Array.from(source);
  const keys = source instanceof HostObject && mayHaveKeys(source) ? source.attribute('keys') : undefined;
  if (keys !== undefined) return items(callSync(keys, [])).map(key => [key, (source as HostObject).item(key) ?? null] as const);
  return items(source).map(pairOf);
}

/** An undefined value fails on attributes, and is an empty iterable here. */
function mayHaveKeys(source: HostObject): boolean {
  return source.typeName !== 'Undefined';
}

function pairOf(value: Value, index: number): Entry {
  const pair = iterableOf(value);
  if (!pair) throw new TemplateError('type', `cannot convert dictionary update sequence element #${index} to a sequence`);
  const [key, entry, ...rest] = pair;
  if (key !== undefined && entry !== undefined && rest.length === 0) return [key, entry];
  const length = rest.length + Number(key !== undefined) + Number(entry !== undefined);
  throw new TemplateError('other', `dictionary update sequence element #${index} has length ${length}; 2 is required`);
}

function update(map: ValueMap, source: Argument, keywords: ValueMap): null {
  if (source !== undefined) for (const [key, value] of dictEntries(source)) dictSet(map, key, value);
  for (const [key, value] of keywords) dictSet(map, key, value);
  return null;
}

function pop(map: ValueMap, key: Value, fallback: Argument): Value {
  const known = dictGet(map, key);
  if (known !== undefined) {
    dictDelete(map, key);
    return known;
  }
  if (fallback === undefined) throw new TemplateError('other', `KeyError: ${repr(key)}`);
  return fallback;
}

function popitem(map: ValueMap): Value {
  const last = Array.from(map).at(-1);
  if (!last) throw new TemplateError('other', "KeyError: 'popitem(): dictionary is empty'");
  dictDelete(map, last[0]);
  return Tuple.of(...last);
}

function setdefault(map: ValueMap, key: Value, fallback: Argument): Value {
  const known = dictGet(map, key);
  if (known !== undefined) return known;
  dictSet(map, key, fallback ?? null);
  return fallback ?? null;
}

function get(map: ValueMap, key: Value, fallback: Argument): Value {
  const known = dictGet(map, key);
  return known === undefined ? (fallback ?? null) : known;
}

function clear(map: ValueMap): null {
  map.clear();
  return null;
}

/** The methods of Python's dict. */
export const dictMethods = methodTable<ValueMap>({
  clear: [[], clear],
  copy: [[], map => dictFrom(map)],
  fromkeys: [['iterable', 'value?'], (_, keys, value) => dictFrom(Array.from(iterate(keys), key => [key, value ?? null]))],
  get: [['key', 'default?'], get],
  items: [[], map => new DictView(map, 'items')],
  keys: [[], map => new DictView(map, 'keys')],
  pop: [['key', 'default?'], pop],
  popitem: [[], popitem],
  setdefault: [['key', 'default?'], setdefault],
  update: [['*source', '**kwargs'], (map, sources, keywords) => update(map, onlySource(sources), keywords)],
  values: [[], map => new DictView(map, 'values')],
});

function onlySource(sources: Tuple): Argument {
  if (sources.length <= 1) return sources[0];
  throw new TemplateError('arguments', `update expected at most 1 argument, got ${sources.length}`);
}
