import { PyDate } from '../template/module/date.ts';
import { PyDateTime } from '../template/module/date-time.ts';
import { PySet } from '../template/value/collection.ts';
import { order } from '../template/value/compare.ts';
import { dictKeys } from '../template/value/iterate.ts';
import { plainText } from '../template/value/markup.ts';
import { floatRepr, isFloat } from '../template/value/number.ts';
import { Float, type Value, type ValueMap } from '../template/value.ts';
import { yamlString } from './base-yaml-scalar.ts';

export interface YamlLayout {
  readonly keys: 'as given' | 'sorted';
}

/** A value that YAML has no form for here. */
export class YamlTextError extends Error {}

/** A value as PyYAML's `safe_dump` writes it: block style, lists not indented in mappings, shared values as anchors. */
export function yamlText(given: Value, layout: YamlLayout = { keys: 'as given' }): string {
  const value = plainText(given);
  const writer: Writer = { layout, anchors: sharedValues(value), written: new Set() };
  if (isCollection(value)) return `${collectionText(writer, value, 0, 0)}\n`;
  const place = { column: 0, indent: 2, role: 'value' } as const;
  if (typeof value !== 'string') return `${plainScalar(value)}\n...\n`;
  const { text, style } = yamlString(value, place);
  // An open plain scalar at the end of a document needs an end marker.
  return style === 'plain' ? `${text}\n...\n` : `${text}\n`;
}

type Collection = Value[] | ValueMap | PySet;

interface Writer {
  readonly layout: YamlLayout;
  /** The names of the values that occur more than once. */
  readonly anchors: ReadonlyMap<Value, string>;
  readonly written: Set<Value>;
}

const isCollection = (value: Value): value is Collection =>
  Array.isArray(value) || value instanceof Map || value instanceof PySet;

/** Names for every collection that occurs at more than one place, in the order of their first occurrence. */
function sharedValues(root: Value): ReadonlyMap<Value, string> {
  const seen = new Set<Value>();
  const shared = new Set<Value>();
  const walk = (value: Value): void => {
    if (!isCollection(value)) return;
    if (seen.has(value)) {
      shared.add(value);
      return;
    }
    seen.add(value);
    for (const child of value instanceof Map ? value.values() : Array.isArray(value) ? value : []) walk(child);
  };
  walk(root);
  const ordered = [...seen].filter(value => shared.has(value));
  return new Map(ordered.map((value, index) => [value, `id${String(index + 1).padStart(3, '0')}`]));
}

/** A collection, written from `column` on; its further lines start at `indent`. */
function collectionText(writer: Writer, value: Collection, indent: number, column: number): string {
  const anchor = writer.anchors.get(value);
  const head = anchor === undefined ? '' : `&${anchor} `;
  writer.written.add(value);
  if (value instanceof PySet) return `${head}!!set${value.size() === 0 ? ' {}' : `\n${setLines(writer, value, indent)}`}`;
  if (Array.isArray(value) ? value.length === 0 : value.size === 0) return `${head}${Array.isArray(value) ? '[]' : '{}'}`;
  const lines = Array.isArray(value) ? listLines(writer, value, indent) : mapLines(writer, value, indent);
  if (head === '') return column > indent || column === 0 ? lines.trimStart() : lines;
  return `${head.trimEnd()}\n${lines}`;
}

const setLines = (writer: Writer, value: PySet, indent: number): string =>
  mapLines(writer, new Map(Array.from(value.iterate(), member => [member, null])), indent);

const pad = (indent: number): string => ' '.repeat(indent);

function listLines(writer: Writer, list: readonly Value[], indent: number): string {
  return Array.from(list, item => `${pad(indent)}- ${itemText(writer, item, indent)}`).join('\n');
}

function itemText(writer: Writer, given: Value, indent: number): string {
  const value = plainText(given);
  if (!isCollection(value)) return scalarText(value, { column: indent + 2, indent: indent + 2, role: 'value' });
  return aliasOf(writer, value) ?? collectionText(writer, value, indent + 2, indent + 3);
}

function mapLines(writer: Writer, map: ValueMap, indent: number): string {
  const keys = [...dictKeys(map)];
  if (writer.layout.keys === 'sorted') keys.sort(order);
  return keys.map(key => entryText(writer, key, plainText(map.get(key) ?? null), indent)).join('\n');
}

/** A key that does not fit on the line of its value: the emitter's own rule. */
const isComplexKey = (key: Value): key is string =>
  typeof key === 'string' && (key === '' || key.length >= 128 || /[\n\u0085\u2028\u2029]/.test(key));

function entryText(writer: Writer, key: Value, value: Value, indent: number): string {
  if (isComplexKey(key)) {
    const written = scalarText(key, { column: indent + 2, indent: indent + 2, role: 'value' });
    return `${pad(indent)}? ${written}\n${pad(indent)}: ${itemText(writer, value, indent)}`;
  }
  const head = `${pad(indent)}${scalarText(plainText(key), { column: indent, indent: indent + 2, role: 'key' })}:`;
  if (!isCollection(value)) return `${head} ${scalarText(value, { column: head.length + 1, indent: indent + 2, role: 'value' })}`;
  const alias = aliasOf(writer, value);
  if (alias !== null) return `${head} ${alias}`;
  const isBlock = (Array.isArray(value) ? value.length : value instanceof Map ? value.size : 0) > 0;
  const isPlainBlock = isBlock && !writer.anchors.has(value);
  const inner = Array.isArray(value) ? indent : indent + 2;
  if (!isPlainBlock) return `${head} ${collectionText(writer, value, inner, inner + 1)}`;
  writer.written.add(value);
  return `${head}\n${Array.isArray(value) ? listLines(writer, value, inner) : mapLines(writer, value as ValueMap, inner)}`;
}

function aliasOf(writer: Writer, value: Value): string | null {
  const anchor = writer.anchors.get(value);
  return anchor !== undefined && writer.written.has(value) ? `*${anchor}` : null;
}

function scalarText(value: Value, place: Parameters<typeof yamlString>[1]): string {
  return typeof value === 'string' ? yamlString(value, place).text : plainScalar(value);
}

function plainScalar(value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (isFloat(value)) return floatText(value instanceof Float ? value.value : value);
  if (typeof value === 'number') return String(value);
  if (value instanceof PyDate || value instanceof PyDateTime) return value.text();
  throw new YamlTextError('cannot represent an object');
}

function floatText(number: number): string {
  if (Number.isNaN(number)) return '.nan';
  if (!Number.isFinite(number)) return number > 0 ? '.inf' : '-.inf';
  const text = floatRepr(number);
  return text.includes('.') ? text : text.replace('e', '.0e');
}
