import { TemplateError } from '../template/template.ts';
import { hostFunction } from '../template/value/call.ts';
import { repr, text } from '../template/value/print.ts';
import { HostObject, type Kwargs, type Value } from '../template/value.ts';

export interface VarLookup {
  /** What the variables are for this node: the command line's over the project's over the package's. */
  readonly vars: ReadonlyMap<Value, Value>;
  /** Who asks, for the message: a node's name, or a file. Null outside nodes. */
  readonly owner: string | null;
  /** What a text with templates in it renders to where it is asked for; without it, texts stay as written. */
  readonly render?: (text: string) => Value | Promise<Value>;
}

/** `var(name, default)`, with `var.has_var(name)`. A missing one without default fails and lists the ones that exist. */
export const varFunction = (lookup: VarLookup): HostObject => new VarObject(lookup);

const isTemplate = /\{[{%#]/;

class VarObject extends HostObject {
  readonly typeName = 'Var';
  readonly #read: HostObject;
  readonly #hasVar: HostObject;

  constructor(lookup: VarLookup) {
    super();
    this.#read = hostFunction('var', ['var_name', 'default?'], (name = null, fallback) => {
      const value = lookup.vars.get(name);
      if (value !== undefined)
        return typeof value === 'string' && isTemplate.test(value) ? (lookup.render?.(value) ?? value) : value;
      if (fallback === undefined) throw missing(lookup, name);
      return fallback;
    });
    this.#hasVar = hostFunction('has_var', ['var_name'], (name = null) => lookup.vars.has(name));
  }

  override call(args: readonly Value[], kwargs: Kwargs): Value | Promise<Value> {
    return this.#read.call(args, kwargs);
  }
  override attribute(name: string): Value | undefined {
    return name === 'has_var' ? this.#hasVar : undefined;
  }
}

function missing({ vars, owner }: VarLookup, name: Value): TemplateError {
  const known = repr(new Map([...vars].sort(([a], [b]) => (text(a) < text(b) ? -1 : 1))));
  const suffix = owner === null ? '' : ` supplied to ${owner}`;
  return new TemplateError('raised', `Required var '${text(name)}' not found in config:\nVars${suffix} = ${known}`, {
    names: () => Array.from(vars.keys(), text),
  });
}
