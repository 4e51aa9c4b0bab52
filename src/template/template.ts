import type { Span } from '../diagnostic/span.ts';
import type { HostObject, Scope, Value } from './value.ts';

/** Template text and where it stands in its file, so that errors point into the file. */
export interface TemplateSource {
  readonly file: string;
  readonly text: string;
  /** Line and column in the file, both from 1, where `text` starts. Default: the file's start. */
  readonly start?: { readonly line: number; readonly column: number };
  /** What the call stack calls it: `model stg_orders`, `macro cents_to_dollars`. Default: the file. */
  readonly name?: string;
}

/** How an undefined name behaves; see template-language notes in src/ARCHITECTURE.md. */
export interface RenderOptions {
  /** `chainable`: attributes and calls of an undefined are undefined again (model text at parse time). `plain`: jinja2's default. */
  readonly undefinedNames: 'plain' | 'chainable';
}

/** A compiled template. Compiled once, rendered against any scope, in either variant. */
export interface Template {
  readonly source: TemplateSource;
  renderSync(scope: Scope, options: RenderOptions): string;
  render(scope: Scope, options: RenderOptions): Promise<string>;
  /** As `render`, and tells where each piece of the text comes from: the way back from compiled SQL to the author's lines. */
  renderTraced(scope: Scope, options: RenderOptions): Promise<TracedText>;
  /** Native rendering: a template that is one single expression gives that expression's value, anything else its text. */
  evaluateSync(scope: Scope, options: RenderOptions): Value;
  evaluate(scope: Scope, options: RenderOptions): Promise<Value>;
  /** Every call in the template, for dependencies that must be known without rendering. */
  calls(): readonly TemplateCall[];
  /** The names that it reads, wherever in it. */
  namesRead(): readonly string[];
  /** The names that it gives a value itself, wherever in it. */
  namesSet(): readonly string[];
  /** Where it first reads a name; null when it does not. */
  firstRead(name: string): Span | null;
}

export interface TracedText {
  readonly text: string;
  /** In order of `offset`; each reaches to the next one's. */
  readonly pieces: readonly TracedPiece[];
}

export interface TracedPiece {
  /** Zero-based UTF-16 offset in the rendered text. */
  readonly offset: number;
  readonly line: number;
  readonly column: number;
  /** `text`: copied as written, so offsets inside map one to one. `output`: the result of `{{ … }}` at that place. */
  readonly kind: 'text' | 'output';
}

/** `dbt_utils.star(from=ref('a'))` is path ['dbt_utils','star']. Arguments that are not literals are undefined. */
export interface TemplateCall {
  readonly path: readonly string[];
  readonly args: readonly (Value | undefined)[];
  readonly kwargs: ReadonlyMap<string, Value | undefined>;
  readonly span: Span;
}

/** One `{% kind … %} … {% endkind %}` block at the top level of a file. */
export interface Block {
  readonly kind: 'macro' | 'test' | 'materialization' | 'snapshot' | 'docs';
  /** As written after the kind. */
  readonly name: string;
  /** Of a materialization: the adapter it is for (`default` when none), and its supported languages. Null otherwise. */
  readonly adapter: string | null;
  readonly supportedLanguages: readonly string[] | null;
  /** Where the opening tag starts. */
  readonly span: Span;
  /** The whole block, tags included. */
  readonly text: string;
  /** The white space around it that its tags strip: `{%-` before, `-%}` behind. */
  readonly stripped: { readonly before: string; readonly behind: string };
  /** Where `text` starts, for `TemplateSource.start`. */
  readonly start: { readonly line: number; readonly column: number };
  /** What stands between the tags, as written. */
  readonly contents: string;
  /** Where `contents` starts. */
  readonly contentsStart: { readonly line: number; readonly column: number };
}

/** A compiled `macro`, `test` or `materialization` block. */
export interface MacroTemplate {
  /** `test` blocks are named `test_<name>`, materializations `materialization_<name>_<adapter>`, as dbt names them. */
  readonly name: string;
  readonly parameters: readonly MacroParameter[];
  readonly source: TemplateSource;
  /** The callable in one scope. Free names in its body are looked up in `scope` when it runs. */
  bind(scope: Scope, variant: 'sync' | 'async'): HostObject;
  calls(): readonly TemplateCall[];
}

export interface MacroParameter {
  readonly name: string;
  /** The default's source text; null when the parameter is required. */
  readonly defaultText: string | null;
}

interface TemplateErrorDetail {
  readonly subject?: string | null;
  readonly member?: string | null;
  readonly names?: () => Iterable<string>;
  readonly signature?: string;
  readonly span?: Span;
  readonly cause?: unknown;
}

/** What went wrong in a template, with the call stack, innermost frame first. */
export class TemplateError extends Error {
  /** `syntax`: the text is not a template. `undefined`: a name is unknown. `raised`: `exceptions.raise_compiler_error`. */
  readonly kind: 'syntax' | 'undefined' | 'type' | 'arguments' | 'limit' | 'raised' | 'other';
  readonly frames: TemplateFrame[] = [];
  /** The name that is unknown, of a variable, member, argument, filter or test; else null. */
  readonly subject: string | null;
  /** What was asked of the unknown name: `star` in `dbt_utils.star`; null when nothing was. */
  readonly member: string | null;
  /** Every name that could have been meant instead of `subject`. */
  readonly names: () => Iterable<string>;
  /** `cents_to_dollars(column, scale=2)`: of what was called, when `kind` is `arguments` and it is known. */
  readonly signature: string | null;
  /** The operation that failed, to the character; the innermost frame names its statement. Null when not known. */
  at: Span | null = null;
  constructor(kind: TemplateError['kind'], message: string, detail: TemplateErrorDetail = {}) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.name = 'TemplateError';
    this.kind = kind;
    this.subject = detail.subject ?? null;
    this.member = detail.member ?? null;
    this.names = detail.names ?? (() => []);
    this.signature = detail.signature ?? null;
    if (detail.span) this.frames.push({ name: detail.span.file, span: detail.span });
  }
}

export interface TemplateFrame {
  /** `model stg_orders`, `macro cents_to_dollars`. */
  readonly name: string;
  readonly span: Span;
}
