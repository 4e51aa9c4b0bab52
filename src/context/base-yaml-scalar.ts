import { resolveScalar } from '../template/yaml-scalar.ts';

/** The column that PyYAML's emitter does not like to pass. */
const WIDTH = 80;
const BREAKS = '\n\u0085\u2028\u2029';
const BLANKS = '\0 \t\r\n\u0085\u2028\u2029';
const NAMED_ESCAPES: Readonly<Record<string, string>> = {
  '\0': '0',
  '\x07': 'a',
  '\x08': 'b',
  '\x09': 't',
  '\x0a': 'n',
  '\x0b': 'v',
  '\x0c': 'f',
  '\x0d': 'r',
  '\x1b': 'e',
  '"': '"',
  '\\': '\\',
  '\x85': 'N',
  '\xa0': '_',
  '\u2028': 'L',
  '\u2029': 'P',
};

/** Where a scalar is written: the column where it starts and the indentation of the lines that continue it. */
export interface ScalarPlace {
  readonly column: number;
  readonly indent: number;
  readonly role: 'key' | 'value';
}

export interface WrittenScalar {
  readonly text: string;
  readonly style: 'plain' | 'single' | 'double';
}

/** A string as PyYAML writes it: plain if that reads back as the same string, else in single quotes, else in double ones. */
export function yamlString(content: string, place: ScalarPlace): WrittenScalar {
  const { plain, single, multiline } = analyze(content);
  const isKeyOfLines = place.role === 'key' && multiline;
  if (plain && !isKeyOfLines && readsAsString(content)) return { text: plainLines(content, place), style: 'plain' };
  if (single && !isKeyOfLines) return { text: singleQuoted(content, place), style: 'single' };
  return { text: doubleQuoted(content, place), style: 'double' };
}

function readsAsString(content: string): boolean {
  try {
    // `=` and `<<` mean something else to a YAML 1.1 reader.
    return content !== '=' && content !== '<<' && typeof resolveScalar(content) === 'string';
  } catch {
    return false;
  }
}

interface Analysis {
  readonly plain: boolean;
  readonly single: boolean;
  readonly multiline: boolean;
}

/** The styles that a block-context string may have, by the rules of YAML 1.1. */
function analyze(content: string): Analysis {
  const characters = [...content];
  const multiline = characters.some(each => BREAKS.includes(each));
  const special = characters.some(each => !(each === '\n' || (each >= ' ' && each <= '~')));
  const edges = /^[ \n\u0085\u2028\u2029]|[ \n\u0085\u2028\u2029]$/.test(content);
  const breakThenSpace = /[\n\u0085\u2028\u2029] /.test(content);
  const spaceThenBreak = / [\n\u0085\u2028\u2029]/.test(content);
  return {
    plain: !(edges || multiline || special || hasIndicator(characters)),
    single: !(breakThenSpace || spaceThenBreak || special),
    multiline,
  };
}

/** Whether something in the string would be read as syntax if it stood there unquoted. */
function hasIndicator(characters: readonly string[]): boolean {
  const content = characters.join('');
  if (content.startsWith('---') || content.startsWith('...')) return true;
  return characters.some((character, index) => {
    const next = characters[index + 1];
    const beforeBlank = next === undefined || BLANKS.includes(next);
    const afterBlank = index === 0 || BLANKS.includes(characters[index - 1] ?? '');
    if (index === 0 && '#,[]{}&*!|>\'"%@`'.includes(character)) return true;
    if (index === 0 && '?-'.includes(character)) return beforeBlank;
    return (character === ':' && beforeBlank) || (character === '#' && afterBlank);
  });
}

/** Breaks a line at single spaces once it is too wide; keys stay on one line. */
function plainLines(content: string, { column, indent, role }: ScalarPlace): string {
  if (role === 'key') return content;
  let at = column;
  let written = '';
  for (const [piece] of content.matchAll(/ +|[^ ]+/g)) {
    const breaks = piece === ' ' && at > WIDTH;
    written += breaks ? `\n${' '.repeat(indent)}` : piece;
    at = breaks ? indent : at + piece.length;
  }
  return written;
}

function singleQuoted(content: string, { column, indent, role }: ScalarPlace): string {
  let at = column + 1;
  let offset = 0;
  let written = "'";
  for (const [piece] of content.matchAll(/ +|[\n\u0085\u2028\u2029]+|[^ \n\u0085\u2028\u2029]+/g)) {
    const isInside = offset > 0 && offset + piece.length < content.length;
    const isBreak = BREAKS.includes(piece.charAt(0));
    const folds = piece === ' ' && at > WIDTH && role === 'value' && isInside;
    if (isBreak || folds) {
      const lines = !isBreak ? '\n' : piece.startsWith('\n') ? `\n${piece}` : piece;
      written += lines + ' '.repeat(indent);
      at = indent;
    } else {
      const quoted = piece.replaceAll("'", "''");
      written += quoted;
      at += quoted.length;
    }
    offset += piece.length;
  }
  return `${written}'`;
}

function doubleQuoted(content: string, { column, indent, role }: ScalarPlace): string {
  const characters = [...content];
  let at = column + 1;
  let pending = '';
  let written = '"';
  const flush = (): void => {
    written += pending;
    at += pending.length;
    pending = '';
  };
  characters.forEach((character, index) => {
    const escaped = escapeOf(character);
    if (escaped !== null) {
      flush();
      written += escaped;
      at += escaped.length;
    } else if (character === ' ') flush();
    const isInside = index > 0 && index < characters.length - 1;
    const folds = isInside && (character === ' ' || pending === '') && at + pending.length > WIDTH && role === 'value';
    if (folds) {
      written += `${pending}\\\n${' '.repeat(indent)}${character === ' ' ? '\\' : ''}`;
      pending = '';
      at = indent + (character === ' ' ? 1 : 0);
    }
    if (escaped === null) pending += character;
  });
  flush();
  return `${written}"`;
}

function escapeOf(character: string): string | null {
  const name = Object.hasOwn(NAMED_ESCAPES, character) ? NAMED_ESCAPES[character] : undefined;
  if (name !== undefined) return `\\${name}`;
  if (character >= ' ' && character <= '~') return null;
  const code = character.codePointAt(0) ?? 0;
  const hexadecimal = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${hexadecimal.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hexadecimal.padStart(4, '0')}` : `\\U${hexadecimal.padStart(8, '0')}`;
}
