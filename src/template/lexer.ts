import { newline, spanOf } from './position.ts';
import { unescapeString } from './string-literal.ts';
import { TemplateError, type TemplateSource } from './template.ts';
import { type Operator, operators, type Token, type TokenType } from './token.ts';
import { textRepr } from './value/text.ts';

// Python's whitespace, which is not JavaScript's: it has the separators U+001C to U+001F and U+0085, and no U+FEFF.
const space = '[ \\t\\n\\r\\f\\v\\x1c-\\x1f\\x85\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
const spaces = new RegExp(`${space}*`, 'y');
const rawBegin = new RegExp(`\\{%[-+]?${space}*raw${space}*(?:-%\\}${space}*|%\\})`, 'y');
const rawEnd = new RegExp(`\\{%([-+]?)${space}*endraw${space}*(?:\\+%\\}|-%\\}${space}*|%\\})`, 'g');
const blockEnd = new RegExp(`\\+%\\}|-%\\}${space}*|%\\}`, 'y');
const variableEnd = new RegExp(`-\\}\\}${space}*|\\}\\}`, 'y');
const floatPattern = /(?:[0-9]+_)*[0-9]+(?:(?:\.(?:[0-9]+_)*[0-9]+)?e[+-]?(?:[0-9]+_)*[0-9]+|\.(?:[0-9]+_)*[0-9]+)/iy;
const integerPattern = /0b(?:_?[01])+|0o(?:_?[0-7])+|0x(?:_?[0-9a-f])+|[1-9](?:_?[0-9])*|0(?:_?0)*/iy;
const namePattern = /[\p{L}\p{N}\p{M}\p{Pc}\u00b7]+/uy;
const identifier = /^[\p{ID_Start}_][\p{ID_Continue}]*$/u;
const stringPattern = /'[^'\\]*(?:\\.[^'\\]*)*'|"[^"\\]*(?:\\.[^"\\]*)*"/sy;
const closing: { readonly [open: string]: Operator } = { '(': ')', '[': ']', '{': '}' };

type Mode = 'text' | 'block' | 'variable';

/** Cuts a template into tokens, one at a time, so that of two mistakes the first is reported. */
export class Lexer {
  readonly source: TemplateSource;
  readonly #text: string;
  readonly #end: number;
  #position = 0;
  #mode: Mode = 'text';
  #open: string[] = [];
  #last = 0;

  constructor(source: TemplateSource, from = 0) {
    this.source = source;
    this.#position = from;
    this.#text = source.text;
    this.#end = source.text.length - finalNewlineLength(source.text);
  }

  next(): Token {
    const token = this.#mode === 'text' ? this.#nextOutside() : this.#nextInside();
    this.#last = token.start;
    return token;
  }

  fail(message: string, start: number, end = start + 1): never {
    throw syntaxError(this.source, message, start, end);
  }

  /** The end of the template is reported where its last token stands: that is the tag to close. */
  #eof(): Token {
    return { type: 'eof', value: '', number: 0, start: this.#last, end: this.#last };
  }

  #token(type: TokenType, start: number, end: number, value = '', number: number | bigint = 0): Token {
    this.#position = end;
    return { type, value, number, start, end };
  }

  #nextOutside(): Token {
    while (this.#position < this.#end) {
      const start = this.#position;
      const tag = this.#findTag(start);
      if (tag === this.#end) return this.#data(start, tag, tag);
      const trimmed = this.#text[tag + 2] === '-' ? trimEnd(this.#text, start, tag) : tag;
      if (trimmed > start) return this.#data(start, trimmed, tag);
      const token = this.#openTag(tag);
      if (token) return token;
    }
    return this.#eof();
  }

  #data(start: number, end: number, resume: number): Token {
    const text = this.#text.slice(start, end);
    const token = this.#token('data', start, end, text.includes('\r') ? text.replace(newline, '\n') : text);
    this.#position = resume;
    return token;
  }

  #findTag(from: number): number {
    for (let at = this.#text.indexOf('{', from); at !== -1 && at < this.#end - 1; at = this.#text.indexOf('{', at + 1)) {
      const next = this.#text[at + 1];
      if (next === '{' || next === '%' || next === '#') return at;
    }
    return this.#end;
  }

  /** Undefined after a comment and an empty raw block, which make no token. */
  #openTag(tag: number): Token | undefined {
    const kind = this.#text[tag + 1];
    const raw = kind === '%' ? this.#match(rawBegin, tag) : undefined;
    if (raw !== undefined) return this.#raw(tag + raw.length);
    const sign = this.#text[tag + 2];
    const inner = sign === '-' || sign === '+' ? tag + 3 : tag + 2;
    if (kind === '#') return this.#skipComment(inner);
    this.#mode = kind === '%' ? 'block' : 'variable';
    return this.#token(kind === '%' ? 'block_begin' : 'variable_begin', tag, inner);
  }

  #skipComment(inner: number): undefined {
    const end = this.#text.indexOf('#}', inner);
    if (end === -1 || end + 2 > this.#end) this.fail('Missing end of comment tag', Math.min(inner, this.#text.length));
    this.#position = end + 2;
    if (end > inner && this.#text[end - 1] === '-') this.#skipSpaces();
    return undefined;
  }

  #raw(start: number): Token | undefined {
    rawEnd.lastIndex = start;
    const found = rawEnd.exec(this.#text);
    if (!found || found.index + found[0].length > this.#text.length) this.fail('Missing end of raw directive', start);
    const end = found[1] === '-' ? trimEnd(this.#text, start, found.index) : found.index;
    const resume = Math.min(found.index + found[0].length, this.#end);
    if (end > start) return this.#data(start, end, resume);
    this.#position = resume;
    return undefined;
  }

  #nextInside(): Token {
    this.#skipSpaces();
    const start = this.#position;
    if (start >= this.#end) return this.#eof();
    const end = this.#open.length === 0 ? this.#tagEnd(start) : undefined;
    if (end !== undefined) return this.#closeTag(end.length);
    return this.#name(start) ?? this.#number(start) ?? this.#string(start) ?? this.#operator(start);
  }

  #tagEnd(start: number): string | undefined {
    // `-`, `+`, `%` and `}` are what the end of a tag may start with.
    const code = this.#text.charCodeAt(start);
    if (code !== 0x2d && code !== 0x2b && code !== 0x25 && code !== 0x7d) return undefined;
    return this.#match(this.#mode === 'block' ? blockEnd : variableEnd, start);
  }

  #closeTag(length: number): Token {
    const type = this.#mode === 'block' ? 'block_end' : 'variable_end';
    this.#mode = 'text';
    return this.#token(type, this.#position, Math.min(this.#position + length, this.#end));
  }

  #number(start: number): Token | undefined {
    if (!isDigit(this.#text.charCodeAt(start))) return undefined;
    const float = this.#text[start - 1] === '.' ? undefined : this.#match(floatPattern, start);
    if (float !== undefined) {
      return this.#token('float', start, start + float.length, float, Number(float.replaceAll('_', '')));
    }
    const integer = this.#match(integerPattern, start) ?? '';
    const value = BigInt(integer.replaceAll('_', ''));
    const number = value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
    return this.#token('integer', start, start + integer.length, integer, number);
  }

  #name(start: number): Token | undefined {
    const text = this.#text;
    let end = start;
    let code = text.charCodeAt(end);
    if (isDigit(code)) return undefined;
    while (isAsciiWord(code)) code = text.charCodeAt(++end);
    if (code > 0x7f) return this.#unicodeName(start);
    return end === start ? undefined : this.#token('name', start, end, text.slice(start, end));
  }

  #unicodeName(start: number): Token | undefined {
    const name = this.#match(namePattern, start);
    if (name === undefined) return undefined;
    if (!identifier.test(name)) this.fail('Invalid character in identifier', start, start + name.length);
    return this.#token('name', start, start + name.length, name);
  }

  #string(start: number): Token | undefined {
    const quote = this.#text[start];
    if (quote !== "'" && quote !== '"') return undefined;
    const literal = this.#match(stringPattern, start);
    if (literal === undefined || start + literal.length > this.#end) return this.#unexpected(start);
    const { text, mistake } = unescapeString(literal.slice(1, -1));
    if (mistake !== null) this.fail(mistake, start, start + literal.length);
    return this.#token('string', start, start + literal.length, text);
  }

  #operator(start: number): Token {
    const operator = operatorSet.get(this.#text.slice(start, start + 2)) ?? operatorSet.get(this.#text.charAt(start));
    if (!operator) return this.#unexpected(start);
    const closer = closing[operator];
    if (closer) this.#open.push(closer);
    else if (operator === ')' || operator === ']' || operator === '}') this.#closeBracket(operator, start);
    return this.#token(operator, start, start + operator.length);
  }

  #closeBracket(operator: Operator, start: number): void {
    const expected = this.#open.pop();
    if (expected === undefined) this.fail(`unexpected '${operator}'`, start);
    if (expected !== operator) this.fail(`unexpected '${operator}', expected '${expected}'`, start);
  }

  #unexpected(start: number): never {
    const char = String.fromCodePoint(this.#text.codePointAt(start) ?? 0);
    return this.fail(`unexpected char ${textRepr(char)} at ${start}`, start);
  }

  #skipSpaces(): void {
    let code = this.#text.charCodeAt(this.#position);
    while (code === 0x20 || code === 0x0a) code = this.#text.charCodeAt(++this.#position);
    if (code > 0x20 && code < 0x7f) return;
    spaces.lastIndex = this.#position;
    const length = spaces.exec(this.#text)?.[0].length ?? 0;
    this.#position = Math.min(this.#position + length, this.#end);
  }

  #match(pattern: RegExp, at: number): string | undefined {
    pattern.lastIndex = at;
    return pattern.exec(this.#text)?.[0];
  }
}

export function syntaxError(source: TemplateSource, message: string, start: number, end = start + 1): TemplateError {
  const error = new TemplateError('syntax', message);
  error.frames.push({ name: source.name ?? source.file, span: spanOf(source, start, end) });
  return error;
}

const operatorSet: ReadonlyMap<string, Operator> = new Map(operators.map(operator => [operator, operator]));

const isAsciiWord = (code: number): boolean =>
  (code >= 97 && code <= 122) || code === 95 || (code >= 65 && code <= 90) || (code >= 48 && code <= 57);

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** One final line end is not part of the template. */
function finalNewlineLength(text: string): number {
  if (text.endsWith('\r\n')) return 2;
  return text.endsWith('\n') || text.endsWith('\r') ? 1 : 0;
}

const spaceEnd = new RegExp(space);

function trimEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && spaceEnd.test(text[at - 1] as string)) at--;
  return at;
}
