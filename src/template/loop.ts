import { TemplateError } from './template.ts';
import { hostFunction, rawFunction } from './value/call.ts';
import { equals } from './value/equal.ts';
import { iterate, sizeOf } from './value/iterate.ts';
import { type UndefinedKind, undefinedHint } from './value/undefined.ts';
import { HostObject, type Kwargs, Tuple, type Value } from './value.ts';

/** Renders the body of a `recursive` loop for other items. */
export type Recursion = (items: Value, depth: number) => Value | Promise<Value>;

export interface LoopForm {
  readonly undefinedNames: UndefinedKind;
  /** From 0. */
  readonly depth: number;
  /** Null in a loop that is not marked `recursive`. */
  readonly recursion: Recursion | null;
}

/** `loop`: walks over the items of a `for`, and tells where it is. Reads one item ahead only when it is asked to. */
export class Loop extends HostObject {
  readonly typeName = 'LoopContext';
  readonly #form: LoopForm;
  readonly #source: Value;
  #iterator: Iterator<Value>;
  #length: number | null;
  #index = -1;
  #ahead: IteratorResult<Value> | null = null;
  #previous: Value | undefined;
  #changed: Tuple | undefined;
  current: Value = null;

  constructor(source: Value, form: LoopForm) {
    super();
    this.#source = source;
    this.#form = form;
    this.#length = null;
    this.#iterator = iterate(source)[Symbol.iterator]();
  }

  /** Moves to the next item, which is then `current`. */
  next(): boolean {
    const step = this.#peek();
    this.#ahead = null;
    if (step.done) return false;
    if (this.#index >= 0) this.#previous = this.current;
    this.#index++;
    this.current = step.value;
    return true;
  }

  #peek(): IteratorResult<Value> {
    this.#ahead ??= this.#iterator.next();
    return this.#ahead;
  }

  #measure(): number {
    this.#length ??= sizeOf(this.#source) ?? this.#readAll();
    return this.#length;
  }

  /** The length of what has none, such as a generator: all of it is read. */
  #readAll(): number {
    const rest: Value[] = [];
    for (let step = this.#peek(); !step.done; step = this.#iterator.next()) rest.push(step.value);
    this.#ahead = null;
    this.#iterator = rest[Symbol.iterator]();
    return rest.length + this.#index + 1;
  }

  override attribute(name: string): Value | undefined {
    switch (name) {
      case 'index':
        return this.#index + 1;
      case 'index0':
        return this.#index;
      case 'first':
        return this.#index === 0;
      case 'last':
        return this.#peek().done === true;
      case 'length':
        return this.#measure();
      case 'revindex':
        return this.#measure() - this.#index;
      case 'revindex0':
        return this.#measure() - this.#index - 1;
      case 'depth':
        return this.#form.depth + 1;
      case 'depth0':
        return this.#form.depth;
      default:
        return this.#neighbour(name);
    }
  }

  #neighbour(name: string): Value | undefined {
    const missing = (which: string): Value => undefinedHint(`there is no ${which} item`, this.#form.undefinedNames);
    switch (name) {
      case 'previtem':
        return this.#previous ?? (this.#index > 0 ? null : missing('previous'));
      case 'nextitem': {
        const step = this.#peek();
        return step.done ? missing('next') : step.value;
      }
      case 'cycle':
        return rawFunction('cycle', args => this.#cycle(args));
      case 'changed':
        return rawFunction('changed', args => this.#hasChanged(args));
      default:
        return undefined;
    }
  }

  #cycle(args: readonly Value[]): Value {
    const value = args[Math.max(0, this.#index) % args.length];
    if (value === undefined) throw new TemplateError('type', 'no items for cycling given');
    return value;
  }

  #hasChanged(args: readonly Value[]): boolean {
    const values = Tuple.from(args) as Tuple;
    const changed = this.#changed === undefined || !equals(this.#changed, values);
    if (changed) this.#changed = values;
    return changed;
  }

  override call(args: readonly Value[], kwargs: Kwargs): Value | Promise<Value> {
    const { recursion, depth } = this.#form;
    if (!recursion) throw new TemplateError('type', "The loop must have the 'recursive' marker to be called recursively.");
    return hostFunction('loop', ['iterable'], items => recursion(items ?? null, depth + 1)).call(args, kwargs);
  }
  override size(): number {
    return this.#measure();
  }
  override repr(): string {
    return `<LoopContext ${this.#index + 1}/${this.#measure()}>`;
  }
}
