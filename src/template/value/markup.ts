import { textAttribute } from '../method/method.ts';
import { TemplateError } from '../template.ts';
import { type BinaryOperator, HostObject, type Value } from '../value.ts';
import { binary } from './operator.ts';
import { text } from './print.ts';
import { characters, textLength, textRepr } from './text.ts';

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;' };

export function escapeHtml(plain: string): string {
  return plain.replace(/[&<>"']/g, found => entities[found] ?? found);
}

/** Text that is already safe in HTML: `escape` leaves it alone, and what is joined to it is escaped. */
export class Markup extends HostObject {
  readonly typeName = 'Markup';
  readonly value: string;
  constructor(value: string) {
    super();
    this.value = value;
  }
  override attribute(name: string): Value | undefined {
    return textAttribute(this.value, name);
  }
  override item(key: Value): Value | undefined {
    return typeof key === 'number' ? characters(this.value).at(key) : undefined;
  }
  override text(): string {
    return this.value;
  }
  override repr(): string {
    return `Markup(${textRepr(this.value)})`;
  }
  override truthy(): boolean {
    return this.value !== '';
  }
  override equals(other: Value): boolean {
    return this.value === plainText(other);
  }
  override compare(other: Value): number | undefined {
    const right = plainText(other);
    if (typeof right !== 'string') return undefined;
    return this.value < right ? -1 : Number(this.value > right);
  }
  override iterate(): Iterable<Value> {
    return characters(this.value);
  }
  override size(): number {
    return textLength(this.value);
  }
  override contains(value: Value): boolean {
    const needle = plainText(value);
    if (typeof needle === 'string') return this.value.includes(needle);
    throw new TemplateError('type', "'in <string>' requires string as left operand");
  }
  override operate(op: BinaryOperator, other: Value, side: 'left' | 'right'): Value | undefined {
    const escaped = typeof other === 'string' ? escapeHtml(other) : plainText(other);
    const result = side === 'left' ? binary(op, this.value, escaped) : binary(op, escaped, this.value);
    return typeof result === 'string' ? new Markup(result) : result;
  }
}

/** A markup as the string that it holds; everything else as it is. */
export function plainText(value: Value): Value {
  return value instanceof Markup ? value.value : value;
}

/** `v | escape`. */
export function escaped(value: Value): Markup {
  return value instanceof Markup ? value : new Markup(escapeHtml(text(value)));
}
