import { TemplateError } from '../template.ts';
import { call } from '../value/call.ts';
import { OneShot } from '../value/collection.ts';
import { textRepr } from '../value/text.ts';
import { typeName } from '../value/type-name.ts';
import { HostObject, Tuple, type Value } from '../value.ts';
import { integerOf, stringOf, typeError } from './argument.ts';
import { boundMethod, type Methods } from './host-class.ts';
import { PyMatch } from './re-match.ts';
import { parseReplacement } from './re-replacement.ts';
import { RE_FLAGS, type TranslatedPattern, translatePattern } from './re-syntax.ts';

/** Remembers what follows the start, so that `NOT_EMPTY` can tell whether a match has moved on. */
const REST = '(?=(?<rest>[\\s\\S]*))';
const NOT_EMPTY = '(?!\\k<rest>(?![\\s\\S]))';

/** Python's `re.Pattern`. */
export class PyPattern extends HostObject {
  readonly typeName = 're.Pattern';
  readonly #source: string;
  readonly #given: number;
  readonly #translated: TranslatedPattern;
  readonly #compiled = new Map<string, RegExp>();

  constructor(source: string, flags: number) {
    super();
    this.#source = source;
    this.#given = flags;
    this.#translated = translatePattern(source, flags);
    this.#regExp('g', '');
  }

  /** The pattern, anchored or not. Compiled when first used. */
  #regExp(mode: 'g' | 'y', suffix: string): RegExp {
    const known = this.#compiled.get(mode + suffix);
    if (known) return known;
    const flags = `d${mode}v${(this.#translated.flags & RE_FLAGS.IGNORECASE) === 0 ? '' : 'i'}`;
    try {
      const made = new RegExp(`${suffix === NOT_EMPTY ? REST : ''}(?:${this.#translated.source})${suffix}`, flags);
      this.#compiled.set(mode + suffix, made);
      return made;
    } catch (cause) {
      throw new TemplateError('other', `the pattern ${textRepr(this.#source)} uses what is not supported here`, { cause });
    }
  }

  #exec(regExp: RegExp, text: string, start: number): PyMatch | null {
    const match = this.#rawExec(regExp, text, start);
    return match && new PyMatch(match, this.#translated, this);
  }
  search(text: string, start = 0): PyMatch | null {
    return this.#exec(this.#regExp('g', ''), text, start);
  }
  match(text: string, start = 0): PyMatch | null {
    return this.#exec(this.#regExp('y', ''), text, start);
  }
  fullMatch(text: string, start = 0): PyMatch | null {
    return this.#exec(this.#regExp('y', '(?![\\s\\S])'), text, start);
  }
  matches(text: string): readonly PyMatch[] {
    return Array.from(this.#walk(text), match => new PyMatch(match, this.#translated, this));
  }
  /** After an empty match Python looks for a longer one at the same place, where JavaScript moves on. */
  *#walk(text: string): Generator<RegExpExecArray> {
    let match = this.#rawExec(this.#regExp('g', ''), text, 0);
    while (match) {
      yield match;
      const end = match.index + match[0].length;
      const longer = match[0] === '' ? this.#rawExec(this.#regExp('y', NOT_EMPTY), text, end) : null;
      const next = match[0] === '' ? end + ((text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1) : end;
      match = longer ?? (next > text.length ? null : this.#rawExec(this.#regExp('g', ''), text, next));
    }
  }
  #rawExec(regExp: RegExp, text: string, start: number): RegExpExecArray | null {
    regExp.lastIndex = start;
    return regExp.exec(text);
  }

  findAll(text: string): Value[] {
    return this.matches(text).map(match => {
      const groups = match.groups();
      if (groups.length === 0) return match.group(0);
      return groups.length === 1 ? (groups[0] ?? '') : Tuple.from(groups, group => group ?? '');
    });
  }

  split(text: string, most: number): Value[] {
    const parts: Value[] = [];
    const last = this.#pieces(text, most, (between, match) => {
      parts.push(between, ...match.groups());
    });
    return [...parts, last];
  }

  /** Replaces with a text or with what a function makes of each match. The promises of a function are awaited together. */
  replace(text: string, replacement: Value, most: number): string | Promise<string> {
    const written: (Value | Promise<Value>)[] = [];
    const replaceOne = this.#replacer(replacement);
    const last = this.#pieces(text, most, (between, match) => {
      written.push(between, replaceOne(match));
    });
    written.push(last);
    return written.some(piece => piece instanceof Promise) ? Promise.all(written).then(joined) : joined(written as Value[]);
  }

  replaceCounted(text: string, replacement: Value, most: number): Value | Promise<Value> {
    const count = most > 0 ? Math.min(most, this.matches(text).length) : this.matches(text).length;
    const replaced = this.replace(text, replacement, most);
    return replaced instanceof Promise
      ? replaced.then(done => Tuple.from<Value>([done, count]))
      : Tuple.from<Value>([replaced, count]);
  }

  #replacer(replacement: Value): (match: PyMatch) => Value | Promise<Value> {
    if (replacement instanceof HostObject && replacement.callable()) return match => call(replacement, [match]);
    const pieces = parseReplacement(stringOf(replacement, 'the replacement'), this.#translated);
    return match => match.expand(pieces);
  }

  /** Walks the matches with the text before each; gives the text after the last. */
  #pieces(text: string, most: number, visit: (between: string, match: PyMatch) => void): string {
    let end = 0;
    let count = 0;
    for (const raw of this.#walk(text)) {
      if (most > 0 && count++ >= most) break;
      visit(text.slice(end, raw.index), new PyMatch(raw, this.#translated, this));
      end = raw.index + raw[0].length;
    }
    return text.slice(end);
  }

  override attribute(name: string): Value | undefined {
    if (name === 'pattern') return this.#source;
    if (name === 'flags') return this.#translated.flags | RE_FLAGS.UNICODE;
    if (name === 'groups') return this.#translated.groupCount;
    if (name === 'groupindex') return new Map(this.#translated.groupNames);
    return boundMethod(PATTERN_METHODS, this, name);
  }
  override repr(): string {
    const names = Object.entries(RE_FLAGS)
      .filter(([, bit]) => (this.#given & bit) !== 0)
      .map(([name]) => `re.${name}`);
    return `re.compile(${[textRepr(this.#source), ...(names.length === 0 ? [] : [names.join('|')])].join(', ')})`;
  }
  override equals(other: Value): boolean {
    return other instanceof PyPattern && other.#source === this.#source && other.#given === this.#given;
  }
  override hashKey(): string {
    return `pattern ${this.#given} ${this.#source}`;
  }
}

function joined(pieces: readonly Value[]): string {
  return pieces
    .map((piece, index) => {
      if (typeof piece !== 'string') throw typeError(`sequence item ${index}: expected str instance, ${typeName(piece)} found`);
      return piece;
    })
    .join('');
}

/** The text that a method looks at, which ends at `endpos` (in characters). */
function subject(text: Value | undefined, end: Value | undefined): string {
  if (typeof text !== 'string') throw typeError(`expected string or bytes-like object, got '${typeName(text ?? null)}'`);
  return end === undefined ? text : text.slice(0, unitIndex(text, integerOf(end)));
}

const unitIndex = (text: string, characters: number): number => [...text].slice(0, Math.max(0, characters)).join('').length;
const startIn = (text: Value | undefined, start: Value | undefined): number =>
  start === undefined || typeof text !== 'string' ? 0 : unitIndex(text, integerOf(start));

const SEARCH = ['string', 'pos?', 'endpos?'];

export const PATTERN_METHODS = {
  match: { parameters: SEARCH, run: (self, text, start, end) => self.match(subject(text, end), startIn(text, start)) },
  search: { parameters: SEARCH, run: (self, text, start, end) => self.search(subject(text, end), startIn(text, start)) },
  fullmatch: { parameters: SEARCH, run: (self, text, start, end) => self.fullMatch(subject(text, end), startIn(text, start)) },
  findall: { parameters: ['string'], run: (self, text) => self.findAll(subject(text, undefined)) },
  finditer: {
    parameters: ['string'],
    run: (self, text) => new OneShot(self.matches(subject(text, undefined)), 'callable_iterator'),
  },
  split: {
    parameters: ['string', 'maxsplit?'],
    run: (self, text, most = 0) => self.split(subject(text, undefined), integerOf(most)),
  },
  sub: {
    parameters: ['repl', 'string', 'count?'],
    run: (self, replacement = null, text, most = 0) => self.replace(subject(text, undefined), replacement, integerOf(most)),
  },
  subn: {
    parameters: ['repl', 'string', 'count?'],
    run: (self, replacement = null, text, most = 0) =>
      self.replaceCounted(subject(text, undefined), replacement, integerOf(most)),
  },
} satisfies Methods<PyPattern>;
