import { HostObject, type Value } from '../value.ts';
import { integerOf, stringOf, typeError } from './argument.ts';
import { type ClockTime, clockTime, microsOfDay } from './calendar.ts';
import { boundMethod, type Methods } from './host-class.ts';
import { checkedTime, parseIsoTime, timeText } from './iso-format.ts';
import { type Moment, strftime } from './strftime.ts';
import { TimeDelta } from './time-delta.ts';
import { FixedZone, offsetText, Zone } from './zone.ts';

/** Python's `time`: a time of day, which may carry a zone. */
export class PyTime extends HostObject {
  readonly typeName = 'datetime.time';
  /** Since midnight. */
  readonly micros: bigint;
  readonly zone: Zone | null;
  constructor(micros: bigint, zone: Zone | null = null) {
    super();
    this.micros = micros;
    this.zone = zone;
  }
  /** Only a zone with one offset knows the offset of a time without a day. */
  get offset(): bigint | null {
    return this.zone instanceof FixedZone ? this.zone.at().offset : null;
  }
  override attribute(name: string): Value | undefined {
    if (name === 'tzinfo') return this.zone;
    if (name === 'fold') return 0;
    if (isClockField(name)) return clockTime(this.micros)[name];
    return boundMethod(METHODS, this, name);
  }
  isoformat(timespec = 'auto'): string {
    return timeText(this.micros, timespec) + (this.offset === null ? '' : offsetText(this.offset));
  }
  override text(): string {
    return this.isoformat();
  }
  override repr(): string {
    return `datetime.time(${clockArguments(this.micros)}${this.zone ? `, tzinfo=${this.zone.repr()}` : ''})`;
  }
  toJSON(): string {
    return this.text();
  }
  override format(spec: string): string {
    return strftime(spec, moment(this));
  }
  override equals(other: Value): boolean {
    return (
      other instanceof PyTime && (this.offset === null) === (other.offset === null) && this.utcMicros() === other.utcMicros()
    );
  }
  override compare(other: Value): number | undefined {
    if (!(other instanceof PyTime)) return undefined;
    if ((this.offset === null) !== (other.offset === null)) throw typeError("can't compare offset-naive and offset-aware times");
    return Number(this.utcMicros() - other.utcMicros());
  }
  override hashKey(): string {
    return `time ${this.offset === null ? 'naive' : 'aware'} ${this.utcMicros()}`;
  }
  utcMicros(): bigint {
    return this.micros - (this.offset ?? 0n);
  }
}

export const isClockField = (name: string): name is keyof ClockTime =>
  name === 'hour' || name === 'minute' || name === 'second' || name === 'microsecond';

/** `7, 8, 9, 123456`, without seconds and microseconds that are zero, as `repr` writes it. */
export function clockArguments(micros: bigint): string {
  const { hour, minute, second, microsecond } = clockTime(micros);
  const parts = [hour, minute];
  if (second !== 0 || microsecond !== 0) parts.push(second);
  if (microsecond !== 0) parts.push(microsecond);
  return parts.join(', ');
}

/** The four clock arguments of a constructor or `replace`, which keep what is not given. */
export function clockMicros(given: readonly (Value | undefined)[], kept: ClockTime): bigint {
  const part = (index: number, fallback: number): number => {
    const value = given[index];
    return value === undefined ? fallback : integerOf(value);
  };
  const time = {
    hour: part(0, kept.hour),
    minute: part(1, kept.minute),
    second: part(2, kept.second),
    microsecond: part(3, kept.microsecond),
  };
  return microsOfDay(checkedTime(time));
}

/** A `tzinfo` argument: None or a zone. */
export function zoneOf(value: Value): Zone | null {
  if (value === null || value instanceof Zone) return value;
  throw typeError(
    `tzinfo argument must be None or of a tzinfo subclass, not type '${value instanceof HostObject ? value.typeName : typeof value}'`,
  );
}

export function timeFromIso(text: string): PyTime {
  const { time, offset } = parseIsoTime(text.replace(/^T/, ''), text);
  return new PyTime(microsOfDay(time), offset === null ? null : new FixedZone(offset));
}

/** A time without a day is formatted as on 1900-01-01. */
const moment = (time: PyTime): Moment => ({
  ordinal: 693_596,
  micros: time.micros,
  offset: time.offset,
  zoneName: time.zone instanceof FixedZone ? time.zone.at().abbreviation : null,
});

const METHODS: Methods<PyTime> = {
  isoformat: { parameters: ['timespec?'], run: (self, timespec = 'auto') => self.isoformat(stringOf(timespec, 'timespec')) },
  strftime: {
    parameters: ['format'],
    run: (self, format = null) => strftime(stringOf(format, 'strftime() argument 1'), moment(self)),
  },
  utcoffset: { parameters: [], run: self => (self.offset === null ? null : new TimeDelta(self.offset)) },
  tzname: { parameters: [], run: self => moment(self).zoneName },
  dst: { parameters: [], run: () => null },
  replace: {
    parameters: ['hour?', 'minute?', 'second?', 'microsecond?', 'tzinfo?'],
    run: (self, hour, minute, second, microsecond, zone) =>
      new PyTime(
        clockMicros([hour, minute, second, microsecond], clockTime(self.micros)),
        zone === undefined ? self.zone : zoneOf(zone),
      ),
  },
};
