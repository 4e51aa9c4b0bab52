import { hostFunction } from '../value/call.ts';
import type { HostObject, Value } from '../value.ts';
import { integerOf, numberOf, stringOf, typeError, valueError } from './argument.ts';
import { microsOfDay, ordinalOf, ordinalOfIsoWeek } from './calendar.ts';
import { PyDate } from './date.ts';
import { PyDateTime } from './date-time.ts';
import { HostClass, HostModule } from './host-class.ts';
import { checkedOrdinal, parseIsoDate, parseIsoDateTime } from './iso-format.ts';
import { strptime } from './strptime.ts';
import { clockMicros, PyTime, timeFromIso, zoneOf } from './time.ts';
import { roundHalfEven, TimeDelta, timeDeltaClass } from './time-delta.ts';
import { FixedZone, utcZone } from './zone.ts';

/** Where the present comes from: pure code reads no clock. */
export interface Clock {
  /** Microseconds since 1970-01-01 UTC. */
  readonly now: () => number;
}

/** An aware datetime in UTC, `micros` after 1970-01-01. What `run_started_at` is. */
export const dateTimeAt = (micros: number): HostObject => PyDateTime.atEpoch(BigInt(micros), utcZone);

const MIDNIGHT = { hour: 0, minute: 0, second: 0, microsecond: 0 };
/** Optional only so that a missing one is named as Python names it. */
const DAY_PARAMETERS = ['year?', 'month?', 'day?'];
const CLOCK_PARAMETERS = ['hour?', 'minute?', 'second?', 'microsecond?', 'tzinfo?', 'fold?'];
const LAST_MICRO = 86_400_000_000n - 1n;

/** Python's `datetime` module. There is no local time zone: what Python answers in local time is answered in UTC. */
export function datetimeModule(clock: Clock): HostObject {
  return new HostModule(
    'datetime',
    new Map<string, Value>([
      ['date', dateClass(clock)],
      ['datetime', dateTimeClass(clock)],
      ['time', timeClass],
      ['timedelta', timeDeltaClass],
      ['timezone', timezoneClass],
      ['tzinfo', new HostClass('datetime.tzinfo', () => utcZone)],
      ['UTC', utcZone],
      ['MINYEAR', 1],
      ['MAXYEAR', 9999],
    ]),
  );
}

type Body = (...args: readonly (Value | undefined)[]) => Value;

/** The functions of a class, with the names and parameters that Python gives them. */
function members(
  functions: Readonly<Record<string, readonly [parameters: readonly string[], body: Body]>>,
  constants: Readonly<Record<string, Value>>,
) {
  const bound = Object.entries(functions).map(
    ([name, [parameters, body]]) => [name, hostFunction(name, parameters, body)] as const,
  );
  return new Map<string, Value>([...bound, ...Object.entries(constants)]);
}

/** A constructor whose arguments are bound as Python does. */
function constructing(name: string, parameters: readonly string[], body: Body): HostClass['call'] {
  const bound = hostFunction(name, parameters, body);
  return (args, kwargs) => bound.call(args, kwargs) as Value;
}

const epochMicros = (timestamp: Value | undefined): bigint => roundHalfEven(numberOf(timestamp ?? null) * 1e6);

function dayOf(...parts: readonly (Value | undefined)[]): number {
  const [year, month, day] = DAY_PARAMETERS.map((name, index) => {
    const part = parts[index];
    if (part === undefined) throw typeError(`function missing required argument '${name.slice(0, -1)}' (pos ${index + 1})`);
    return integerOf(part);
  });
  return checkedOrdinal({ year: year ?? 1, month: month ?? 1, day: day ?? 1 });
}

const isoWeekDay = (year: Value = null, week: Value = null, day: Value = null): number =>
  ordinalOfIsoWeek(integerOf(year), integerOf(week), integerOf(day));

function dateClass(clock: Clock): HostClass {
  const dayAt = (micros: bigint): PyDate => new PyDate(PyDateTime.atEpoch(micros).ordinal);
  const functions = members(
    {
      today: [[], () => dayAt(BigInt(clock.now()))],
      fromtimestamp: [['timestamp'], timestamp => dayAt(epochMicros(timestamp))],
      fromordinal: [['ordinal'], (ordinal = null) => new PyDate(integerOf(ordinal))],
      fromisoformat: [['date_string'], (text = null) => new PyDate(parseIsoDate(stringOf(text, 'fromisoformat: argument')))],
      fromisocalendar: [['year', 'week', 'day'], (...args) => new PyDate(isoWeekDay(...args))],
      strptime: [['date_string', 'format'], (text = null, format = null) => new PyDate(parsed(text, format).ordinal)],
    },
    {
      min: new PyDate(1),
      max: new PyDate(ordinalOf({ year: 9999, month: 12, day: 31 })),
      resolution: new TimeDelta(86_400_000_000n),
    },
  );
  return new HostClass(
    'datetime.date',
    constructing('date', DAY_PARAMETERS, (...args) => new PyDate(dayOf(...args))),
    functions,
  );
}

const parsed = (text: Value, format: Value) =>
  strptime(stringOf(text, 'strptime() argument 1'), stringOf(format, 'strptime() argument 2'));

function dateTimeClass(clock: Clock): HostClass {
  const now = (): bigint => BigInt(clock.now());
  const functions = members(
    {
      now: [['tz?'], (zone = null) => PyDateTime.atEpoch(now(), zoneOf(zone))],
      utcnow: [[], () => PyDateTime.atEpoch(now())],
      today: [[], () => PyDateTime.atEpoch(now())],
      fromtimestamp: [['timestamp', 'tz?'], (timestamp, zone = null) => PyDateTime.atEpoch(epochMicros(timestamp), zoneOf(zone))],
      utcfromtimestamp: [['timestamp'], timestamp => PyDateTime.atEpoch(epochMicros(timestamp))],
      fromordinal: [['ordinal'], (ordinal = null) => PyDateTime.at(integerOf(ordinal), 0n)],
      fromisocalendar: [['year', 'week', 'day'], (...args) => PyDateTime.at(isoWeekDay(...args), 0n)],
      fromisoformat: [['date_string'], (text = null) => fromIso(stringOf(text, 'fromisoformat: argument'))],
      strptime: [['date_string', 'format'], (text = null, format = null) => fromFormat(text, format)],
      combine: [['date', 'time', 'tzinfo?'], (date = null, time = null, zone) => combined(date, time, zone)],
    },
    {
      min: PyDateTime.at(1, 0n),
      max: PyDateTime.at(ordinalOf({ year: 9999, month: 12, day: 31 }), LAST_MICRO),
      resolution: new TimeDelta(1n),
    },
  );
  const construct = constructing('datetime', [...DAY_PARAMETERS, ...CLOCK_PARAMETERS], (year, month, day, ...clockArgs) =>
    PyDateTime.at(dayOf(year, month, day), clockMicros(clockArgs, MIDNIGHT), zoneOf(clockArgs[4] ?? null)),
  );
  return new HostClass('datetime.datetime', construct, functions);
}

function fromIso(text: string): PyDateTime {
  const { ordinal, time } = parseIsoDateTime(text);
  if (!time) return PyDateTime.at(ordinal, 0n);
  return PyDateTime.at(ordinal, microsOfDay(time.time), time.offset === null ? null : new FixedZone(time.offset));
}

function fromFormat(text: Value, format: Value): PyDateTime {
  const { ordinal, time, offset } = parsed(text, format);
  return PyDateTime.at(ordinal, microsOfDay(time), offset === null ? null : new FixedZone(offset));
}

function combined(date: Value, time: Value, zone: Value | undefined): PyDateTime {
  if (!(date instanceof PyDate || date instanceof PyDateTime)) throw typeError('combine() argument 1 must be datetime.date');
  if (!(time instanceof PyTime)) throw typeError('combine() argument 2 must be datetime.time');
  return PyDateTime.at(date.ordinal, time.micros, zone === undefined ? time.zone : zoneOf(zone));
}

const timeClass = new HostClass(
  'datetime.time',
  constructing('time', CLOCK_PARAMETERS, (...args) => new PyTime(clockMicros(args, MIDNIGHT), zoneOf(args[4] ?? null))),
  members(
    { fromisoformat: [['time_string'], (text = null) => timeFromIso(stringOf(text, 'fromisoformat: argument'))] },
    { min: new PyTime(0n), max: new PyTime(LAST_MICRO), resolution: new TimeDelta(1n) },
  ),
);

const timezoneClass = new HostClass(
  'datetime.timezone',
  constructing('timezone', ['offset', 'name?'], (offset = null, name = null) => {
    if (!(offset instanceof TimeDelta)) throw typeError('timezone() argument 1 must be datetime.timedelta');
    const size = offset.micros < 0n ? -offset.micros : offset.micros;
    if (size > LAST_MICRO)
      throw valueError('offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24).');
    return new FixedZone(offset.micros, name === null ? null : stringOf(name, 'name'));
  }),
  new Map([['utc', utcZone]]),
);
