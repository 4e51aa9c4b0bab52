import { TemplateError } from '../template.ts';
import { hostFunction } from '../value/call.ts';
import { repr } from '../value/print.ts';
import { characterIndex, textRepr } from '../value/text.ts';
import { HostObject, Tuple, type Value, type ValueMap } from '../value.ts';
import { integerOf, stringOf } from './argument.ts';
import { boundMethod, type Methods } from './host-class.ts';
import { parseReplacement, type ReplacementPiece } from './re-replacement.ts';
import type { TranslatedPattern } from './re-syntax.ts';

/** Python's `re.Match`. */
export class PyMatch extends HostObject {
  readonly typeName = 're.Match';
  readonly #match: RegExpExecArray;
  readonly pattern: TranslatedPattern;
  readonly #owner: HostObject;
  constructor(match: RegExpExecArray, pattern: TranslatedPattern, owner: HostObject) {
    super();
    this.#match = match;
    this.pattern = pattern;
    this.#owner = owner;
  }

  /** The text of a group; null when it took no part. */
  group(number: number): string | null {
    return (number === 0 ? this.#match[0] : this.#match.groups?.[`g${number}`]) ?? null;
  }
  /** All groups but the whole match. */
  groups(): readonly (string | null)[] {
    return Array.from({ length: this.pattern.groupCount }, (_, index) => this.group(index + 1));
  }
  /** Start and end in characters; -1 when the group took no part. */
  span(number: number): readonly [number, number] {
    const units =
      number === 0 ? [this.#match.index, this.#match.index + this.#match[0].length] : this.#match.indices?.groups?.[`g${number}`];
    if (!units) return [-1, -1];
    return [characterIndex(this.#match.input, units[0] ?? 0), characterIndex(this.#match.input, units[1] ?? 0)];
  }
  /** The number of a group given by number or name. */
  numberOf(group: Value): number {
    if (typeof group !== 'string') {
      const number = integerOf(group);
      if (number >= 0 && number <= this.pattern.groupCount) return number;
    } else {
      const number = this.pattern.groupNames.get(group);
      if (number !== undefined) return number;
    }
    throw new TemplateError('other', 'no such group');
  }
  expand(pieces: readonly ReplacementPiece[]): string {
    return pieces.map(piece => (typeof piece === 'string' ? piece : (this.group(piece) ?? ''))).join('');
  }

  override attribute(name: string): Value | undefined {
    if (name === 'string') return this.#match.input;
    if (name === 're') return this.#owner;
    if (name === 'pos') return 0;
    if (name === 'endpos') return characterIndex(this.#match.input, this.#match.input.length);
    if (name === 'lastindex') return this.#lastIndex();
    if (name === 'lastgroup') return [...this.pattern.groupNames].find(([, number]) => number === this.#lastIndex())?.[0] ?? null;
    return name === 'group' ? groupMethod(this) : boundMethod(METHODS, this, name);
  }
  #lastIndex(): number | null {
    const last = this.groups().findLastIndex(group => group !== null);
    return last < 0 ? null : last + 1;
  }
  override item(key: Value): Value | undefined {
    return this.group(this.numberOf(key));
  }
  override repr(): string {
    return `<re.Match object; span=${repr(Tuple.from(this.span(0)))}, match=${textRepr(this.#match[0])}>`;
  }
}

const groupMethod = (match: PyMatch): Value =>
  hostFunction('group', ['*groups'], given => {
    const groups = (given as Tuple).map(group => match.group(match.numberOf(group)));
    if (groups.length === 0) return match.group(0);
    return groups.length === 1 ? (groups[0] ?? null) : Tuple.from(groups);
  });

const edge = (side: 0 | 1) => ({
  parameters: ['group?'],
  run: (self: PyMatch, group: Value = 0): Value => self.span(self.numberOf(group))[side],
});

const METHODS: Methods<PyMatch> = {
  groups: { parameters: ['default?'], run: (self, fallback = null) => Tuple.from(self.groups(), group => group ?? fallback) },
  groupdict: {
    parameters: ['default?'],
    run: (self, fallback = null): ValueMap =>
      new Map([...self.pattern.groupNames].map(([name, number]) => [name, self.group(number) ?? fallback])),
  },
  start: edge(0),
  end: edge(1),
  span: { parameters: ['group?'], run: (self, group = 0) => Tuple.from(self.span(self.numberOf(group))) },
  expand: {
    parameters: ['template'],
    run: (self, text = null) => self.expand(parseReplacement(stringOf(text, 'template'), self.pattern)),
  },
};
