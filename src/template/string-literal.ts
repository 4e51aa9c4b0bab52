import { newline } from './position.ts';

const simple: { readonly [char: string]: string } = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

const hexadecimal: { readonly [char: string]: { readonly digits: number; readonly name: string } } = {
  x: { digits: 2, name: 'xXX' },
  u: { digits: 4, name: 'uXXXX' },
  U: { digits: 8, name: 'UXXXXXXXX' },
};

/** What a string literal between its quotes means, by Python's escapes; unknown ones keep their backslash. */
export function unescapeString(literal: string): { readonly text: string; readonly mistake: string | null } {
  const body = literal.includes('\r') ? literal.replace(newline, '\n') : literal;
  if (!body.includes('\\')) return { text: body, mistake: null };
  let mistake: string | null = null;
  const text = body.replace(/\\(?:([0-7]{1,3})|([xuU])([0-9a-fA-F]*)|(.))/gs, (all, octal, kind, digits, char) => {
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
    if (kind !== undefined) {
      const value = fromHexadecimal(kind, digits);
      if (typeof value === 'string') return value;
      mistake ??= value.mistake;
      return '';
    }
    if (char === 'N') mistake ??= 'unknown Unicode character name';
    return simple[char] ?? all;
  });
  return { text, mistake };
}

function fromHexadecimal(kind: string, found: string): string | { readonly mistake: string } {
  const { digits, name } = hexadecimal[kind] as { digits: number; name: string };
  if (found.length < digits) return { mistake: `truncated \\${name} escape` };
  const code = Number.parseInt(found.slice(0, digits), 16);
  if (code > 0x10ffff) return { mistake: 'illegal Unicode character' };
  return String.fromCodePoint(code) + found.slice(digits);
}
