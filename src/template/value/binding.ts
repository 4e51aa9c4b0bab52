import { TemplateError } from '../template.ts';
import { type Kwargs, Tuple, type Value } from '../value.ts';

/**
 * Python's argument binding. A parameter `x` is required, `x?` is optional, `*x` takes the other positional
 * arguments as a tuple, `**x` the other keyword arguments as a dict.
 */
export interface Signature {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly required: number;
  /** Arguments that messages count but `bind` does not see: 1 for the value of a filter. */
  readonly implicit: number;
  readonly rest: boolean;
  readonly keywords: boolean;
}

export type Bound = readonly (Value | undefined)[];

export function signature(name: string, parameters: readonly string[], implicit = 0): Signature {
  const named = parameters.filter(parameter => !parameter.startsWith('*'));
  return {
    name,
    parameters: named.map(parameter => parameter.replace('?', '')),
    required: named.filter(parameter => !parameter.endsWith('?')).length,
    implicit,
    rest: parameters.some(parameter => /^\*[^*]/.test(parameter)),
    keywords: parameters.some(parameter => parameter.startsWith('**')),
  };
}

/** One argument per parameter, undefined when not given. Fails with Python's TypeErrors. */
export function bind(signature: Signature, args: readonly Value[], kwargs: Kwargs): Bound {
  const { parameters, required, rest, keywords } = signature;
  if (kwargs.size === 0 && !rest && !keywords && args.length >= required && args.length <= parameters.length) return args;
  if (args.length > parameters.length && !rest) throw tooMany(signature, args.length);
  const bound: (Value | undefined)[] = parameters.map((_, index) => args[index]);
  const others = bindKeywords(signature, bound, kwargs);
  const missing = parameters.filter((_, index) => index < required && bound[index] === undefined);
  if (missing.length > 0) throw missingArguments(signature, missing);
  if (rest) bound.push(Tuple.from(args.slice(parameters.length)));
  if (keywords) bound.push(others);
  return bound;
}

function bindKeywords(signature: Signature, bound: (Value | undefined)[], kwargs: Kwargs): Map<Value, Value> {
  const others = new Map<Value, Value>();
  for (const [name, value] of kwargs) {
    const index = signature.parameters.indexOf(name);
    if (index < 0) {
      if (!signature.keywords) throw refused(`${signature.name}() got an unexpected keyword argument '${name}'`, signature, name);
      others.set(name, value);
    } else {
      if (bound[index] !== undefined) throw refused(`${signature.name}() got multiple values for argument '${name}'`, signature);
      bound[index] = value;
    }
  }
  return others;
}

function refused(message: string, called: Signature, subject: string | null = null): TemplateError {
  const { parameters } = called;
  return new TemplateError('arguments', message, { subject, names: () => parameters, signature: written(called) });
}

function written({ name, parameters, required, rest, keywords }: Signature): string {
  const named = parameters.map((parameter, index) => (index < required ? parameter : `${parameter}=…`));
  return `${name}(${[...named, ...(rest ? ['*args'] : []), ...(keywords ? ['**kwargs'] : [])].join(', ')})`;
}

function tooMany(signature: Signature, given: number): TemplateError {
  const { name, parameters, required, implicit } = signature;
  const least = required + implicit;
  const most = parameters.length + implicit;
  const count = given + implicit;
  const range = least < most ? `from ${least} to ${most}` : String(most);
  const noun = least === most && most === 1 ? 'argument' : 'arguments';
  return refused(`${name}() takes ${range} positional ${noun} but ${count} ${count === 1 ? 'was' : 'were'} given`, signature);
}

function missingArguments(signature: Signature, missing: readonly string[]): TemplateError {
  const quoted = missing.map(name => `'${name}'`);
  const last = quoted.pop() ?? '';
  const list = quoted.length === 0 ? last : `${quoted.join(', ')}${quoted.length > 1 ? ',' : ''} and ${last}`;
  const count = missing.length;
  return refused(
    `${signature.name}() missing ${count} required positional argument${count === 1 ? '' : 's'}: ${list}`,
    signature,
  );
}
