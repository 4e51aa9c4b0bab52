import { type BinaryOperator, HostObject, Tuple, type Value } from '../value.ts';
import { integerOf, stringOf, typeError, valueError } from './argument.ts';
import { civilDate, isoCalendar, MAX_YEAR, MICROS_PER_DAY, ordinalOf, weekdayOf } from './calendar.ts';
import { boundMethod, type Methods } from './host-class.ts';
import { checkedOrdinal, isoDate } from './iso-format.ts';
import { strftime } from './strftime.ts';
import { TimeDelta } from './time-delta.ts';

const MAX_ORDINAL = ordinalOf({ year: MAX_YEAR, month: 12, day: 31 });

export function checkedRange(ordinal: number): number {
  if (ordinal < 1 || ordinal > MAX_ORDINAL) throw valueError('date value out of range');
  return ordinal;
}

/** Python's `date`: a day. */
export class PyDate extends HostObject {
  readonly typeName = 'datetime.date';
  readonly ordinal: number;
  constructor(ordinal: number) {
    super();
    this.ordinal = checkedRange(ordinal);
  }
  override attribute(name: string): Value | undefined {
    if (name === 'year' || name === 'month' || name === 'day') return civilDate(this.ordinal)[name];
    return boundMethod(METHODS, this, name);
  }
  override text(): string {
    return isoDate(this.ordinal);
  }
  override repr(): string {
    const { year, month, day } = civilDate(this.ordinal);
    return `datetime.date(${year}, ${month}, ${day})`;
  }
  /** For artifacts, which are JSON. */
  toJSON(): string {
    return this.text();
  }
  override format(spec: string): string {
    return strftime(spec, midnight(this));
  }
  override equals(other: Value): boolean {
    return other instanceof PyDate && other.ordinal === this.ordinal;
  }
  override hashKey(): string {
    return `date ${this.ordinal}`;
  }
  override compare(other: Value): number | undefined {
    if (other instanceof PyDate) return this.ordinal - other.ordinal;
    if (other instanceof HostObject && other.typeName === 'datetime.datetime') {
      throw typeError("can't compare datetime.datetime to datetime.date");
    }
    return undefined;
  }
  override operate(op: BinaryOperator, other: Value, side: 'left' | 'right'): Value | undefined {
    if (op === '-' && side === 'left' && other instanceof PyDate) {
      return new TimeDelta(BigInt(this.ordinal - other.ordinal) * MICROS_PER_DAY);
    }
    if (!(other instanceof TimeDelta)) return undefined;
    if (op === '+') return new PyDate(this.ordinal + Number(other.days));
    return op === '-' && side === 'left' ? new PyDate(this.ordinal - Number(other.days)) : undefined;
  }
}

/** The methods that dates and datetimes have in common, which ask only for the day. */
export const dayMethods: Methods<{ readonly ordinal: number }> = {
  weekday: { parameters: [], run: self => weekdayOf(self.ordinal) },
  isoweekday: { parameters: [], run: self => weekdayOf(self.ordinal) + 1 },
  isocalendar: { parameters: [], run: self => new IsoCalendarDate(isoCalendar(self.ordinal)) },
  toordinal: { parameters: [], run: self => self.ordinal },
};

/** What `isocalendar()` gives: a tuple whose parts have names. */
class IsoCalendarDate extends HostObject {
  readonly typeName = 'datetime.IsoCalendarDate';
  readonly #parts: readonly [number, number, number];
  constructor(parts: readonly [number, number, number]) {
    super();
    this.#parts = parts;
  }
  override attribute(name: string): Value | undefined {
    const index = ['year', 'week', 'weekday'].indexOf(name);
    return this.#parts[index];
  }
  override item(key: Value): Value | undefined {
    return typeof key === 'number' ? this.#parts.at(key) : undefined;
  }
  override repr(): string {
    const [year, week, weekday] = this.#parts;
    return `datetime.IsoCalendarDate(year=${year}, week=${week}, weekday=${weekday})`;
  }
  override iterate(): Iterable<Value> {
    return this.#parts;
  }
  override size(): number {
    return 3;
  }
  override equals(other: Value): boolean {
    const parts = other instanceof IsoCalendarDate ? other.#parts : other instanceof Tuple ? other : [];
    return parts.length === 3 && this.#parts.every((part, index) => part === parts[index]);
  }
}

const midnight = (date: PyDate) => ({ ordinal: date.ordinal, micros: 0n, offset: null, zoneName: null });

const METHODS: Methods<PyDate> = {
  ...dayMethods,
  isoformat: { parameters: [], run: self => self.text() },
  ctime: { parameters: [], run: self => strftime('%a %b %e %H:%M:%S %Y', midnight(self)) },
  strftime: {
    parameters: ['format'],
    run: (self, format = null) => strftime(stringOf(format, 'strftime() argument 1'), midnight(self)),
  },
  replace: {
    parameters: ['year?', 'month?', 'day?'],
    run: (self, year, month, day) => {
      const own = civilDate(self.ordinal);
      const part = (given: Value | undefined, kept: number): number => (given === undefined ? kept : integerOf(given));
      return new PyDate(checkedOrdinal({ year: part(year, own.year), month: part(month, own.month), day: part(day, own.day) }));
    },
  },
};
