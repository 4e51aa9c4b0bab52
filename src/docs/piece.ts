import { createHash } from 'node:crypto';

/** A script that hands data to the page: `file://` pages may load scripts, but nothing else. */
export interface DataFile {
  /** With a hash of the content, so that it may be cached for ever. */
  readonly name: string;
  readonly text: string;
}

export function dataFile(name: string, value: unknown): DataFile {
  const text = `__docs('${name}',${jsonLiteral(value)});\n`;
  return { name: `${name}-${contentHash(text)}.js`, text };
}

const contentHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);

/**
 * JSON within a string literal, not an object literal: there `__proto__` would be no plain key. Text of the project can end neither
 * the literal nor a script element around it, and holds no line separator.
 */
export const jsonLiteral = (value: unknown): string =>
  `'${JSON.stringify(value, plainInteger).replace(/[\\'<>&\u2028\u2029]/g, char => escapes[char] ?? unicodeEscape(char))}'`;

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', "'": "\\'" };

const unicodeEscape = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;

const plainInteger = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);

/** Neighbours that together stay below the size (characters of JSON); one that is larger alone is a piece of its own. */
export function inPieces<T>(items: readonly T[], limit = 250_000): readonly (readonly T[])[] {
  const pieces: T[][] = [];
  let room = 0;
  for (const item of items) {
    const size = JSON.stringify(item, plainInteger).length;
    if (size > room || pieces.length === 0) {
      pieces.push([]);
      room = limit;
    }
    pieces.at(-1)?.push(item);
    room -= size;
  }
  return pieces;
}
