import { dictFromArguments, namespaceFunction } from './namespace.ts';
import { TemplateError } from './template.ts';
import { hostFunction, rawFunction } from './value/call.ts';
import { Range } from './value/collection.ts';
import { integral } from './value/number.ts';
import { text } from './value/print.ts';
import { typeName } from './value/type-name.ts';
import { HostObject, type Kwargs, type Value } from './value.ts';

/** What every template sees under names that its scope does not have. */
export const globals: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['range', rawFunction('range', args => makeRange(args.map(integerOf)))],
  ['dict', rawFunction('dict', dictFromArguments)],
  ['namespace', namespaceFunction],
  ['cycler', rawFunction('cycler', args => new Cycler(args))],
  ['joiner', hostFunction('joiner', ['sep?'], (separator = ', ') => new Joiner(text(separator)))],
]);

function integerOf(value: Value): number {
  const integer = integral(value);
  if (integer !== undefined) return Number(integer);
  throw new TemplateError('type', `'${typeName(value)}' object cannot be interpreted as an integer`);
}

function makeRange(bounds: readonly number[]): Range {
  const [first, second, step = 1] = bounds;
  if (first === undefined) throw new TemplateError('arguments', 'range expected at least 1 argument, got 0');
  if (bounds.length > 3) throw new TemplateError('arguments', `range expected at most 3 arguments, got ${bounds.length}`);
  return second === undefined ? new Range(0, first, 1) : new Range(first, second, step);
}

/** Gives its values in turn, without end. */
class Cycler extends HostObject {
  readonly typeName = 'Cycler';
  readonly #values: readonly Value[];
  #position = 0;
  constructor(values: readonly Value[]) {
    super();
    if (values.length === 0) throw new TemplateError('arguments', 'at least one item has to be provided');
    this.#values = values;
  }
  get #current(): Value {
    return this.#values[this.#position] ?? null;
  }
  #next(): Value {
    const value = this.#current;
    this.#position = (this.#position + 1) % this.#values.length;
    return value;
  }
  #reset(): Value {
    this.#position = 0;
    return null;
  }
  override attribute(name: string): Value | undefined {
    switch (name) {
      case 'current':
        return this.#current;
      case 'pos':
        return this.#position;
      case 'next':
        return rawFunction('next', () => this.#next());
      case 'reset':
        return rawFunction('reset', () => this.#reset());
      default:
        return undefined;
    }
  }
}

/** Gives nothing the first time, and then its separator. */
class Joiner extends HostObject {
  readonly typeName = 'Joiner';
  readonly #separator: string;
  #used = false;
  constructor(separator: string) {
    super();
    this.#separator = separator;
  }
  override call(_args: readonly Value[], _kwargs: Kwargs): Value {
    const first = !this.#used;
    this.#used = true;
    return first ? '' : this.#separator;
  }
}
