import { TemplateError } from '../template.ts';
import { Float, type Value, type ValueMap } from '../value.ts';
import { order } from './compare.ts';
import { plainText } from './markup.ts';
import { floatRepr } from './number.ts';
import { typeName } from './type-name.ts';

interface JsonOptions {
  /** Spaces a level; null for one line. */
  readonly indent: number | null;
  readonly keys: 'sorted' | 'as given';
}

/** As Python's `json.dumps`: `", "` and `": "` between, and only ASCII. Fails on what JSON cannot hold. */
export function jsonText(value: Value, options: JsonOptions): string {
  return jsonWithin(plainText(value), options, []);
}

function jsonWithin(value: Value, options: JsonOptions, ancestors: readonly Value[]): string {
  switch (typeof value) {
    case 'string':
      return jsonString(value);
    case 'boolean':
    case 'bigint':
      return String(value);
    case 'number':
      return jsonNumber(value);
  }
  if (value === null) return 'null';
  if (value instanceof Float) return floatRepr(value.value);
  if (ancestors.includes(value)) throw new TemplateError('other', 'Circular reference detected');
  const inside = [...ancestors, value];
  if (Array.isArray(value)) {
    return bracketed(
      '[',
      ']',
      Array.from(value, item => jsonWithin(plainText(item), options, inside)),
      options,
      inside.length,
    );
  }
  if (value instanceof Map) return bracketed('{', '}', dictMembers(value, options, inside), options, inside.length);
  throw new TemplateError('type', `Object of type ${typeName(value)} is not JSON serializable`);
}

function jsonNumber(value: number): string {
  if (Number.isInteger(value)) return String(value);
  if (Number.isFinite(value)) return floatRepr(value);
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
}

function jsonString(value: string): string {
  return JSON.stringify(value).replace(/[\x7f-\uffff]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function dictMembers(map: ValueMap, options: JsonOptions, inside: readonly Value[]): string[] {
  const entries = Array.from(map);
  if (options.keys === 'sorted') entries.sort(([a], [b]) => order(a, b));
  return entries.map(([key, value]) => `${jsonString(keyText(key))}: ${jsonWithin(plainText(value), options, inside)}`);
}

function keyText(key: Value): string {
  if (typeof key === 'string') return key;
  if (key === null || typeof key === 'boolean' || typeof key === 'bigint') return String(key);
  if (typeof key === 'number') return jsonNumber(key);
  if (key instanceof Float) return floatRepr(key.value);
  throw new TemplateError('type', `keys must be str, int, float, bool or None, not ${typeName(key)}`);
}

function bracketed(open: string, close: string, parts: readonly string[], { indent }: JsonOptions, depth: number): string {
  if (parts.length === 0) return open + close;
  if (indent === null) return open + parts.join(', ') + close;
  const margin = (level: number) => `\n${' '.repeat(Math.max(0, indent) * level)}`;
  return open + margin(depth) + parts.join(`,${margin(depth)}`) + margin(depth - 1) + close;
}
