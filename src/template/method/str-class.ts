import { whiteSpace } from '../value/text.ts';
import type { MethodSpecs } from './table.ts';

const space = new RegExp(`^[${whiteSpace}]+$`);
const lower = /\p{Lowercase}/u;
const upper = /[\p{Uppercase}\p{Lt}]/u;

/** A capital at each word's start and nowhere else. */
function isTitle(text: string): boolean {
  let insideWord = false;
  let found = false;
  for (const character of text) {
    const isUpper = upper.test(character);
    if (isUpper ? insideWord : lower.test(character) && !insideWord) return false;
    insideWord = isUpper || lower.test(character);
    found ||= insideWord;
  }
  return found;
}

export function isLower(text: string): boolean {
  return lower.test(text) && !upper.test(text);
}

export function isUpper(text: string): boolean {
  return upper.test(text) && !lower.test(text);
}

export const classes: MethodSpecs<string> = {
  isalpha: [[], text => /^\p{L}+$/u.test(text)],
  isalnum: [[], text => /^[\p{L}\p{N}]+$/u.test(text)],
  isascii: [[], text => /^\p{ASCII}*$/u.test(text)],
  isdecimal: [[], text => /^\p{Nd}+$/u.test(text)],
  isdigit: [[], text => /^[\p{Nd}²³¹⁰⁴-⁹₀-₉①-⑨⑴-⑼⒈-⒐]+$/u.test(text)],
  isidentifier: [[], text => /^[\p{XID_Start}_]\p{XID_Continue}*$/u.test(text)],
  islower: [[], isLower],
  isnumeric: [[], text => /^[\p{N}〇一二三四五六七八九十百千万]+$/u.test(text)],
  isprintable: [[], text => !/[\p{C}\p{Z}]/u.test(text.replaceAll(' ', ''))],
  isspace: [[], text => space.test(text)],
  istitle: [[], isTitle],
  isupper: [[], isUpper],
};
