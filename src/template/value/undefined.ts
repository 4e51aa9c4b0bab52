import { TemplateError } from '../template.ts';
import { type BinaryOperator, HostObject, type Kwargs, type Value } from '../value.ts';
import { repr } from './print.ts';
import { textRepr } from './text.ts';
import { describeType } from './type-name.ts';

/** See `RenderOptions.undefinedNames`. */
export type UndefinedKind = 'plain' | 'chainable';

interface UndefinedDetail {
  readonly kind: UndefinedKind;
  readonly name: string | null;
  readonly message: string;
  readonly unsafe?: boolean;
  readonly names?: () => Iterable<string>;
}

/**
 * A name, attribute or item that does not exist. It prints nothing, is false and empty; any other use fails with `message`.
 * The chainable kind gives itself for attributes, items and calls.
 */
export class Undefined extends HostObject {
  readonly typeName = 'Undefined';
  readonly kind: UndefinedKind;
  /** The missing name; null when a rule of the language made the value, as an inline `if` without `else`. */
  readonly name: string | null;
  readonly message: string;
  readonly unsafe: boolean;
  /** Every name that could have been meant. */
  readonly #names: () => Iterable<string>;

  constructor(detail: UndefinedDetail) {
    super();
    this.#names = detail.names ?? (() => []);
    this.kind = detail.kind;
    this.name = detail.name;
    this.message = detail.message;
    this.unsafe = detail.unsafe ?? false;
  }

  fail(member: string | null = null): never {
    throw new TemplateError(this.unsafe ? 'other' : 'undefined', this.message, {
      subject: this.name,
      member,
      names: this.#names,
    });
  }
  override attribute(name: string): Value | undefined {
    if (this.kind === 'chainable') return this;
    // As Python, where names such as __html__ are asked for by machinery.
    return name.startsWith('__') ? undefined : this.fail(name);
  }
  override item(_key: Value): Value {
    return this.kind === 'chainable' ? this : this.fail();
  }
  override text(): string {
    return '';
  }
  override repr(): string {
    return 'Undefined';
  }
  override truthy(): boolean {
    return false;
  }
  override equals(other: Value): boolean {
    return other instanceof Undefined;
  }
  override compare(_other: Value): number {
    return this.fail();
  }
  override iterate(): Iterable<Value> {
    return [];
  }
  override size(): number {
    return 0;
  }
  override operate(_op: BinaryOperator, _other: Value, _side: 'left' | 'right'): Value {
    return this.fail();
  }
  override call(_args: readonly Value[], _kwargs: Kwargs): Value {
    return this.kind === 'chainable' ? this : this.fail();
  }
  override hashKey(): string {
    return 'Undefined';
  }
}

/** A name that the scope does not have. */
export function undefinedName(name: string, kind: UndefinedKind = 'plain', names?: () => Iterable<string>): Undefined {
  return new Undefined({ kind, name, message: `${textRepr(name)} is undefined`, ...(names ? { names } : {}) });
}

/** A value made by a rule, with its own message. */
export function undefinedHint(message: string, kind: UndefinedKind = 'plain', name: string | null = null): Undefined {
  return new Undefined({ kind, name, message });
}

/** An attribute or item that `owner` does not have; `names` are those that it has. */
export function undefinedMember(
  owner: Value,
  key: Value,
  kind: UndefinedKind = 'plain',
  names: () => Iterable<string> = () => [],
): Undefined {
  if (typeof key !== 'string') {
    return new Undefined({ kind, name: null, message: `${describeType(owner)} has no element ${repr(key)}` });
  }
  return new Undefined({ kind, name: key, message: `'${describeType(owner)}' has no attribute ${textRepr(key)}`, names });
}

/** An attribute that exists in Python but that a template may not reach. */
export function undefinedUnsafe(ownerType: string, name: string, kind: UndefinedKind = 'plain'): Undefined {
  const message = `access to attribute ${textRepr(name)} of '${ownerType}' object is unsafe.`;
  return new Undefined({ kind, name, message, unsafe: true });
}
