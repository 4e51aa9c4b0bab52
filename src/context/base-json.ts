import type { Value, ValueMap } from '../template/value.ts';
import { Float } from '../template/value.ts';

/** A text that is not JSON; `offset` counts UTF-16 units from 0. */
export class JsonError extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(`${message}: char ${offset}`);
    this.name = 'JsonError';
    this.offset = offset;
  }
}

interface Cursor {
  readonly text: string;
  at: number;
}

const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON refuses control characters in strings
const PLAIN_TEXT = /[^"\\\u0000-\u001f]*/y;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};
const WORDS: readonly (readonly [string, Value])[] = [
  ['null', null],
  ['true', true],
  ['false', false],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
];

/**
 * JSON as Python's `json.loads` reads it. Unlike `JSON.parse` it tells `1.0` (a float) from `1`, keeps the digits of
 * large integers, and knows `NaN` and the infinities. Fails with a `JsonError`.
 */
export function parseJson(text: string): Value {
  const cursor: Cursor = { text, at: 0 };
  skipSpace(cursor);
  const value = readValue(cursor);
  skipSpace(cursor);
  if (cursor.at < text.length) throw new JsonError('Extra data', cursor.at);
  return value;
}

function skipSpace(cursor: Cursor): void {
  while (cursor.at < cursor.text.length && ' \t\n\r'.includes(cursor.text.charAt(cursor.at))) cursor.at++;
}

function readValue(cursor: Cursor): Value {
  const first = cursor.text.charAt(cursor.at);
  if (first === '"') return readString(cursor);
  if (first === '{') return readObject(cursor);
  if (first === '[') return readArray(cursor);
  for (const [word, value] of WORDS) {
    if (cursor.text.startsWith(word, cursor.at)) {
      cursor.at += word.length;
      return value;
    }
  }
  return readNumber(cursor);
}

function readNumber(cursor: Cursor): Value {
  NUMBER.lastIndex = cursor.at;
  const match = NUMBER.exec(cursor.text);
  if (!match) throw new JsonError('Expecting value', cursor.at);
  cursor.at += match[0].length;
  const number = Number(match[0]);
  if (match[1] !== undefined || match[2] !== undefined) return Number.isInteger(number) ? new Float(number) : number;
  if (Number.isSafeInteger(number)) return number === 0 ? 0 : number;
  return BigInt(match[0]);
}

function readString(cursor: Cursor): string {
  const start = cursor.at++;
  let text = '';
  for (;;) {
    PLAIN_TEXT.lastIndex = cursor.at;
    const plain = PLAIN_TEXT.exec(cursor.text)?.[0] ?? '';
    text += plain;
    cursor.at += plain.length;
    const stop = cursor.text.charAt(cursor.at++);
    if (stop === '"') return text;
    if (stop === '') throw new JsonError('Unterminated string starting at', start);
    if (stop !== '\\') throw new JsonError('Invalid control character at', cursor.at - 1);
    text += readEscape(cursor);
  }
}

function readEscape(cursor: Cursor): string {
  const letter = cursor.text.charAt(cursor.at++);
  if (letter === 'u') {
    const digits = cursor.text.slice(cursor.at, cursor.at + 4);
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw new JsonError('Invalid \\uXXXX escape', cursor.at);
    cursor.at += 4;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }
  const escaped = Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : undefined;
  if (escaped === undefined) throw new JsonError('Invalid \\escape', cursor.at - 2);
  return escaped;
}

function readArray(cursor: Cursor): Value[] {
  const items: Value[] = [];
  readMembers(cursor, ']', () => items.push(readValue(cursor)));
  return items;
}

function readObject(cursor: Cursor): ValueMap {
  const map: ValueMap = new Map();
  readMembers(cursor, '}', () => {
    if (cursor.text.charAt(cursor.at) !== '"')
      throw new JsonError('Expecting property name enclosed in double quotes', cursor.at);
    const key = readString(cursor);
    skipSpace(cursor);
    if (cursor.text.charAt(cursor.at) !== ':') throw new JsonError("Expecting ':' delimiter", cursor.at);
    cursor.at++;
    skipSpace(cursor);
    map.set(key, readValue(cursor));
  });
  return map;
}

function readMembers(cursor: Cursor, close: string, readMember: () => void): void {
  cursor.at++;
  skipSpace(cursor);
  if (cursor.text.charAt(cursor.at) === close) {
    cursor.at++;
    return;
  }
  for (;;) {
    readMember();
    skipSpace(cursor);
    const next = cursor.text.charAt(cursor.at);
    if (next !== ',' && next !== close) throw new JsonError("Expecting ',' delimiter", cursor.at);
    cursor.at++;
    if (next === close) return;
    skipSpace(cursor);
  }
}
