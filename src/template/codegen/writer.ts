import type { Place } from '../ast.ts';
import type { Value } from '../value.ts';
import { Assignments, NameScope } from './name-scope.ts';

export type Variant = 'sync' | 'async';
/** `macro`: a return stops here. `inner`: the body of a call block or a recursive loop, which a return goes through. */
export type FunctionKind = 'template' | 'macro' | 'inner';

/** One JavaScript function that is being written. */
interface FunctionDraft {
  readonly kind: FunctionKind;
  readonly lines: string[];
  readonly temporaries: string[];
  awaits: boolean;
}

/**
 * Writes JavaScript. Nothing of a template goes into the text as it is: names and strings become JSON strings, numbers
 * digits, and all else an index into `constants`.
 */
export class Writer {
  readonly variant: Variant;
  /** Whether the program tells where each piece of its output comes from. */
  readonly traced: boolean;
  readonly constants: unknown[] = [];
  readonly spots: number[] = [];
  readonly assignments = new Assignments();
  scope = new NameScope(null);
  /** The variable that text is added to. */
  buffer = 'out';
  /** Where the line of the current statement is counted. */
  anchor = 0;
  /** Inside an `if`, where an unknown filter only fails when it is reached. */
  conditions = 0;
  /** Failures that happen as soon as the program runs. */
  readonly refusals: string[] = [];
  #draft: FunctionDraft = { kind: 'template', lines: [], temporaries: [], awaits: false };
  readonly #prelude = new Map<string, string>();
  readonly #names = new Map<string, string>();
  #counter = 0;

  constructor(variant: Variant, traced = false) {
    this.variant = variant;
    this.traced = traced;
  }

  get kind(): FunctionKind {
    return this.#draft.kind;
  }

  line(code: string): void {
    this.#draft.lines.push(code);
  }

  /** A JavaScript name that no other part of the code has. */
  unique(prefix: string): string {
    return `${prefix}${this.#counter++}`;
  }

  /** A variable of the current function. */
  temporary(prefix = 't'): string {
    const name = this.unique(prefix);
    this.#draft.temporaries.push(name);
    return name;
  }

  constant(value: unknown): string {
    return `constants[${this.constants.push(value) - 1}]`;
  }

  /** Sets the position that an error in the operation would be reported at. */
  spot(node: Place, anchor = this.anchor): string {
    this.spots.push(node.start, node.end, anchor);
    return `at=${this.spots.length / 3 - 1}`;
  }

  /** An expression that is computed once, before anything runs. */
  once(code: string): string {
    const known = this.#prelude.get(code);
    if (known) return known;
    const name = this.unique('k');
    this.#prelude.set(code, name);
    return name;
  }

  /** The value of a name that the template does not assign. It is looked up when first read. */
  contextName(name: string): string {
    const known = this.#names.get(name) ?? this.unique('c');
    this.#names.set(name, known);
    return `(${known}??=frame.name(${JSON.stringify(name)}))`;
  }

  /** A call whose result may be a promise, in the async variant. */
  awaited(code: string): string {
    if (this.variant === 'sync') return code;
    this.#draft.awaits = true;
    return `((w=${code}) instanceof Promise?await w:w)`;
  }

  /** Runs `write` with its own function; gives the function's expression. `head` is what stands between the parentheses. */
  function(kind: FunctionKind, head: string, write: () => void): string {
    return functionText(this.#drafted(kind, write), head, '');
  }

  #drafted(kind: FunctionKind, write: () => void): FunctionDraft {
    const outer = { draft: this.#draft, buffer: this.buffer, anchor: this.anchor, conditions: this.conditions };
    const draft: FunctionDraft = { kind, lines: [], temporaries: [], awaits: false };
    this.#draft = draft;
    this.buffer = 'out';
    this.conditions = 0;
    write();
    this.#draft = outer.draft;
    this.buffer = outer.buffer;
    this.anchor = outer.anchor;
    this.conditions = outer.conditions;
    return draft;
  }

  /** The text of the whole program: code that gives the outermost function, which takes a `Frame` and a macro's bound arguments. */
  program(kind: FunctionKind, write: () => void): string {
    const draft = this.#drafted(kind, write);
    draft.lines.unshift(...this.refusals.map(refusal => `${refusal};`));
    const once = [...this.#prelude].map(([code, name]) => `const ${name}=${code};`).join('');
    const names = [...this.#names.values()];
    const lookups = names.length > 0 ? `let ${names.join(',')};` : '';
    const code = functionText(draft, 'frame,bound', `const kind=frame.undefinedNames;${lookups}`);
    // In parentheses, JavaScript compiles a function at once; else it would read it again at its first call.
    return `"use strict";${once}return (${code});`;
  }

  /** Runs `write` in a scope of its own whose names are given, and wraps what it writes in a block. */
  block(names: readonly string[], write: () => void): void {
    this.scope = new NameScope(this.scope);
    const declared = names.map(name => this.scope.declare(name, this.unique('v')).js);
    this.line(declared.length > 0 ? `{let ${declared.join(',')};` : '{');
    write();
    this.line('}');
    this.scope = this.scope.parent as NameScope;
  }
}

function functionText(draft: FunctionDraft, head: string, before: string): string {
  const variables = ['at=0', "out=''", 'w', ...draft.temporaries].join(',');
  const caught = draft.kind === 'macro' ? 'if(isReturn(e))return e.value;' : '';
  const body = `try{frame.enter();${draft.lines.join('\n')}\n}catch(e){${caught}throw frame.fail(e,at);}finally{frame.leave();}`;
  return `${draft.awaits ? 'async ' : ''}function(${head}){${before}let ${variables};${body}}`;
}

/** Code for a plain value. */
export function literal(writer: Writer, value: Value): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  return writer.constant(value);
}
