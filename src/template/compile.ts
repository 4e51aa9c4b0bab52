import type { Span } from '../diagnostic/span.ts';
import type { Definition, Expression, Statement } from './ast.ts';
import { firstRead, scanCalls } from './call-scan.ts';
import { definitionProgram, macroShape, type Program, textProgram, tracedProgram, valueProgram } from './codegen/program.ts';
import type { Variant } from './codegen/writer.ts';
import { Frame, type TraceOutput } from './frame.ts';
import { syntaxError } from './lexer.ts';
import { Macro, type MacroShape, ReturnSignal } from './macro.ts';
import { nativeValue } from './native.ts';
import { macroName } from './parser/definition.ts';
import { parseTemplate } from './parser/statement.ts';
import { spanOf } from './position.ts';
import {
  type MacroTemplate,
  type RenderOptions,
  type Template,
  type TemplateCall,
  TemplateError,
  type TemplateSource,
  type TracedPiece,
  type TracedText,
} from './template.ts';
import type { HostObject, Scope, Value } from './value.ts';
import { allNamesRead, namesWritten } from './walk.ts';
import { walkedText, walkedValue } from './walk-program.ts';

/** Parses a template; the functions that render it are made when they are first needed. Fails when it is not a template. */
export function compileTemplate(source: TemplateSource): Template {
  const known = units.get(source.text);
  if (known) return new CompiledTemplate(source, known);
  const unit: Unit = { body: parseTemplate(source), programs: new Map() };
  if (units.size >= maximumUnits) units.delete(units.keys().next().value ?? '');
  units.set(source.text, unit);
  return new CompiledTemplate(source, unit);
}

/** What a text compiles to, wherever it stands: generic tests of one kind share their text, and running reuses what parsing made. */
interface Unit {
  readonly body: readonly Statement[];
  readonly programs: Map<string, Program>;
}

/** By text, oldest first. */
const units = new Map<string, Unit>();
const maximumUnits = 4_000;

class CompiledTemplate implements Template {
  readonly source: TemplateSource;
  readonly #body: readonly Statement[];
  readonly #programs: Map<string, Program>;

  constructor(source: TemplateSource, { body, programs }: Unit) {
    this.source = source;
    this.#body = body;
    this.#programs = programs;
  }

  renderSync(scope: Scope, options: RenderOptions): string {
    const constant = plainText(this.#body);
    return constant ?? (this.#run(this.#textProgram('sync'), scope, options) as string);
  }

  async render(scope: Scope, options: RenderOptions): Promise<string> {
    const constant = plainText(this.#body);
    if (constant !== null) return constant;
    return (await this.#runAsync(this.#textProgram('async'), scope, options)) as string;
  }

  async renderTraced(scope: Scope, options: RenderOptions): Promise<TracedText> {
    const pieces: TracedPiece[] = [];
    const places = new Map<number, { readonly line: number; readonly column: number }>();
    const trace: TraceOutput = (offset, start, kind) => {
      const place = places.get(start) ?? spanOf(this.source, start, start + 1);
      places.set(start, place);
      pieces.push({ offset, line: place.line, column: place.column, kind });
    };
    const program = this.#program('text traced', () => walkedText(this.#body, 'async') ?? tracedProgram(this.#body));
    return { text: (await this.#runAsync(program, scope, options, trace)) as string, pieces };
  }

  evaluateSync(scope: Scope, options: RenderOptions): Value {
    const only = onlyExpression(this.#body);
    if (!only) return this.renderSync(scope, options);
    return nativeValue(only, this.#run(this.#valueProgram(only, 'sync'), scope, options) as Value);
  }

  async evaluate(scope: Scope, options: RenderOptions): Promise<Value> {
    const only = onlyExpression(this.#body);
    if (!only) return this.render(scope, options);
    return nativeValue(only, await this.#runAsync(this.#valueProgram(only, 'async'), scope, options));
  }

  calls(): readonly TemplateCall[] {
    return scanCalls(this.source, this.#body);
  }

  namesRead(): readonly string[] {
    return [...allNamesRead(this.#body)];
  }

  namesSet(): readonly string[] {
    return namesWritten(this.#body);
  }

  firstRead(name: string): Span | null {
    return firstRead(this.source, this.#body, name);
  }

  #textProgram(variant: Variant): Program {
    return this.#program(`text ${variant}`, () => walkedText(this.#body, variant) ?? textProgram(this.#body, variant));
  }

  #valueProgram(value: Expression, variant: Variant): Program {
    return this.#program(`value ${variant}`, () => walkedValue(value, variant) ?? valueProgram(value, variant));
  }

  #program(key: string, generate: () => Program): Program {
    const known = this.#programs.get(key);
    if (known) return known;
    const program = generated(this.source, generate);
    this.#programs.set(key, program);
    return program;
  }

  #run(program: Program, scope: Scope, options: RenderOptions, trace?: TraceOutput): Value | Promise<Value> {
    try {
      return program.run(new Frame(this.source, program, scope, options.undefinedNames, trace), []);
    } catch (error) {
      throw this.#failure(error);
    }
  }

  async #runAsync(program: Program, scope: Scope, options: RenderOptions, trace?: TraceOutput): Promise<Value> {
    try {
      return await this.#run(program, scope, options, trace);
    } catch (error) {
      throw this.#failure(error);
    }
  }

  #failure(error: unknown): unknown {
    return error instanceof ReturnSignal ? syntaxError(this.source, 'return() stands outside of a macro', 0) : error;
  }
}

/** The text of a template without tags; null when there are tags. */
function plainText(body: readonly Statement[]): string | null {
  let text = '';
  for (const statement of body) {
    if (statement.kind !== 'text') return null;
    text += statement.text;
  }
  return text;
}

function onlyExpression(body: readonly Statement[]): Expression | null {
  const [only] = body;
  return body.length === 1 && only?.kind === 'output' ? only.value : null;
}

function generated(source: TemplateSource, generate: () => Program): Program {
  try {
    return generate();
  } catch (error) {
    if (error instanceof TemplateError) error.frames.push(...syntaxError(source, error.message, 0).frames);
    throw error;
  }
}

/** Compiles the only macro, test or materialization of a text; what stands around it is ignored. */
export function compileMacro(source: TemplateSource): MacroTemplate {
  const definitions = parseTemplate(source).filter(isMacro);
  const [definition] = definitions;
  if (!definition || definitions.length > 1) {
    throw syntaxError(source, `expected one macro, test or materialization, found ${definitions.length}`, 0);
  }
  return new CompiledMacro(source, definition);
}

const isMacro = (node: Statement): node is Definition =>
  node.kind === 'definition' && (node.tag === 'macro' || node.tag === 'test' || node.tag === 'materialization');

class CompiledMacro implements MacroTemplate {
  readonly name: string;
  readonly parameters: MacroTemplate['parameters'];
  readonly source: TemplateSource;
  readonly #definition: Definition;
  readonly #programs: { [variant in Variant]?: Program } = {};
  #shape: MacroShape | undefined;

  constructor(source: TemplateSource, definition: Definition) {
    this.source = source;
    this.#definition = definition;
    this.name = macroName(definition);
    this.parameters = definition.parameters.map(({ name, defaultText }) => ({ name, defaultText }));
  }

  bind(scope: Scope, variant: Variant): HostObject {
    let frame: Frame | undefined;
    this.#shape ??= macroShape(this.#definition);
    return new Macro(this.#shape, bound => {
      const program = this.#program(variant);
      frame ??= new Frame(this.source, program, scope, 'plain');
      return program.run(frame, bound);
    });
  }

  calls(): readonly TemplateCall[] {
    return scanCalls(this.source, [this.#definition]);
  }

  #program(variant: Variant): Program {
    const known = this.#programs[variant];
    if (known) return known;
    const program = generated(this.source, () => definitionProgram(this.#definition, variant));
    this.#programs[variant] = program;
    return program;
  }
}
