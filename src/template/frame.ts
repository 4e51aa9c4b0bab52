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

interface Depth {
  calls: number;
}

// One node renders in one scope, so the calls under way in a scope are the depth of its recursion, in both variants.
const depths = new WeakMap<Scope, Depth>();

function depthOf(scope: Scope): Depth {
  const known = depths.get(scope);
  if (known) return known;
  const depth = { calls: 0 };
  depths.set(scope, depth);
  return depth;
}

/** `offset` in the output, `start` in the template's text. */
export type TraceOutput = (offset: number, start: number, kind: 'text' | 'output') => void;

/** What generated code knows of the outside: the names of one scope, and how to report a failure. */
export class Frame {
  readonly undefinedNames: UndefinedKind;
  /** Hears, in the traced variant, where a piece of output starts and which statement gives it. */
  readonly trace: TraceOutput;
  readonly #scope: Scope;
  readonly #depth: Depth;
  readonly #source: TemplateSource;
  readonly #spots: Spots;

  constructor(source: TemplateSource, spots: Spots, scope: Scope, undefinedNames: UndefinedKind, trace: TraceOutput = () => {}) {
    this.trace = trace;
    this.#source = source;
    this.#spots = spots;
    this.#scope = scope;
    this.#depth = depthOf(scope);
    this.undefinedNames = undefinedNames;
  }

  name(name: string): Value {
    const found = this.#scope.lookup(name);
    const value = found === undefined ? globals.get(name) : found;
    return value === undefined ? undefinedName(name, this.undefinedNames) : value;
  }

  enter(): void {
    if (++this.#depth.calls > maximumDepth) {
      throw new TemplateError('limit', `macros call each other more than ${maximumDepth} levels deep`);
    }
  }

  leave(): void {
    this.#depth.calls--;
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
    const [start = 0, end = 0, anchor = 0] = this.#spots.slice(spot * 3, spot * 3 + 3);
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
