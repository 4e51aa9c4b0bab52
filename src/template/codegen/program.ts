import type { Definition, Expression, Statement } from '../ast.ts';
import type { Frame, Spots } from '../frame.ts';
import { mangledName } from '../parser/definition.ts';
import { TemplateError } from '../template.ts';
import type { Value } from '../value.ts';
import { valueCode } from './expression.ts';
import { macroProgram, shapeOf } from './function.ts';
import { operationNames, operationValues } from './operations.ts';
import { assignedNames, writeBody } from './statement.ts';
import { type Variant, Writer } from './writer.ts';

/** A template or macro that can run. Its code depends on nothing but the template's text. */
export interface Program {
  readonly spots: Spots;
  run(frame: Frame, bound: readonly (Value | undefined)[]): Value | Promise<Value>;
}

/** Gives the text of a template. */
export const textProgram = (body: readonly Statement[], variant: Variant): Program =>
  compiled(variant, writer => textCode(writer, body));

/** The same, and tells where each piece of the text comes from. */
export const tracedProgram = (body: readonly Statement[]): Program =>
  compiled('async', writer => textCode(writer, body), 'traced');

function textCode(writer: Writer, body: readonly Statement[]): string {
  return writer.program('template', () => {
    writer.block(assignedNames(body), () => writeBody(writer, body));
    writer.line('return out;');
  });
}

/** Gives the value of an expression. */
export const valueProgram = (value: Expression, variant: Variant): Program =>
  compiled(variant, writer =>
    writer.program('template', () => {
      writer.anchor = value.at;
      writer.line(`return ${valueCode(writer, value)};`);
    }),
  );

export const macroShape = (node: Definition) => shapeOf({ ...node, name: mangledName(node) });

/** Gives what a macro returns, or its text. */
export const definitionProgram = (node: Definition, variant: Variant): Program =>
  compiled(variant, writer => macroProgram(writer, { ...node, name: mangledName(node) }));

function compiled(variant: Variant, write: (writer: Writer) => string, trace: 'traced' | 'plain' = 'plain'): Program {
  const writer = new Writer(variant, trace === 'traced');
  try {
    const code = write(writer);
    const make = new Function('constants', ...operationNames, code);
    return { spots: writer.spots, run: make(writer.constants, ...operationValues) };
  } catch (error) {
    // A chain of thousands of operators nests as deep in the generated code.
    if (error instanceof RangeError) throw new TemplateError('limit', 'the template is nested too deeply', { cause: error });
    throw error;
  }
}
