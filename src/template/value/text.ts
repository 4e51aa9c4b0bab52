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
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
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
