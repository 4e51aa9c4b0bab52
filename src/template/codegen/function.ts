import type { Parameter, Place, Statement } from '../ast.ts';
import type { MacroShape } from '../macro.ts';
import { TemplateError } from '../template.ts';
import { namesRead } from '../walk.ts';
import { valueCode } from './expression.ts';
import { NameScope } from './name-scope.ts';
import { assignedNames, writeBody } from './statement.ts';
import type { Writer } from './writer.ts';

/** A macro, or the body of a call block. */
export interface FunctionNode extends Pick<Place, 'at'> {
  readonly name: string | null;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
}

const specialNames = ['caller', 'kwargs', 'varargs'] as const;

export function shapeOf({ name, parameters, body }: FunctionNode): MacroShape {
  const names = parameters.map(parameter => parameter.name);
  const read = namesRead(body, specialNames);
  const takes = (special: (typeof specialNames)[number]): boolean => read.has(special) && !names.includes(special);
  if (read.has('caller') && parameters.some(parameter => parameter.name === 'caller' && !parameter.default)) {
    throw new TemplateError(
      'syntax',
      'When defining macros or call blocks the special "caller" argument must be omitted or be given a default.',
    );
  }
  const written = parameters.map(one => (one.defaultText === null ? one.name : `${one.name}=${one.defaultText}`)).join(', ');
  return {
    name,
    parameters: names,
    written,
    special: { caller: takes('caller'), kwargs: takes('kwargs'), varargs: takes('varargs') },
  };
}

/** Code of a macro object whose function sees the variables around it. */
export function innerFunction(writer: Writer, node: FunctionNode): string {
  const shape = shapeOf(node);
  const { scope } = writer;
  const code = writer.function('inner', 'given', () => writeFunctionBody(writer, node, shape));
  writer.scope = scope;
  return `macro(${writer.constant(shape)},${code})`;
}

/** The program of a macro that is compiled on its own. */
export function macroProgram(writer: Writer, node: FunctionNode): string {
  const shape = shapeOf(node);
  return writer.program('macro', () => {
    writer.line('const given=bound;');
    writeFunctionBody(writer, node, shape);
  });
}

/** Reads the bound arguments from `given`, writes the body, returns its text. */
function writeFunctionBody(writer: Writer, node: FunctionNode, shape: MacroShape): void {
  writer.anchor = node.at;
  const given = [...shape.parameters, ...specialNames.filter(name => shape.special[name])];
  const scope = new NameScope(writer.scope);
  const names = [...new Set([...given, ...assignedNames(node.body)])];
  const variables = new Map(names.map(name => [name, scope.declare(name, writer.unique('v'))]));
  if (names.length > 0) writer.line(`let ${[...variables.values()].map(variable => variable.js).join(',')};`);
  writer.scope = scope;
  for (const [index, name] of given.entries()) {
    const variable = variables.get(name);
    if (!variable) continue;
    const parameter = node.parameters[index];
    const missing = parameter?.default ? valueCode(writer, parameter.default) : `frame.parameter(${JSON.stringify(name)})`;
    const value = parameter ? `given[${index}]===undefined?${missing}:given[${index}]` : `given[${index}]`;
    writer.line(`${variable.js}=${value};`);
    writer.assignments.add(variable);
  }
  writeBody(writer, node.body);
  writer.line('return out;');
  writer.scope = scope.parent as NameScope;
}
