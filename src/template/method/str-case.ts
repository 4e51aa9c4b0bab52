import { Float, type Value } from '../value.ts';
import type { MethodSpecs } from './table.ts';

const cased = /[\p{Lowercase}\p{Uppercase}\p{Lt}]/u;

/** A capital after every character that is not a letter, as Python's `str.title`. */
function title(text: string): string {
  let result = '';
  let insideWord = false;
  for (const character of text) {
    result += insideWord ? character.toLowerCase() : character.toUpperCase();
    insideWord = cased.test(character);
  }
  return result;
}

export function capitalize(text: string): string {
  const [first = ''] = text;
  return first.toUpperCase() + text.slice(first.length).toLowerCase();
}

function swapcase(text: string): string {
  return Array.from(text, character => {
    const lower = character.toLowerCase();
    return lower === character ? character.toUpperCase() : lower;
  }).join('');
}

function translate(text: string, table: Value): string {
  if (!(table instanceof Map)) return text;
  return Array.from(text, character => {
    const to = table.get(character.codePointAt(0) ?? 0);
    if (to === undefined) return character;
    if (to === null || to instanceof Float) return '';
    return typeof to === 'number' ? String.fromCodePoint(to) : String(to);
  }).join('');
}

function maketrans(from: Value, to: Value | undefined, removed: Value | undefined): Value {
  const table = new Map<Value, Value>();
  if (from instanceof Map) {
    for (const [key, value] of from) table.set(typeof key === 'string' ? (key.codePointAt(0) ?? 0) : key, value);
    return table;
  }
  const targets = Array.from(String(to ?? ''));
  Array.from(String(from)).forEach((character, index) => {
    table.set(character.codePointAt(0) ?? 0, targets[index]?.codePointAt(0) ?? null);
  });
  for (const character of String(removed ?? '')) table.set(character.codePointAt(0) ?? 0, null);
  return table;
}

export const casing: MethodSpecs<string> = {
  upper: [[], text => text.toUpperCase()],
  lower: [[], text => text.toLowerCase()],
  casefold: [[], text => text.toLowerCase().replaceAll('ß', 'ss').replaceAll('ς', 'σ')],
  title: [[], title],
  capitalize: [[], capitalize],
  swapcase: [[], swapcase],
  translate: [['table'], translate],
  maketrans: [['x', 'y?', 'z?'], (_, from, to, removed) => maketrans(from, to, removed)],
};
