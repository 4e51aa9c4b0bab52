/** Columns between tab stops, as terminals and most editors have them in SQL and YAML. */
const TAB_WIDTH = 4;

/**
 * A line as a terminal can show it safely: tabs become spaces, and control characters (which could move the cursor
 * or recolour the screen) become visible signs of the same width.
 */
export function terminalText(line: string): string {
  let shown = '';
  let width = 0;
  for (const char of line) {
    const piece = char === '\t' ? ' '.repeat(TAB_WIDTH - (width % TAB_WIDTH)) : visible(char);
    shown += piece;
    width += terminalWidth(piece);
  }
  return shown;
}

/** The same of text that may have several lines. */
export const terminalLines = (text: string, indent = ''): string =>
  text
    .split(/\r\n|\n/)
    .map(terminalText)
    .join(`\n${indent}`);

function visible(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return (code >= 0x80 && code < 0xa0) || isDirectionMark(code) ? '\ufffd' : char;
}

/** Marks that reorder what follows them, and so can make code look like other code. */
const isDirectionMark = (code: number): boolean => (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);

/** How many terminal cells a text takes: East Asian wide characters and emoji take two, combining marks none. */
export function terminalWidth(text: string): number {
  let width = 0;
  for (const char of text) width += charWidth(char);
  return width;
}

function charWidth(char: string): number {
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x300) return 1;
  if (/\p{Mark}|\u200b|\u200c|\u200d|\ufe0f/u.test(char)) return 0;
  return WIDE.some(([first, last]) => code >= first && code <= last) ? 2 : 1;
}

/** Unicode's East Asian Width W and F, in coarse ranges. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x231a, 0x231b],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1f9ff],
  [0x1fa70, 0x1faff],
  [0x20000, 0x3fffd],
];
