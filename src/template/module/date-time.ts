import { float } from '../value/number.ts';
import { type BinaryOperator, HostObject, Tuple, type Value } from '../value.ts';
import { integerOf, stringOf, typeError } from './argument.ts';
import { civilDate, clockTime, dayOfYear, EPOCH_ORDINAL, floorDivide, MICROS_PER_DAY, weekdayOf } from './calendar.ts';
import { checkedRange, dayMethods, PyDate } from './date.ts';
import { boundMethod, type Methods } from './host-class.ts';
import { checkedOrdinal, isoDate, timeText } from './iso-format.ts';
import { type Moment, strftime } from './strftime.ts';
import { clockArguments, clockMicros, isClockField, PyTime, zoneOf } from './time.ts';
import { TimeDelta } from './time-delta.ts';
import { offsetText, utcZone, type Zone, type ZoneMoment } from './zone.ts';

const EPOCH = BigInt(EPOCH_ORDINAL) * MICROS_PER_DAY;

/** Python's `datetime`: a day and a time of day on the clocks of a zone, or of no zone (naive). */
export class PyDateTime extends HostObject {
  readonly typeName = 'datetime.datetime';
  /** The clock reading: microseconds since the day before 0001-01-01. */
  readonly local: bigint;
  readonly zone: Zone | null;
  constructor(local: bigint, zone: Zone | null = null) {
    super();
    this.local = local;
    this.zone = zone;
    checkedRange(this.ordinal);
  }

  static at(ordinal: number, micros: bigint, zone: Zone | null = null): PyDateTime {
    return new PyDateTime(BigInt(ordinal) * MICROS_PER_DAY + micros, zone);
  }
  /** `micros` since 1970-01-01 UTC. Without a zone, a naive reading of UTC. */
  static atEpoch(micros: bigint, zone: Zone | null = null): PyDateTime {
    const { local, zone: carried } = zone?.fromUtc(EPOCH + micros) ?? { local: EPOCH + micros, zone: null };
    return new PyDateTime(local, carried);
  }

  get ordinal(): number {
    return Number(floorDivide(this.local, MICROS_PER_DAY)[0]);
  }
  get micros(): bigint {
    return floorDivide(this.local, MICROS_PER_DAY)[1];
  }
  get zoneMoment(): ZoneMoment | null {
    return this.zone?.at(this.local) ?? null;
  }
  /** The reading of UTC clocks. A naive one is taken to be UTC, for there is no local zone here. */
  get utc(): bigint {
    return this.local - (this.zoneMoment?.offset ?? 0n);
  }
  get epochMicros(): bigint {
    return this.utc - EPOCH;
  }

  override attribute(name: string): Value | undefined {
    if (name === 'year' || name === 'month' || name === 'day') return civilDate(this.ordinal)[name];
    if (isClockField(name)) return clockTime(this.micros)[name];
    if (name === 'tzinfo') return this.zone;
    if (name === 'fold') return 0;
    return boundMethod(METHODS, this, name);
  }
  isoformat(separator = 'T', timespec = 'auto'): string {
    const offset = this.zoneMoment?.offset;
    return isoDate(this.ordinal) + separator + timeText(this.micros, timespec) + (offset === undefined ? '' : offsetText(offset));
  }
  override text(): string {
    return this.isoformat(' ');
  }
  override repr(): string {
    const { year, month, day } = civilDate(this.ordinal);
    const zone = this.zone ? `, tzinfo=${this.zone.repr()}` : '';
    return `datetime.datetime(${year}, ${month}, ${day}, ${clockArguments(this.micros)}${zone})`;
  }
  /** For artifacts, which are JSON. */
  toJSON(): string {
    return this.isoformat();
  }
  override format(spec: string): string {
    return strftime(spec, momentOf(this));
  }
  override equals(other: Value): boolean {
    return other instanceof PyDateTime && (this.zone === null) === (other.zone === null) && this.utc === other.utc;
  }
  override hashKey(): string {
    return `datetime ${this.zone ? 'aware' : 'naive'} ${this.utc}`;
  }
  override compare(other: Value): number | undefined {
    if (other instanceof PyDate) throw typeError("can't compare datetime.datetime to datetime.date");
    if (!(other instanceof PyDateTime)) return undefined;
    this.#refuseMixed(other, 'compare');
    return this.utc < other.utc ? -1 : this.utc > other.utc ? 1 : 0;
  }
  override operate(op: BinaryOperator, other: Value, side: 'left' | 'right'): Value | undefined {
    if (op === '-' && side === 'left' && other instanceof PyDateTime) {
      this.#refuseMixed(other, 'subtract');
      return new TimeDelta(this.zone === other.zone ? this.local - other.local : this.utc - other.utc);
    }
    if (!(other instanceof TimeDelta)) return undefined;
    if (op === '+') return new PyDateTime(this.local + other.micros, this.zone);
    return op === '-' && side === 'left' ? new PyDateTime(this.local - other.micros, this.zone) : undefined;
  }
  #refuseMixed(other: PyDateTime, verb: string): void {
    if ((this.zone === null) !== (other.zone === null)) throw typeError(`can't ${verb} offset-naive and offset-aware datetimes`);
  }
}

const momentOf = (self: PyDateTime): Moment => ({
  ordinal: self.ordinal,
  micros: self.micros,
  offset: self.zoneMoment?.offset ?? null,
  zoneName: self.zoneMoment?.abbreviation ?? null,
});

/** As Python's `struct_time`, a tuple of nine. */
function timeTuple(self: PyDateTime, saving: number): Tuple {
  const date = civilDate(self.ordinal);
  const { hour, minute, second } = clockTime(self.micros);
  return Tuple.of(
    date.year,
    date.month,
    date.day,
    hour,
    minute,
    second,
    weekdayOf(self.ordinal),
    dayOfYear(date),
    saving,
  ) as Tuple;
}

function replaced(self: PyDateTime, given: readonly (Value | undefined)[]): PyDateTime {
  const own = civilDate(self.ordinal);
  const part = (index: number, kept: number): number => {
    const value = given[index];
    return value === undefined ? kept : integerOf(value);
  };
  const ordinal = checkedOrdinal({ year: part(0, own.year), month: part(1, own.month), day: part(2, own.day) });
  const zone = given[7];
  return PyDateTime.at(
    ordinal,
    clockMicros(given.slice(3, 7), clockTime(self.micros)),
    zone === undefined ? self.zone : zoneOf(zone),
  );
}

const METHODS: Methods<PyDateTime> = {
  ...dayMethods,
  date: { parameters: [], run: self => new PyDate(self.ordinal) },
  time: { parameters: [], run: self => new PyTime(self.micros) },
  timetz: { parameters: [], run: self => new PyTime(self.micros, self.zone) },
  timestamp: { parameters: [], run: self => float(Number(self.epochMicros) / 1e6) },
  utcoffset: { parameters: [], run: self => (self.zoneMoment ? new TimeDelta(self.zoneMoment.offset) : null) },
  dst: { parameters: [], run: self => (self.zoneMoment?.saving == null ? null : new TimeDelta(self.zoneMoment.saving)) },
  tzname: { parameters: [], run: self => self.zoneMoment?.abbreviation ?? null },
  ctime: { parameters: [], run: self => strftime('%a %b %e %H:%M:%S %Y', momentOf(self)) },
  strftime: {
    parameters: ['format'],
    run: (self, format = null) => strftime(stringOf(format, 'strftime() argument 1'), momentOf(self)),
  },
  isoformat: {
    parameters: ['sep?', 'timespec?'],
    run: (self, separator = 'T', timespec = 'auto') => self.isoformat(stringOf(separator, 'sep'), stringOf(timespec, 'timespec')),
  },
  astimezone: {
    parameters: ['tz?'],
    run: (self, given = null) => {
      const { local, zone } = (zoneOf(given) ?? utcZone).fromUtc(self.utc);
      return new PyDateTime(local, zone);
    },
  },
  timetuple: {
    parameters: [],
    run: self => timeTuple(self, self.zoneMoment?.saving == null ? -1 : Number(self.zoneMoment.saving !== 0n)),
  },
  utctimetuple: { parameters: [], run: self => timeTuple(new PyDateTime(self.utc), 0) },
  replace: {
    parameters: ['year?', 'month?', 'day?', 'hour?', 'minute?', 'second?', 'microsecond?', 'tzinfo?', 'fold?'],
    run: (self, ...given) => replaced(self, given),
  },
};
