/** What Python counts as white space and as the end of a line, for use in a character class. */
export const whiteSpace = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
export const lineEnd = '\\n\\r\\v\\f\\x1c-\\x1e\\x85\\u2028\\u2029';

const surrogate = /[\ud800-\udfff]/;

/** The characters of a text as Python counts them: code points. */
export function characters(text: string): readonly string[] {
  return surrogate.test(text) ? Array.from(text) : text.split('');
}

/** Python's `len(text)`. */
export function textLength(text: string): number {
  return surrogate.test(text) ? characters(text).length : text.length;
}

/** The position in code points of a position in UTF-16 units. */
export function characterIndex(text: string, unitIndex: number): number {
  return unitIndex < 0 ? unitIndex : textLength(text.slice(0, unitIndex));
}

/** Python's `repr(str)`. */
export function textRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  if (/^[\x20-\x26\x28-\x5b\x5d-\x7e]*$/.test(text)) return quote + text + quote;
  return quote + text.replace(/[\\'\p{C}\p{Z}]/gu, found => escapeCharacter(found, quote)) + quote;
}

const shortEscapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escapeCharacter(found: string, quote: string): string {
  if (found === ' ') return found;
  if (found === "'") return quote === "'" ? "\\'" : found;
  const short = shortEscapes[found];
  if (short) return short;
  const code = found.codePointAt(0) ?? 0;
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`;
}
