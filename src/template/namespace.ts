import { TemplateError } from './template.ts';
import { rawFunction } from './value/call.ts';
import { dictSet } from './value/equal.ts';
import { items } from './value/iterate.ts';
import { repr } from './value/print.ts';
import { HostObject, type Kwargs, type Value, type ValueMap } from './value.ts';

/** `namespace(…)`: the only object whose attributes `set` may change. */
export class Namespace extends HostObject {
  readonly typeName = 'Namespace';
  readonly #values: ValueMap;
  constructor(values: ValueMap) {
    super();
    this.#values = values;
  }
  override attribute(name: string): Value | undefined {
    return this.#values.get(name);
  }
  override item(key: Value): Value | undefined {
    return typeof key === 'string' ? this.#values.get(key) : undefined;
  }
  set(name: string, value: Value): void {
    this.#values.set(name, value);
  }
  override repr(): string {
    return `<Namespace ${repr(this.#values)}>`;
  }
}

/** The built-in `namespace`, which takes what Python's `dict` takes. */
export const namespaceFunction: HostObject = rawFunction(
  'namespace',
  (args, kwargs) => new Namespace(dictFromArguments(args, kwargs)),
);

/** Python's `dict(…)`: from a dict or from pairs, with keywords. */
export function dictFromArguments(args: readonly Value[], kwargs: Kwargs): ValueMap {
  if (args.length > 1) throw new TemplateError('arguments', `dict expected at most 1 argument, got ${args.length}`);
  const [source] = args;
  const values: ValueMap = new Map(source instanceof Map ? source : []);
  if (source !== undefined && !(source instanceof Map)) {
    for (const pair of items(source)) {
      const [key, value] = items(pair);
      if (key === undefined || value === undefined)
        throw new TemplateError('other', 'dictionary update sequence element has a wrong length');
      dictSet(values, key, value);
    }
  }
  for (const [name, value] of kwargs) values.set(name, value);
  return values;
}
