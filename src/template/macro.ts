import { TemplateError } from './template.ts';
import { hostFunction } from './value/call.ts';
import { textRepr } from './value/text.ts';
import { undefinedHint } from './value/undefined.ts';
import { HostObject, type Kwargs, Tuple, type Value, type ValueMap } from './value.ts';

/** What a macro takes. `special`: the names beside its parameters that its body reads. */
export interface MacroShape {
  /** As error messages call it; null for the body of a call block. */
  readonly name: string | null;
  readonly parameters: readonly string[];
  /** The parameters with their defaults, as written: `column, scale=2`. */
  readonly written: string;
  readonly special: { readonly caller: boolean; readonly kwargs: boolean; readonly varargs: boolean };
}

/** Bound arguments: the parameters, then `caller`, `kwargs` and `varargs` as the shape says. Undefined: not given. */
export type MacroBody = (bound: readonly (Value | undefined)[]) => Value | Promise<Value>;

export class Macro extends HostObject {
  readonly typeName = 'Macro';
  readonly #shape: MacroShape;
  readonly #body: MacroBody;
  constructor(shape: MacroShape, body: MacroBody) {
    super();
    this.#shape = shape;
    this.#body = body;
  }
  override call(args: readonly Value[], kwargs: Kwargs): Value | Promise<Value> {
    return this.#body(bindMacro(this.#shape, args, kwargs));
  }
  override attribute(name: string): Value | undefined {
    const { name: own, parameters, special } = this.#shape;
    switch (name) {
      case 'name':
        return own;
      case 'arguments':
        return Tuple.from(parameters);
      case 'catch_kwargs':
        return special.kwargs;
      case 'catch_varargs':
        return special.varargs;
      case 'caller':
        return special.caller;
      default:
        return undefined;
    }
  }
  override repr(): string {
    return `<Macro ${nameOf(this.#shape)}>`;
  }
}

const nameOf = ({ name }: MacroShape): string => (name === null ? 'None' : textRepr(name));

/** jinja2's argument binding: positional, then by name; what is left goes to `kwargs` and `varargs`, or is refused. */
function bindMacro(shape: MacroShape, args: readonly Value[], kwargs: Kwargs): readonly (Value | undefined)[] {
  const { parameters, special } = shape;
  if (kwargs.size === 0 && args.length <= parameters.length && !special.caller && !special.kwargs && !special.varargs) {
    return args;
  }
  const left = new Map(kwargs);
  const take = (name: string): Value | undefined => {
    const value = left.get(name);
    left.delete(name);
    return value;
  };
  const bound: (Value | undefined)[] = parameters.map((name, index) => (index < args.length ? args[index] : take(name)));
  if (special.caller) bound.push(take('caller') ?? noCaller());
  if (special.kwargs) bound.push(left as ValueMap);
  else if (left.size > 0) throw refusedKeyword(shape, left);
  if (special.varargs) bound.push(Tuple.from(args.slice(parameters.length)));
  else if (args.length > parameters.length) throw refusedPositional(shape);
  return bound;
}

const noCaller = (): Value => undefinedHint('No caller defined');

function refusedKeyword(shape: MacroShape, left: ReadonlyMap<string, Value>): TemplateError {
  const [first = ''] = left.keys();
  const message = left.has('caller')
    ? `macro ${nameOf(shape)} was invoked with two values for the special caller argument. This is most likely a bug.`
    : `macro ${nameOf(shape)} takes no keyword argument ${textRepr(first)}`;
  return refused(shape, message, first);
}

const refusedPositional = (shape: MacroShape): TemplateError =>
  refused(shape, `macro ${nameOf(shape)} takes not more than ${shape.parameters.length} argument(s)`);

function refused({ name, parameters, written }: MacroShape, message: string, subject: string | null = null): TemplateError {
  const signature = name === null ? {} : { signature: `${name}(${written})` };
  return new TemplateError('arguments', message, { subject, names: () => parameters, ...signature });
}

/** Thrown by `return` where it cannot be a plain JavaScript return; the nearest macro catches it. Not an Error: no stack is taken. */
export class ReturnSignal {
  readonly value: Value;
  constructor(value: Value) {
    this.value = value;
  }
}

/** The built-in `return`. A macro whose scope has exactly this one returns without throwing. */
export const returnFunction: HostObject = hostFunction('return', ['data'], value => {
  throw new ReturnSignal(value ?? null);
});
