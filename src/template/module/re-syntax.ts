import { TemplateError } from '../template.ts';

/** The flags of Python's `re`, with Python's numbers. */
export const RE_FLAGS = { IGNORECASE: 2, LOCALE: 4, MULTILINE: 8, DOTALL: 16, UNICODE: 32, VERBOSE: 64, ASCII: 256 } as const;

const FLAG_LETTERS: Readonly<Record<string, number>> = { i: 2, L: 4, m: 8, s: 16, u: 32, x: 64, a: 256 };

/** A pattern of Python as one of JavaScript. Group n of Python is the group named `g<n>` here. */
export interface TranslatedPattern {
  readonly source: string;
  /** The flags given and those that the pattern sets itself. */
  readonly flags: number;
  readonly groupCount: number;
  readonly groupNames: ReadonlyMap<string, number>;
}

const ANYWHERE_START = '(?<![\\s\\S])';
const ANYWHERE_END = '(?![\\s\\S])';
const CLASSES: Readonly<Record<string, readonly [unicode: string, ascii: string]>> = {
  d: ['\\p{Nd}', '\\d'],
  w: ['[\\p{L}\\p{N}_]', '\\w'],
  s: ['[\\s\\x1c-\\x1f\\x85]', '[ \\t\\n\\r\\f\\v]'],
};
const QUANTIFIER = /^(?:[*+?]|\{(?:\d+(?:,\d*)?|,\d*)\})/;
const CONTROLS: Readonly<Record<string, string>> = { a: '\\x07', f: '\\f', n: '\\n', r: '\\r', t: '\\t', v: '\\v' };

/** Translates Python's pattern syntax. Fails with Python's words for what is wrong. */
export function translatePattern(pattern: string, flags: number): TranslatedPattern {
  return new Translator(pattern, flags).translate();
}

class Translator {
  readonly #text: string;
  #at = 0;
  #flags: number;
  #groupCount = 0;
  #atomicCount = 0;
  /** Whether letters stand for both cases one by one, since JavaScript's flag holds for a whole pattern only. */
  #bothCases = false;
  /** What a quantifier would find before it. */
  #repeatable: 'nothing' | 'atom' | 'repeat' = 'nothing';
  readonly #names = new Map<string, number>();

  constructor(text: string, flags: number) {
    this.#text = text;
    this.#flags = flags;
  }

  translate(): TranslatedPattern {
    const source = this.#alternatives();
    if (this.#at < this.#text.length) throw this.#error('unbalanced parenthesis');
    return { source, flags: this.#flags, groupCount: this.#groupCount, groupNames: this.#names };
  }

  #has(flag: number): boolean {
    return (this.#flags & flag) !== 0;
  }

  #error(message: string, position = this.#at): TemplateError {
    return new TemplateError('other', `${message} at position ${position}`);
  }

  /** Up to a closing parenthesis or the end. */
  #alternatives(): string {
    let source = '';
    this.#repeatable = 'nothing';
    while (this.#at < this.#text.length && this.#text[this.#at] !== ')') source += this.#piece();
    return source;
  }

  #piece(): string {
    if (this.#skipVerbose()) return '';
    const start = this.#at;
    if (QUANTIFIER.test(this.#text.slice(start)))
      throw this.#error(this.#repeatable === 'repeat' ? 'multiple repeat' : 'nothing to repeat');
    const character = this.#take();
    if (character === '|') {
      this.#repeatable = 'nothing';
      return '|';
    }
    const atom = this.#atom(character, start);
    if (atom === '') return '';
    this.#repeatable = /^(?:[$^]|\\[AZbB])/.test(this.#text.slice(start)) ? 'nothing' : 'atom';
    return this.#quantified(atom);
  }

  #take(): string {
    const character = String.fromCodePoint(this.#text.codePointAt(this.#at) ?? 0);
    this.#at += character.length;
    return character;
  }

  #skipVerbose(): boolean {
    if (!this.#has(RE_FLAGS.VERBOSE)) return false;
    const skipped = /^(?:\s|#[^\n]*)+/.exec(this.#text.slice(this.#at));
    this.#at += skipped?.[0].length ?? 0;
    return skipped !== null;
  }

  #atom(character: string, start: number): string {
    switch (character) {
      case '(':
        return this.#group(start);
      case '[':
        return this.#set(start);
      case '\\':
        return this.#escape();
      case '.':
        return this.#has(RE_FLAGS.DOTALL) ? '[\\s\\S]' : '[^\\n]';
      case '^':
        return this.#has(RE_FLAGS.MULTILINE) ? '(?<![^\\n])' : ANYWHERE_START;
      case '$':
        return this.#has(RE_FLAGS.MULTILINE) ? '(?![^\\n])' : `(?=\\n?${ANYWHERE_END})`;
      default:
        return this.#literal(character);
    }
  }

  #literal(character: string): string {
    if (this.#bothCases && otherCase(character) !== character) return `[${character}${otherCase(character)}]`;
    return /[\^$\\.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
  }

  #quantified(atom: string): string {
    this.#skipVerbose();
    const match = QUANTIFIER.exec(this.#text.slice(this.#at));
    if (!match || this.#repeatable === 'nothing') return atom;
    this.#at += match[0].length;
    this.#repeatable = 'repeat';
    const quantified = this.#wrapped(atom) + (match[0] === '{,}' ? '*' : match[0].replace('{,', '{0,'));
    const next = this.#text[this.#at];
    if (next !== '?' && next !== '+') return quantified;
    this.#at++;
    return next === '?' ? `${quantified}?` : this.#atomic(quantified);
  }

  /** JavaScript does not repeat look-arounds in this mode unless they are in a group. */
  #wrapped(atom: string): string {
    return /^\(\?<?[=!]/.test(atom) ? `(?:${atom})` : atom;
  }

  /** What has matched is not given back: a look-ahead captures it, a back-reference consumes it. */
  #atomic(source: string): string {
    const name = `a${++this.#atomicCount}`;
    return `(?:(?=(?<${name}>${source}))\\k<${name}>)`;
  }

  #group(start: number): string {
    if (this.#text[this.#at] !== '?') return this.#capture(start, null);
    const rest = this.#text.slice(this.#at);
    const named = /^\?P<([^>]*)>/.exec(rest);
    if (named) {
      this.#at += named[0].length;
      return this.#capture(start, named[1] ?? '');
    }
    const reference = /^\?P=(\w+)\)/.exec(rest);
    if (reference) return this.#namedReference(reference);
    const comment = /^\?#[^)]*\)/.exec(rest);
    if (comment) {
      this.#at += comment[0].length;
      return '';
    }
    return this.#extension(rest, start);
  }

  #namedReference(reference: RegExpExecArray): string {
    const number = this.#names.get(reference[1] ?? '');
    if (number === undefined) throw this.#error(`unknown group name '${reference[1]}'`, this.#at + 3);
    this.#at += reference[0].length;
    return `\\k<g${number}>`;
  }

  #extension(rest: string, start: number): string {
    const opening = /^\?(?:[:>]|<?[=!])/.exec(rest)?.[0];
    if (opening !== undefined) {
      this.#at += opening.length;
      const inner = this.#closed(start);
      return opening === '?>' ? this.#atomic(inner) : `(${opening}${inner})`;
    }
    const flags = /^\?([aiLmsux]*)(?:-([imsx]+))?([:)])/.exec(rest);
    if (!flags) throw this.#error(`unknown extension ${rest.slice(0, 2)}`, this.#at);
    this.#at += flags[0].length;
    return this.#inlineFlags(flags, start);
  }

  #inlineFlags([, on = '', off = '', end]: RegExpExecArray, start: number): string {
    const [outer, outerCases] = [this.#flags, this.#bothCases];
    const bits = (letters: string): number => [...letters].reduce((sum, letter) => sum | (FLAG_LETTERS[letter] ?? 0), 0);
    if (end === ')') {
      // Only other global flags may stand before: `(?i)(?s)…`.
      if (!/^(?:\(\?[aiLmsux]+\))*\s*$/.test(this.#text.slice(0, start))) {
        throw this.#error('global flags not at the start of the expression', start);
      }
      this.#flags |= bits(on);
      return '';
    }
    this.#flags = (outer | bits(on)) & ~bits(off);
    if ((outer ^ this.#flags) & RE_FLAGS.IGNORECASE) this.#bothCases = this.#has(RE_FLAGS.IGNORECASE);
    const inner = this.#closed(start);
    // Within a pattern that ignores case everywhere, `(?-i:…)` needs JavaScript's own modifiers.
    const sensitive = (outer & RE_FLAGS.IGNORECASE) !== 0 && !this.#has(RE_FLAGS.IGNORECASE) && !outerCases;
    [this.#flags, this.#bothCases] = [outer, outerCases];
    return sensitive ? `(?-i:${inner})` : `(?:${inner})`;
  }

  #capture(start: number, name: string | null): string {
    const number = ++this.#groupCount;
    if (name !== null) {
      if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) throw this.#error(`bad character in group name '${name}'`, start + 4);
      if (this.#names.has(name)) {
        throw this.#error(
          `redefinition of group name '${name}' as group ${number}; was group ${this.#names.get(name)}`,
          start + 4,
        );
      }
      this.#names.set(name, number);
    }
    return `(?<g${number}>${this.#closed(start)})`;
  }

  #closed(start: number): string {
    const inner = this.#alternatives();
    if (this.#text[this.#at] !== ')') throw this.#error('missing ), unterminated subpattern', start);
    this.#at++;
    return inner;
  }

  #class(letter: string): string | null {
    const found = Object.hasOwn(CLASSES, letter.toLowerCase()) ? CLASSES[letter.toLowerCase()] : undefined;
    if (!found) return null;
    const members = found[this.#has(RE_FLAGS.ASCII) ? 1 : 0];
    return letter === letter.toLowerCase() ? members : `[^${members}]`;
  }

  #escape(): string {
    const start = this.#at - 1;
    if (this.#at >= this.#text.length) throw this.#error('bad escape (end of pattern)', start);
    const letter = this.#take();
    if (letter === 'A') return ANYWHERE_START;
    if (letter === 'Z') return ANYWHERE_END;
    if (letter === 'b' || letter === 'B') return this.#boundary(letter);
    if (/[1-9]/.test(letter)) return this.#backReference(start);
    return this.#class(letter) ?? this.#characterEscape(letter, start);
  }

  #boundary(letter: string): string {
    const word = this.#class('w') ?? '\\w';
    return letter === 'b'
      ? `(?:(?<=${word})(?!${word})|(?<!${word})(?=${word}))`
      : `(?:(?<=${word})(?=${word})|(?<!${word})(?!${word}))`;
  }

  #backReference(start: number): string {
    const octal = /^[0-3][0-7]{2}/.exec(this.#text.slice(start + 1));
    if (octal) {
      this.#at = start + 4;
      return codePoint(Number.parseInt(octal[0], 8));
    }
    const digits = /^\d{1,2}/.exec(this.#text.slice(start + 1))?.[0] ?? '';
    if (Number(digits) > this.#groupCount) throw this.#error(`invalid group reference ${digits}`, start + 1);
    this.#at = start + 1 + digits.length;
    return `\\k<g${digits}>`;
  }

  /** An escape that means one character, in and outside of sets. */
  #characterEscape(letter: string, start: number): string {
    const control = Object.hasOwn(CONTROLS, letter) ? CONTROLS[letter] : undefined;
    if (control !== undefined) return control;
    const octal = letter === '0' ? /^[0-7]{0,2}/.exec(this.#text.slice(this.#at)) : null;
    if (octal) {
      this.#at += octal[0].length;
      return codePoint(Number.parseInt(`0${octal[0]}`, 8));
    }
    const length = { x: 2, u: 4, U: 8 }[letter];
    if (length !== undefined) return this.#hexadecimal(length, start);
    if (/[a-zA-Z0-9]/.test(letter)) throw this.#error(`bad escape \\${letter}`, start);
    return this.#literal(letter);
  }

  #hexadecimal(length: number, start: number): string {
    const digits = this.#text.slice(this.#at, this.#at + length);
    if (digits.length < length || !/^[0-9a-fA-F]+$/.test(digits)) throw this.#error('incomplete escape', start);
    this.#at += length;
    return codePoint(Number.parseInt(digits, 16));
  }

  #set(start: number): string {
    const negated = this.#text[this.#at] === '^';
    if (negated) this.#at++;
    let members = '';
    const first = this.#at;
    while (this.#text[this.#at] !== ']' || this.#at === first) {
      if (this.#at >= this.#text.length) throw this.#error('unterminated character set', start);
      members += this.#setMember();
    }
    this.#at++;
    return `[${negated ? '^' : ''}${members}]`;
  }

  #setMember(): string {
    const start = this.#at;
    const low = this.#setItem();
    const next = this.#text[this.#at + 1];
    if (this.#text[this.#at] !== '-' || next === ']' || next === undefined) return this.#bothCases ? low + otherCase(low) : low;
    this.#at++;
    const high = this.#setItem();
    if (low.startsWith('[') || high.startsWith('[') || low.startsWith('\\p') || high.startsWith('\\p')) {
      throw this.#error(`bad character range ${this.#text.slice(start, this.#at)}`, start);
    }
    const range = `${low}-${high}`;
    return this.#bothCases && /^(?:[a-z]-[a-z]|[A-Z]-[A-Z])$/.test(range)
      ? `${range}${otherCase(low)}-${otherCase(high)}`
      : range;
  }

  #setItem(): string {
    const start = this.#at;
    const character = this.#take();
    if (character !== '\\') return /[\^$\\.*+?()[\]{}|/&!#%,:;<=>@`~-]/.test(character) ? `\\${character}` : character;
    if (this.#at >= this.#text.length) throw this.#error('unterminated character set', start);
    const letter = this.#take();
    if (letter === 'b') return '\\x08';
    if (/[1-7]/.test(letter)) return this.#setOctal(start);
    const item = this.#class(letter) ?? this.#characterEscape(letter, start);
    return /^[&!#%,:;<=>@`~-]$/.test(item) ? `\\${item}` : item;
  }

  #setOctal(start: number): string {
    const octal = /^[0-7]{1,3}/.exec(this.#text.slice(start + 1))?.[0] ?? '';
    this.#at = start + 1 + octal.length;
    return codePoint(Number.parseInt(octal, 8));
  }
}

/** A letter in its other case; anything else as it is. */
function otherCase(character: string): string {
  if ([...character].length !== 1) return character;
  const other = character === character.toLowerCase() ? character.toUpperCase() : character.toLowerCase();
  return [...other].length === 1 ? other : character;
}

const codePoint = (code: number): string => `\\u{${code.toString(16)}}`;
