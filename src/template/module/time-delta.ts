import { float, int, integral, numeric } from '../value/number.ts';
import { typeName } from '../value/type-name.ts';
import { type BinaryOperator, HostObject, type Value } from '../value.ts';
import { numberOf, typeError, valueError } from './argument.ts';
import { clockTime, floorDivide, MICROS_PER_DAY, MICROS_PER_SECOND, padded } from './calendar.ts';
import { boundMethod, HostClass, type Methods } from './host-class.ts';

const LIMIT = 999_999_999n * MICROS_PER_DAY + MICROS_PER_DAY - 1n;

/** Microseconds of each unit that `timedelta(…)` takes, in the order of its positional arguments. */
const UNITS: readonly (readonly [string, number])[] = [
  ['days', 86_400_000_000],
  ['seconds', 1_000_000],
  ['microseconds', 1],
  ['milliseconds', 1000],
  ['minutes', 60_000_000],
  ['hours', 3_600_000_000],
  ['weeks', 604_800_000_000],
];

/** Python's `timedelta`: a number of microseconds. */
export class TimeDelta extends HostObject {
  readonly typeName = 'datetime.timedelta';
  readonly micros: bigint;
  constructor(micros: bigint) {
    super();
    if (micros > LIMIT || micros < -LIMIT) throw valueError(`days=${micros / MICROS_PER_DAY}; must have magnitude <= 999999999`);
    this.micros = micros;
  }

  get days(): bigint {
    return floorDivide(this.micros, MICROS_PER_DAY)[0];
  }
  /** What is left after whole days; never negative. */
  get rest(): bigint {
    return floorDivide(this.micros, MICROS_PER_DAY)[1];
  }
  get totalSeconds(): number {
    return Number(this.micros) / 1e6;
  }

  override attribute(name: string): Value | undefined {
    if (name === 'days') return Number(this.days);
    if (name === 'seconds') return Number(this.rest / MICROS_PER_SECOND);
    if (name === 'microseconds') return Number(this.rest % MICROS_PER_SECOND);
    return CONSTANTS.get(name)?.() ?? boundMethod(METHODS, this, name);
  }
  override text(): string {
    const { hour, minute, second, microsecond } = clockTime(this.rest);
    const dayText = this.days === 0n ? '' : `${this.days} day${this.days === 1n || this.days === -1n ? '' : 's'}, `;
    const fraction = microsecond === 0 ? '' : `.${padded(microsecond, 6)}`;
    return `${dayText}${hour}:${padded(minute)}:${padded(second)}${fraction}`;
  }
  override repr(): string {
    const parts = ['days', 'seconds', 'microseconds']
      .map(name => [name, this.attribute(name)] as const)
      .filter(([, value]) => value !== 0);
    return `datetime.timedelta(${parts.length === 0 ? '0' : parts.map(([name, value]) => `${name}=${value}`).join(', ')})`;
  }
  override truthy(): boolean {
    return this.micros !== 0n;
  }
  override hashKey(): string {
    return `timedelta ${this.micros}`;
  }
  override equals(other: Value): boolean {
    return other instanceof TimeDelta && other.micros === this.micros;
  }
  override compare(other: Value): number | undefined {
    if (!(other instanceof TimeDelta)) return undefined;
    return this.micros < other.micros ? -1 : this.micros > other.micros ? 1 : 0;
  }
  override operate(op: BinaryOperator, other: Value, side: 'left' | 'right'): Value | undefined {
    if (other instanceof TimeDelta) return operateOnDeltas(op, side === 'left' ? this : other, side === 'left' ? other : this);
    if (numeric(other) === undefined) return undefined;
    if (op === '*') return new TimeDelta(scaled(this.micros, other));
    return side === 'left' ? divided(op, this.micros, other) : undefined;
  }
}

function operateOnDeltas(op: BinaryOperator, left: TimeDelta, right: TimeDelta): Value | undefined {
  if (op === '+') return new TimeDelta(left.micros + right.micros);
  if (op === '-') return new TimeDelta(left.micros - right.micros);
  if (op !== '/' && op !== '//' && op !== '%') return undefined;
  if (right.micros === 0n) throw valueError('integer division or modulo by zero');
  if (op === '/') return float(Number(left.micros) / Number(right.micros));
  const [quotient, remainder] = floored(left.micros, right.micros);
  return op === '//' ? int(quotient) : new TimeDelta(remainder);
}

/** Floor division for a divisor of either sign. */
function floored(dividend: bigint, divisor: bigint): readonly [bigint, bigint] {
  if (divisor > 0n) return floorDivide(dividend, divisor);
  const [quotient, remainder] = floorDivide(-dividend, -divisor);
  return [quotient, -remainder];
}

function scaled(micros: bigint, factor: Value): bigint {
  const whole = integral(factor);
  return whole === undefined ? roundHalfEven(Number(micros) * numberOf(factor)) : micros * BigInt(whole);
}

function divided(op: BinaryOperator, micros: bigint, divisor: Value): Value | undefined {
  const whole = integral(divisor);
  if (op !== '/' && !(op === '//' && whole !== undefined)) return undefined;
  if (numberOf(divisor) === 0)
    throw valueError(whole === undefined ? 'float division by zero' : 'integer division or modulo by zero');
  if (op === '//' && whole !== undefined) return new TimeDelta(floored(micros, BigInt(whole))[0]);
  return new TimeDelta(roundHalfEven(Number(micros) / numberOf(divisor)));
}

export function roundHalfEven(number: number): bigint {
  const floor = Math.floor(number);
  const rest = number - floor;
  const up = rest > 0.5 || (rest === 0.5 && floor % 2 !== 0);
  return BigInt(up ? floor + 1 : floor);
}

const METHODS: Methods<TimeDelta> = {
  total_seconds: { parameters: [], run: self => float(self.totalSeconds) },
};

const CONSTANTS: ReadonlyMap<string, () => TimeDelta> = new Map([
  ['min', () => new TimeDelta(-999_999_999n * MICROS_PER_DAY)],
  ['max', () => new TimeDelta(LIMIT)],
  ['resolution', () => new TimeDelta(1n)],
]);

export const timeDeltaClass = new HostClass(
  'datetime.timedelta',
  (args, kwargs) => {
    const given = new Map<string, Value>();
    args.forEach((value, index) => {
      const unit = UNITS[index];
      if (!unit) throw typeError(`timedelta() takes at most 7 arguments (${args.length} given)`);
      given.set(unit[0], value);
    });
    for (const [name, value] of kwargs) {
      if (!UNITS.some(([unit]) => unit === name)) throw typeError(`'${name}' is an invalid keyword argument for __new__()`);
      given.set(name, value);
    }
    return new TimeDelta(totalMicros(given));
  },
  new Map([...CONSTANTS].map(([name, make]) => [name, make()])),
);

/** Whole amounts add exactly; fractions are added as floats and rounded once. */
function totalMicros(given: ReadonlyMap<string, Value>): bigint {
  let whole = 0n;
  let fraction = 0;
  for (const [unit, size] of UNITS) {
    const amount = given.get(unit) ?? 0;
    if (numeric(amount) === undefined) throw typeError(`unsupported type for timedelta ${unit} component: ${typeName(amount)}`);
    const count = integral(amount);
    if (count !== undefined) whole += BigInt(count) * BigInt(size);
    else fraction += numberOf(amount) * size;
  }
  return whole + roundHalfEven(fraction);
}
