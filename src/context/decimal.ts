import { type BinaryOperator, binary, Float, HostObject, type Value } from '../template/index.ts';

/** An exact number as the warehouse gave it, with Python's `Decimal` arithmetic: 1.50 × 2 is 3.00. */
export class DecimalNumber extends HostObject {
  readonly typeName = 'decimal.Decimal';
  readonly digits: string;
  constructor(digits: string) {
    super();
    this.digits = digits;
  }
  override number(): number | Float {
    return plain(Number(this.digits));
  }
  override text(): string {
    return this.digits;
  }
  override repr(): string {
    return `Decimal('${this.digits}')`;
  }
  override truthy(): boolean {
    return Number(this.digits) !== 0;
  }
  override equals(other: Value): boolean {
    return numberOf(other) === Number(this.digits);
  }
  override compare(other: Value): number | undefined {
    const number = numberOf(other);
    return number === undefined ? undefined : Number(this.digits) - number;
  }
  override operate(op: BinaryOperator, other: Value, side: 'left' | 'right'): Value | undefined {
    const number = numberOf(other);
    if (number === undefined) return undefined;
    const [own, others] = [exact(this.digits), exactOf(other)];
    const result = own && others && (side === 'left' ? calculated(op, own, others) : calculated(op, others, own));
    if (result) return new DecimalNumber(digitsOf(result));
    const [left, right] = side === 'left' ? [this.number(), plain(number)] : [plain(number), this.number()];
    return binary(op, left, right);
  }
  override hashKey(): string {
    return String(Number(this.digits));
  }
}

const plain = (value: number): number | Float => (Number.isInteger(value) ? new Float(value) : value);

function numberOf(value: Value): number | undefined {
  if (value instanceof DecimalNumber) return Number(value.digits);
  if (value instanceof Float) return value.value;
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : undefined;
}

/** `units × 10^-scale`. */
interface Exact {
  readonly units: bigint;
  readonly scale: number;
}

/** Null for what is not written in plain digits. */
function exact(digits: string): Exact | null {
  const [, whole, fraction = ''] = /^([+-]?\d+)(?:\.(\d+))?$/.exec(digits) ?? [];
  return whole === undefined ? null : { units: BigInt(whole + fraction), scale: fraction.length };
}

/** Floats are not exact, so what meets one is computed as a float. */
function exactOf(value: Value): Exact | null {
  if (value instanceof DecimalNumber) return exact(value.digits);
  if (typeof value === 'bigint') return { units: value, scale: 0 };
  return typeof value === 'number' && Number.isInteger(value) ? { units: BigInt(value), scale: 0 } : null;
}

function calculated(op: BinaryOperator, a: Exact, b: Exact): Exact | null {
  const scale = Math.max(a.scale, b.scale);
  const [left, right] = [a, b].map(({ units, scale: own }) => units * 10n ** BigInt(scale - own)) as [bigint, bigint];
  switch (op) {
    case '+':
      return { units: left + right, scale };
    case '-':
      return { units: left - right, scale };
    case '*':
      return { units: a.units * b.units, scale: a.scale + b.scale };
    case '/':
      return right === 0n ? null : quotient(left, right);
    default:
      return null;
  }
}

/** To 28 digits, as Python's default context has it, without zeros that say nothing. */
function quotient(left: bigint, right: bigint): Exact {
  const precision = 28;
  const whole = (left / right).toString().replace('-', '').length;
  let scale = Math.max(0, precision - whole);
  const scaled = left * 10n ** BigInt(scale + 1);
  const half = left < 0n !== right < 0n ? -5n : 5n;
  let units = (scaled / right + half) / 10n;
  while (scale > 0 && units % 10n === 0n) {
    units /= 10n;
    scale -= 1;
  }
  return { units, scale };
}

function digitsOf({ units, scale }: Exact): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return units < 0n ? `-${text}` : text;
}
