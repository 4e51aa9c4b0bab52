import { EVENT_ID, type Event, getScalarValue, parseEvents, SCALAR_STYLE, type ScalarEvent, YAMLException } from 'js-yaml';
import type { PyDate } from './module/date.ts';
import type { PyDateTime } from './module/date-time.ts';
import { TemplateError } from './template.ts';
import { dictHas, dictSet } from './value/dict.ts';
import type { Float, Value, ValueMap } from './value.ts';
import { resolveScalar, resolveTagged } from './yaml-scalar.ts';

/** A text that is not YAML. Line and column count from 1. */
export class YamlError extends Error {
  readonly line: number;
  readonly column: number;
  constructor(message: string, line: number, column: number) {
    super(message);
    this.name = 'YamlError';
    this.line = line;
    this.column = column;
  }
}

/** A key that a mapping has more than once; the last one counts. Line and column are those of the later key. */
export interface DuplicateKey {
  readonly key: string;
  readonly line: number;
  readonly column: number;
}

/**
 * YAML as plain data. Whole floats (`1.0`) are `Float` so that they print as written, dates are Python's; both go
 * through `fromPlain` as they are, and both know `toJSON`.
 */
export type YamlData =
  | null
  | boolean
  | number
  | bigint
  | string
  | Float
  | PyDate
  | PyDateTime
  | YamlData[]
  | { [key: string]: YamlData };

export interface YamlOptions {
  readonly onDuplicateKey?: (duplicate: DuplicateKey) => void;
}

/** One document, resolved as PyYAML's safe loader does (YAML 1.1). An empty text is null. Fails with a `YamlError`. */
export function parseYaml(text: string, options: YamlOptions = {}): YamlData {
  return compose(text, plainBuilder, options) as YamlData;
}

/** As `parseYaml`, but as template values: mappings are dicts that keep the types of their keys. */
export function parseYamlValue(text: string, options: YamlOptions = {}): Value {
  return compose(text, valueBuilder, options) as Value;
}

const FAR_RIGHT = ' '.repeat(200);

/** How much aliases may repeat in one document: nine anchors of ten aliases each would else be a thousand million values. */
const MAX_REPEATED = 1_000_000;

type Node = Value | YamlData;

/** How mappings are built: as objects or as dicts. */
interface Builder<M> {
  create(): M;
  set(mapping: M, key: Node, value: Node): void;
  has(mapping: M, key: Node): boolean;
  entries(mapping: M): Iterable<readonly [Node, Node]>;
  isMapping(node: Node): boolean;
}

const keyText = (key: Node): string =>
  typeof key === 'object' && key !== null && 'text' in key ? (key.text as () => string)() : String(key);

const plainBuilder: Builder<{ [key: string]: YamlData }> = {
  create: () => ({}),
  set: (mapping, key, value) => {
    const name = keyText(key);
    // Plain assignment to this name would set the prototype.
    if (name === '__proto__')
      Object.defineProperty(mapping, name, { value, enumerable: true, configurable: true, writable: true });
    else mapping[name] = value as YamlData;
  },
  has: (mapping, key) => Object.hasOwn(mapping, keyText(key)),
  entries: mapping => Object.entries(mapping),
  isMapping: node => typeof node === 'object' && node !== null && Object.getPrototypeOf(node) === Object.prototype,
};

const valueBuilder: Builder<ValueMap> = {
  create: () => new Map(),
  set: (mapping, key, value) => dictSet(mapping, key as Value, value as Value),
  has: (mapping, key) => dictHas(mapping, key as Value),
  entries: mapping => mapping,
  isMapping: node => node instanceof Map,
};

const STANDARD_TAG = /^(?:!!|!<tag:yaml\.org,2002:)([a-z]+)>?$/;

interface Anchored {
  readonly node: Node;
  /** As many values as it is made of. */
  readonly size: number;
}

class Composer<M> {
  readonly #text: string;
  readonly #events: readonly Event[];
  readonly #placeAt: YamlEvents['placeAt'];
  readonly #builder: Builder<M>;
  readonly #options: YamlOptions;
  readonly #anchors = new Map<string, Anchored>();
  #next = 0;
  /** Values so far, those that aliases repeat included; a long text counts for several. */
  #composed = 0;
  #repeated = 0;

  constructor({ text, events, placeAt }: YamlEvents, builder: Builder<M>, options: YamlOptions) {
    this.#text = text;
    this.#events = events;
    this.#placeAt = placeAt;
    this.#builder = builder;
    this.#options = options;
  }

  document(): Node {
    const documents = this.#events.filter(event => event.type === EVENT_ID.DOCUMENT).length;
    if (documents === 0) return null;
    if (documents > 1) throw new YamlError('expected a single document in the stream, but found another document', 1, 1);
    this.#next = 1;
    return this.#peek().type === EVENT_ID.POP ? null : this.#node();
  }

  #peek(): Event {
    const event = this.#events[this.#next];
    if (!event) throw new Error('the YAML parser gave too few events');
    return event;
  }

  #node(): Node {
    const event = this.#peek();
    this.#next++;
    if (event.type === EVENT_ID.ALIAS) return this.#alias(event);
    const before = this.#composed++;
    const node = this.#content(event);
    if ('anchorStart' in event && event.anchorStart >= 0)
      this.#anchors.set(this.#text.slice(event.anchorStart, event.anchorEnd), { node, size: this.#composed - before });
    return node;
  }

  #content(event: Event): Node {
    if (event.type === EVENT_ID.SCALAR) return this.#scalar(event);
    if (event.type === EVENT_ID.SEQUENCE) return this.#sequence();
    if (event.type === EVENT_ID.MAPPING) return this.#mapping();
    throw new Error('the YAML parser gave an event out of order');
  }

  #alias(event: { readonly anchorStart: number; readonly anchorEnd: number }): Node {
    const name = this.#text.slice(event.anchorStart, event.anchorEnd);
    const anchored = this.#anchors.get(name);
    if (anchored === undefined) throw this.#error(`found undefined alias '${name}'`, event.anchorStart);
    this.#composed += anchored.size;
    this.#repeated += anchored.size;
    if (this.#repeated > MAX_REPEATED) throw this.#error(`aliases such as '${name}' repeat too much`, event.anchorStart);
    return anchored.node;
  }

  #scalar(event: ScalarEvent): Node {
    const text = event.fast ? this.#text.slice(event.valueStart, event.valueEnd) : this.#decoded(event);
    this.#composed += text.length >> 6;
    if (event.tagStart >= 0) return this.#tagged(text, event);
    if (event.style !== SCALAR_STYLE.PLAIN) return text;
    try {
      return resolveScalar(text);
    } catch (error) {
      if (error instanceof TemplateError) throw this.#error(error.message, event.valueStart);
      throw error;
    }
  }

  /** A block at the end of a text whose last line is not ended has no line end either, which js-yaml adds. */
  #decoded(event: ScalarEvent): string {
    const value = getScalarValue(this.#text, event);
    const isBlock = event.style === SCALAR_STYLE.LITERAL_BLOCK || event.style === SCALAR_STYLE.FOLDED_BLOCK;
    const isCut = isBlock && event.valueEnd >= this.#text.length && !this.#text.endsWith('\n');
    return isCut && value.endsWith('\n') ? value.slice(0, -1) : value;
  }

  #tagged(text: string, event: ScalarEvent): Node {
    const written = this.#text.slice(event.tagStart, event.tagEnd);
    if (written === '!') return text;
    const value = resolveTagged(text, STANDARD_TAG.exec(written)?.[1] ?? '');
    if (value === undefined) throw this.#error(`could not determine a constructor for the tag '${written}'`, event.tagStart);
    return value;
  }

  #sequence(): Node {
    const items: Node[] = [];
    while (this.#peek().type !== EVENT_ID.POP) {
      items.push(this.#node());
    }
    this.#next++;
    return items as YamlData[];
  }

  #mapping(): Node {
    const mapping = this.#builder.create();
    const merged: Node[] = [];
    while (this.#peek().type !== EVENT_ID.POP) {
      const keyEvent = this.#peek();
      const key = this.#node();
      if (typeof key === 'object' && key !== null && !('text' in key))
        throw this.#error('found unhashable key', offsetOf(keyEvent));
      const value = this.#node();
      if (key === '<<' && keyEvent.type === EVENT_ID.SCALAR && keyEvent.style === SCALAR_STYLE.PLAIN)
        merged.push(...this.#mergeable(value, keyEvent));
      else this.#set(mapping, key, value, keyEvent);
    }
    this.#next++;
    return (merged.length === 0 ? mapping : this.#merge(merged, mapping)) as Node;
  }

  #set(mapping: M, key: Node, value: Node, keyEvent: Event): void {
    if (this.#options.onDuplicateKey && this.#builder.has(mapping, key)) {
      this.#options.onDuplicateKey({ key: keyText(key), ...this.#placeAt(offsetOf(keyEvent)) });
    }
    this.#builder.set(mapping, key, value);
  }

  /** The mappings that a merge key names, the strongest last. */
  #mergeable(value: Node, keyEvent: Event): readonly Node[] {
    const mappings = Array.isArray(value) ? value.toReversed() : [value];
    if (mappings.every(mapping => this.#builder.isMapping(mapping))) return mappings;
    throw this.#error('expected a mapping or list of mappings for merging', offsetOf(keyEvent));
  }

  /** Merged entries come first, and the mapping's own win. */
  #merge(merged: readonly Node[], own: M): M {
    const result = this.#builder.create();
    for (const mapping of [...merged, own as Node]) {
      for (const [key, value] of this.#builder.entries(mapping as M)) this.#builder.set(result, key, value);
    }
    return result;
  }

  #error(message: string, offset: number): YamlError {
    const { line, column } = this.#placeAt(offset);
    return new YamlError(message, line, column);
  }
}

function compose<M>(text: string, builder: Builder<M>, options: YamlOptions): Node {
  return new Composer(readYamlEvents(text), builder, options).document();
}

/** What a text consists of, with offsets into `text`, which may have more spaces than the one that was read. */
export interface YamlEvents {
  readonly text: string;
  readonly events: readonly Event[];
  /** Line and column, from 1, in the text that was read. */
  placeAt(offset: number): { readonly line: number; readonly column: number };
}

/** Fails with a `YamlError`. */
export function readYamlEvents(text: string): YamlEvents {
  try {
    return { text, events: parseEvents(text, {}), placeAt: offset => placeAt(text, offset) };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const indented = withFlowIndented(text, error);
    if (indented !== null) return readYamlEvents(indented);
    const { line = 0, column = 0 } = error.mark ?? {};
    throw new YamlError(error.reason, line + 1, Math.max(0, column - addedSpaces(text.split('\n')[line])) + 1);
  }
}

/** Where a node starts; quoted and block scalars start at their text. */
function offsetOf(event: Event): number {
  if (event.type === EVENT_ID.SCALAR) return Math.max(0, event.valueStart);
  if (event.type === EVENT_ID.SEQUENCE || event.type === EVENT_ID.MAPPING) return event.start;
  return event.type === EVENT_ID.ALIAS ? event.anchorStart : 0;
}

function placeAt(text: string, offset: number): { readonly line: number; readonly column: number } {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const added = addedSpaces(text.slice(lineStart, lineStart + FAR_RIGHT.length));
  return { line: text.slice(0, lineStart).split('\n').length, column: Math.max(0, offset - lineStart - added) + 1 };
}

const addedSpaces = (line = ''): number => (line.startsWith(FAR_RIGHT) ? FAR_RIGHT.length : 0);

/**
 * YAML 1.1 lets the lines of a `[…]` or `{…}` stand as far left as they like, js-yaml does not: the line it stumbles over,
 * moved to the right. Null when the error is another one.
 */
function withFlowIndented(text: string, error: YAMLException): string | null {
  const line = error.mark?.line;
  if (error.reason !== 'deficient indentation' || line === undefined) return null;
  const lines = text.split('\n');
  const stumbled = lines[line] ?? '';
  if (stumbled.startsWith(FAR_RIGHT) || /^\s*\t/.test(stumbled)) return null;
  lines[line] = FAR_RIGHT + stumbled;
  return lines.join('\n');
}
