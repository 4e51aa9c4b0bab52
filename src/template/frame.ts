import type { Span } from '../diagnostic/span.ts';
import { globals } from './globals.ts';
import { ReturnSignal } from './macro.ts';
import { spanOf } from './position.ts';
import { TemplateError, type TemplateFrame, type TemplateSource } from './template.ts';
import { type UndefinedKind, undefinedHint, undefinedName } from './value/undefined.ts';
import type { Scope, Value } from './value.ts';

/** How deep macros may call each other, and the frames that an error then keeps. */
const maximumDepth = 500;
const maximumFrames = 200;

/** Three numbers for every operation that may fail: its start and end, and where the line of its statement is counted. */
export type Spots = readonly number[];

/** What a frame needs to know of the text that it runs. */
export interface ProgramText {
  readonly spots: Spots;
  /** The names that the text itself gives a value, wherever in it. */
  readonly names: () => readonly string[];
}

/** How many rounds the loops of one rendering may have in all: seconds, and loops inside loops have no bound of their own. */
const maximumRounds = 10_000_000;
/** How long, in characters, a text may become in a loop. */
const maximumOutput = 100_000_000;

/** How far a rendering has gone. */
interface Effort {
  /** Under way at this moment. */
  calls: number;
  rounds: number;
}

// One node renders in one scope, so the calls under way in a scope are the depth of its recursion, in both variants.
const efforts = new WeakMap<Scope, Effort>();

function effortOf(scope: Scope): Effort {
  const known = efforts.get(scope);
  if (known) return known;
  const effort = { calls: 0, rounds: 0 };
  efforts.set(scope, effort);
  return effort;
}

/** `offset` in the output, `start` in the template's text. */
export type TraceOutput = (offset: number, start: number, kind: 'text' | 'output') => void;

/** What generated code knows of the outside: the names of one scope, and how to report a failure. */
export class Frame {
  readonly undefinedNames: UndefinedKind;
  /** Hears, in the traced variant, where a piece of output starts and which statement gives it. */
  readonly trace: TraceOutput;
  readonly #scope: Scope;
  readonly #effort: Effort;
  readonly #source: TemplateSource;
  readonly #text: ProgramText;

  constructor(
    source: TemplateSource,
    text: ProgramText,
    scope: Scope,
    undefinedNames: UndefinedKind,
    trace: TraceOutput = () => {},
  ) {
    this.trace = trace;
    this.#source = source;
    this.#text = text;
    this.#scope = scope;
    this.#effort = effortOf(scope);
    this.undefinedNames = undefinedNames;
  }

  name(name: string): Value {
    const found = this.#scope.lookup(name);
    const value = found === undefined ? globals.get(name) : found;
    return value === undefined ? undefinedName(name, this.undefinedNames, () => this.#names()) : value;
  }

  #names(): readonly string[] {
    return [...this.#text.names(), ...(this.#scope.names?.() ?? []), ...globals.keys()];
  }

  enter(): void {
    if (++this.#effort.calls > maximumDepth) {
      throw new TemplateError('limit', `macros call each other more than ${maximumDepth} levels deep`);
    }
  }

  leave(): void {
    // Some scopes serve many renderings, one after the other.
    if (--this.#effort.calls === 0) this.#effort.rounds = 0;
  }

  /** At the start of each round of a loop; `length` is that of the text so far. */
  round(length: number): void {
    if (length > maximumOutput) throw new TemplateError('limit', `the output is longer than ${maximumOutput} characters`);
    if (++this.#effort.rounds > maximumRounds)
      throw new TemplateError('limit', `the loops go on for more than ${maximumRounds} rounds`);
  }

  /** A macro parameter without default that was not given. */
  parameter(name: string): Value {
    return undefinedHint(`parameter '${name}' was not provided`, this.undefinedNames, name);
  }

  /** The value of an inline `if` without `else` whose test is false. */
  noElse(spot: number): Value {
    const { line } = this.#place(spot).span;
    const message = `the inline if-expression on line ${line} evaluated to false and no else section was defined.`;
    return undefinedHint(message, this.undefinedNames);
  }

  /** What to throw on instead of `error`, which happened at `spot`. */
  fail(error: unknown, spot: number): unknown {
    if (error instanceof ReturnSignal) return error;
    const failure = asTemplateError(error);
    const { span, exact } = this.#place(spot);
    if (failure.frames.length === 0) failure.at = exact;
    addFrame(failure.frames, { name: this.#source.name ?? this.#source.file, span });
    return failure;
  }

  /**
   * Reports name the line that jinja2 names, which is that of the statement; `exact` is where the operation stands when
   * an expression goes over several lines.
   */
  #place(spot: number): { readonly span: Span; readonly exact: Span } {
    const [start = 0, end = 0, anchor = 0] = this.#text.spots.slice(spot * 3, spot * 3 + 3);
    const exact = spanOf(this.#source, start, end);
    const statement = spanOf(this.#source, anchor, anchor + 1);
    return { span: exact.line === statement.line ? exact : statement, exact };
  }
}

/** Of a runaway recursion the innermost frames are kept, and the outermost. */
function addFrame(frames: TemplateFrame[], frame: TemplateFrame): void {
  if (frames.length >= maximumFrames) frames.pop();
  frames.push(frame);
}

function asTemplateError(error: unknown): TemplateError {
  if (error instanceof TemplateError) return error;
  // JavaScript's own limits: a stack or a string that is too long.
  if (error instanceof RangeError)
    return new TemplateError('limit', `the template needs too much: ${error.message}`, { cause: error });
  return new TemplateError('other', error instanceof Error ? error.message : String(error), { cause: error });
}
