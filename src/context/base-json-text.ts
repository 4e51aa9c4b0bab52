import { TemplateError } from '../template/template.ts';
import { order } from '../template/value/compare.ts';
import { dictKeys } from '../template/value/iterate.ts';
import { plainText } from '../template/value/markup.ts';
import { floatRepr, isFloat } from '../template/value/number.ts';
import { text } from '../template/value/print.ts';
import { typeName } from '../template/value/type-name.ts';
import { Float, HostObject, type Value, type ValueMap } from '../template/value.ts';

export interface JsonLayout {
  readonly keys: 'as given' | 'sorted';
}

/** A value as Python's `json.dumps` writes it: `, ` and `: ` between, everything beyond ASCII escaped. Fails for what JSON cannot hold. */
export function jsonText(given: Value, layout: JsonLayout = { keys: 'as given' }): string {
  const value = plainText(given);
  if (value === null) return 'null';
  if (typeof value === 'string') return jsonString(value);
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (isFloat(value)) return floatText(value instanceof Float ? value.value : value);
  if (typeof value === 'number') return String(value);
  if (value instanceof Map) return objectText(value, layout);
  if (Array.isArray(value)) return `[${Array.from(value, item => jsonText(item, layout)).join(', ')}]`;
  throw new TemplateError('type', `Object of type ${typeName(value).replace(/^datetime\./, '')} is not JSON serializable`);
}

function floatText(number: number): string {
  if (Number.isNaN(number)) return 'NaN';
  if (!Number.isFinite(number)) return number > 0 ? 'Infinity' : '-Infinity';
  return floatRepr(number);
}

function objectText(map: ValueMap, layout: JsonLayout): string {
  const keys = [...dictKeys(map)];
  if (layout.keys === 'sorted') keys.sort(order);
  return `{${keys.map(key => `${jsonString(keyText(key))}: ${jsonText(map.get(key) ?? null, layout)}`).join(', ')}}`;
}

function keyText(key: Value): string {
  if (typeof key === 'string') return key;
  if (key === null) return 'null';
  if (typeof key === 'boolean') return String(key);
  if (key instanceof HostObject || Array.isArray(key)) {
    throw new TemplateError('type', `keys must be str, int, float, bool or None, not ${typeName(key)}`);
  }
  return isFloat(key) ? jsonText(key) : text(key);
}

/** `JSON.stringify` escapes what must be; Python also escapes everything beyond ASCII. */
const jsonString = (content: string): string =>
  JSON.stringify(content).replace(/[\u007f-\uffff]/g, unit =>
    unit === '\u007f' ? unit : `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
