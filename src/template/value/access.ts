import { builtinAttribute, findMethod, hasMethods, methodNames } from '../method/method.ts';
import { TemplateError } from '../template.ts';
import { HostObject, type Kwargs, Tuple, type Value } from '../value.ts';
import { call } from './call.ts';
import { Range } from './collection.ts';
import { dictGet } from './dict.ts';
import { items } from './iterate.ts';
import { integral } from './number.ts';
import { repr } from './print.ts';
import { characters } from './text.ts';
import { describeType, typeName } from './type-name.ts';
import { Undefined, type UndefinedKind, undefinedMember, undefinedUnsafe } from './undefined.ts';

/** `v.name`: the attribute, else the item of that name, else undefined. */
export function attribute(value: Value, name: string, kind: UndefinedKind = 'plain'): Value {
  const found = ownAttribute(value, name, kind);
  if (found !== undefined) return found;
  const entry = value instanceof Map ? value.get(name) : value instanceof HostObject ? value.item(name) : undefined;
  return entry ?? (entry === null ? null : undefinedMember(value, name, kind, () => memberNames(value)));
}

/** `v[key]`: the item, else (for a text) the attribute of that name, else undefined. */
export function item(value: Value, key: Value, kind: UndefinedKind = 'plain'): Value {
  const found = ownItem(value, key);
  if (found !== undefined) return found;
  const fallback = typeof key === 'string' ? ownAttribute(value, key, kind) : undefined;
  return fallback ?? (fallback === null ? null : undefinedMember(value, key, kind, () => memberNames(value)));
}

/** `v.name(*args, **kwargs)`, without making the bound method when `v` is plain data. */
export function callMethod(value: Value, name: string, args: readonly Value[], kwargs: Kwargs, kind: UndefinedKind = 'plain') {
  if (hasMethods(value)) {
    const method = findMethod(value, name);
    if (method) return method(value, args, kwargs);
  }
  return call(attribute(value, name, kind), args, kwargs);
}

/** What `v.…` may be followed by: methods and fields, and the keys of a dict. */
function memberNames(value: Value): readonly string[] {
  if (value instanceof HostObject) return [...value.memberNames()];
  const keys = value instanceof Map ? [...value.keys()].filter(key => typeof key === 'string') : [];
  return [...keys, ...methodNames(value)];
}

/** The attribute only, without jinja2's fallback to the item; undefined when there is none. */
export function ownAttribute(value: Value, name: string, kind: UndefinedKind = 'plain'): Value | undefined {
  if (value instanceof HostObject) {
    const found = value.attribute(name);
    if (found !== undefined) return found;
  } else {
    const found = builtinAttribute(value, name);
    if (found !== undefined) return found;
  }
  return name.startsWith('__') && isObjectInternal(name) ? undefinedUnsafe(typeName(value), name, kind) : undefined;
}

/** What every Python object has, and the sandbox keeps from templates. */
function isObjectInternal(name: string): boolean {
  return /^__(?:class|init|new|doc|dict|module|eq|ne|lt|le|gt|ge|hash|str|repr|reduce|reduce_ex|getattribute|setattr|delattr|dir|format|sizeof|subclasshook|init_subclass|call|globals|code|len|iter|add|mul|contains|getitem|setitem|delitem)__$/.test(
    name,
  );
}

/** The item only; undefined when there is none or the key does not fit. */
export function ownItem(value: Value, key: Value): Value | undefined {
  if (value instanceof Map) return typeof key === 'string' ? value.get(key) : dictItem(value, key);
  if (value instanceof HostObject) return value.item(key);
  const isText = typeof value === 'string';
  if (!isText && !Array.isArray(value)) return undefined;
  const index = integral(key);
  if (index === undefined) return undefined;
  return isText ? characters(value).at(Number(index)) : value.at(Number(index));
}

function dictItem(map: Map<Value, Value>, key: Value): Value | undefined {
  try {
    return dictGet(map, key);
  } catch (error) {
    // An unhashable key is a TypeError, which jinja2's subscript takes for "no such item".
    if (error instanceof TemplateError && error.kind === 'type') return undefined;
    throw error;
  }
}

/** `v[start:stop:step]`; null or undefined for a part that is left out. */
export function slice(value: Value, start?: Value, stop?: Value, step?: Value, kind: UndefinedKind = 'plain'): Value {
  if (value instanceof Undefined) return value.item(null);
  const parts = [start ?? null, stop ?? null, step ?? null] as const;
  const bounds = parts.map(part => (part === null ? null : Number(integral(part))));
  const host =
    value instanceof HostObject ? value.sliced(all => pickIndexes(all.length, bounds).map(at => all[at] as Value)) : null;
  if (host !== null) return host;
  const sliceable = typeof value === 'string' || Array.isArray(value) || value instanceof Range || typeName(value) === 'Markup';
  if (!sliceable || !parts.every(part => part === null || integral(part) !== undefined)) {
    const printed = `slice(${parts.map(part => repr(part)).join(', ')})`;
    return new Undefined({ kind, name: null, message: `${describeType(value)} has no element ${printed}` });
  }
  const source = items(value);
  const picked = pickIndexes(source.length, bounds).map(index => source[index] as Value);
  if (Array.isArray(value)) return value instanceof Tuple ? Tuple.from(picked) : picked;
  return value instanceof Range ? sliceRange(value, picked, parts[2]) : picked.join('');
}

function sliceRange(range: Range, picked: readonly Value[], step: Value): Range {
  const stride = range.step * Number(integral(step) ?? 1);
  const first = Number(picked[0] ?? range.start);
  return new Range(first, first + stride * picked.length, stride);
}

/** The indexes that a slice selects, by Python's rules for negative and missing bounds. */
function pickIndexes(length: number, [start, stop, step]: readonly (number | null)[]): number[] {
  const stride = step ?? 1;
  if (stride === 0) throw new TemplateError('other', 'slice step cannot be zero');
  const low = stride < 0 ? -1 : 0;
  const high = stride < 0 ? length - 1 : length;
  const clamp = (bound: number) => Math.min(Math.max(bound < 0 ? bound + length : bound, low), high);
  const from = start === null || start === undefined ? (stride < 0 ? high : low) : clamp(start);
  const to = stop === null || stop === undefined ? (stride < 0 ? low : high) : clamp(stop);
  const indexes: number[] = [];
  for (let index = from; stride < 0 ? index > to : index < to; index += stride) indexes.push(index);
  return indexes;
}
