import { TemplateError } from '../template.ts';

/** A piece of a replacement: text, or the number of a group. */
export type ReplacementPiece = string | number;

interface Groups {
  readonly groupCount: number;
  readonly groupNames: ReadonlyMap<string, number>;
}

const CONTROLS: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

/** Reads a replacement text of Python's `re.sub`: `\1`, `\g<1>`, `\g<name>`, `\n` … */
export function parseReplacement(text: string, groups: Groups): readonly ReplacementPiece[] {
  const pieces: ReplacementPiece[] = [];
  for (const match of text.matchAll(/\\(?:g<([^>]*)>|0([0-7]{0,2})|([0-3][0-7]{2})|([1-9]\d?)|([\s\S]?))|[^\\]+/g)) {
    pieces.push(pieceOf(match, groups));
  }
  return pieces;
}

function pieceOf(match: RegExpExecArray, groups: Groups): ReplacementPiece {
  const [whole, reference, zero, octal, number, letter] = match;
  if (reference !== undefined) return groupNumber(reference, groups, match.index + 3);
  const code = zero ?? octal;
  if (code !== undefined) return String.fromCodePoint(Number.parseInt(`0${code}`, 8));
  if (number !== undefined) return groupNumber(number, groups, match.index + 1);
  if (letter === undefined) return whole;
  const control = Object.hasOwn(CONTROLS, letter) ? CONTROLS[letter] : undefined;
  if (control !== undefined) return control;
  if (letter === '') throw new TemplateError('other', `bad escape (end of pattern) at position ${match.index}`);
  if (/[a-zA-Z]/.test(letter)) throw new TemplateError('other', `bad escape \\${letter} at position ${match.index}`);
  return whole;
}

/** The number of a group that is named or numbered in `reference`. */
function groupNumber(reference: string, { groupCount, groupNames }: Groups, position: number): number {
  if (/^\d+$/.test(reference)) {
    if (Number(reference) > groupCount)
      throw new TemplateError('other', `invalid group reference ${reference} at position ${position}`);
    return Number(reference);
  }
  const number = groupNames.get(reference);
  if (number === undefined) throw new TemplateError('other', `unknown group name '${reference}'`);
  return number;
}
