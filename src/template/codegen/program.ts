import type { Definition, Expression, Statement } from '../ast.ts';
import type { Frame, ProgramText } from '../frame.ts';
import { mangledName } from '../parser/definition.ts';
import { TemplateError } from '../template.ts';
import type { Value } from '../value.ts';
import { namesWritten } from '../walk.ts';
import { valueCode } from './expression.ts';
import { macroProgram, shapeOf } from './function.ts';
import { operationNames, operationValues } from './operations.ts';
import { assignedNames, writeBody } from './statement.ts';
import { type Variant, Writer } from './writer.ts';

/** A template or macro that can run. Its code depends on nothing but the template's text. */
export interface Program extends ProgramText {
  run(frame: Frame, bound: readonly (Value | undefined)[]): Value | Promise<Value>;
}

/** Gives the text of a template. */
export const textProgram = (body: readonly Statement[], variant: Variant): Program =>
  compiled({ variant, names: () => namesWritten(body) }, writer => textCode(writer, body));

/** The same, and tells where each piece of the text comes from. */
export const tracedProgram = (body: readonly Statement[]): Program =>
  compiled({ variant: 'async', names: () => namesWritten(body), trace: 'traced' }, writer => textCode(writer, body));

function textCode(writer: Writer, body: readonly Statement[]): string {
  return writer.program('template', () => {
    writer.block(assignedNames(body), () => writeBody(writer, body));
    writer.line('return out;');
  });
}

/** Gives the value of an expression. */
export const valueProgram = (value: Expression, variant: Variant): Program =>
  compiled({ variant, names: () => [] }, writer =>
    writer.program('template', () => {
      writer.anchor = value.at;
      writer.line(`return ${valueCode(writer, value)};`);
    }),
  );

export const macroShape = (node: Definition) => shapeOf({ ...node, name: mangledName(node) });

/** Gives what a macro returns, or its text. */
export const definitionProgram = (node: Definition, variant: Variant): Program =>
  compiled({ variant, names: () => namesWritten([node]) }, writer => macroProgram(writer, { ...node, name: mangledName(node) }));

interface Compiling {
  readonly variant: Variant;
  readonly names: Program['names'];
  readonly trace?: 'traced';
}

function compiled({ variant, names, trace }: Compiling, write: (writer: Writer) => string): Program {
  const writer = new Writer(variant, trace === 'traced');
  try {
    const code = write(writer);
    const make = new Function('constants', ...operationNames, code);
    return { spots: writer.spots, names, run: make(writer.constants, ...operationValues) };
  } catch (error) {
    // A chain of thousands of operators nests as deep in the generated code.
    if (error instanceof RangeError) throw new TemplateError('limit', 'the template is nested too deeply', { cause: error });
    throw error;
  }
}
