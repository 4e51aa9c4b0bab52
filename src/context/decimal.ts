import { type BinaryOperator, binary, Float, HostObject, type Value } from '../template/index.ts';

/** An exact number as the warehouse gave it: prints as written, computes as a float. */
export class DecimalNumber extends HostObject {
  readonly typeName = 'decimal.Decimal';
  readonly digits: string;
  constructor(digits: string) {
    super();
    this.digits = digits;
  }
  get number(): number {
    return Number(this.digits);
  }
  /** As a value that arithmetic understands. */
  get plain(): Value {
    return Number.isInteger(this.number) ? new Float(this.number) : this.number;
  }
  override text(): string {
    return this.digits;
  }
  override repr(): string {
    return `Decimal('${this.digits}')`;
  }
  override truthy(): boolean {
    return this.number !== 0;
  }
  override equals(other: Value): boolean {
    return numberOf(other) === this.number;
  }
  override compare(other: Value): number | undefined {
    const number = numberOf(other);
    return number === undefined ? undefined : this.number - number;
  }
  override operate(op: BinaryOperator, other: Value, side: 'left' | 'right'): Value | undefined {
    if (numberOf(other) === undefined) return undefined;
    const plain = other instanceof DecimalNumber ? other.plain : other;
    return side === 'left' ? binary(op, this.plain, plain) : binary(op, plain, this.plain);
  }
  override hashKey(): string {
    return String(this.number);
  }
}

function numberOf(value: Value): number | undefined {
  if (value instanceof DecimalNumber) return value.number;
  if (value instanceof Float) return value.value;
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : undefined;
}
