import { textRepr } from '../value/text.ts';
import { valueError } from './argument.ts';
import {
  type CivilDate,
  type ClockTime,
  civilDate,
  clockTime,
  daysInMonth,
  MIN_YEAR,
  ordinalOf,
  ordinalOfIsoWeek,
  padded,
} from './calendar.ts';
import { parseOffset } from './strptime.ts';

const DATE = /^(\d{4})-?(?:(\d\d)-?(\d\d)|W(\d\d)(?:-?([1-7]))?)$/;
const TIME = /^(\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,](\d+))?)?)?(Z|[+-]\d\d(?::?\d\d(?::?\d\d(?:\.\d+)?)?)?)?$/;

export interface IsoTime {
  readonly time: ClockTime;
  /** Microseconds east of UTC; null when the text does not say. */
  readonly offset: bigint | null;
}

const dateText = ({ year, month, day }: CivilDate): string => `${padded(year, 4)}-${padded(month)}-${padded(day)}`;

const SPECS: Readonly<Record<string, (time: ClockTime) => string>> = {
  hours: t => padded(t.hour),
  minutes: t => `${padded(t.hour)}:${padded(t.minute)}`,
  seconds: t => `${padded(t.hour)}:${padded(t.minute)}:${padded(t.second)}`,
  milliseconds: t => `${SPECS['seconds']?.(t)}.${padded(Math.floor(t.microsecond / 1000), 3)}`,
  microseconds: t => `${SPECS['seconds']?.(t)}.${padded(t.microsecond, 6)}`,
  auto: t => SPECS[t.microsecond === 0 ? 'seconds' : 'microseconds']?.(t) ?? '',
};

/** A time of day (microseconds since midnight) as `isoformat` writes it. */
export function timeText(micros: bigint, timespec = 'auto'): string {
  const write = Object.hasOwn(SPECS, timespec) ? SPECS[timespec] : undefined;
  if (!write) throw valueError('Unknown timespec value');
  return write(clockTime(micros));
}

const refused = (text: string): Error => valueError(`Invalid isoformat string: ${textRepr(text)}`);

/** The ordinal of an ISO 8601 date, in any form that Python reads. */
export function parseIsoDate(text: string, whole = text): number {
  const match = DATE.exec(text);
  if (!match) throw refused(whole);
  const [, year, month, day, week, weekday] = match.map(Number);
  if (match[4] !== undefined) return ordinalOfIsoWeek(year ?? 1, week ?? 1, match[5] === undefined ? 1 : (weekday ?? 1));
  return checkedOrdinal({ year: year ?? 1, month: month ?? 1, day: day ?? 1 });
}

/** Fails for a date that does not exist, as Python does. */
export function checkedOrdinal(date: CivilDate): number {
  if (date.year < MIN_YEAR || date.year > 9999) throw valueError(`year ${date.year} is out of range`);
  if (date.month < 1 || date.month > 12) throw valueError('month must be in 1..12');
  if (date.day < 1 || date.day > daysInMonth(date.year, date.month)) throw valueError('day is out of range for month');
  return ordinalOf(date);
}

/** Fails for a time of day that does not exist, as Python does. */
export function checkedTime(time: ClockTime): ClockTime {
  if (time.hour < 0 || time.hour > 23) throw valueError('hour must be in 0..23');
  if (time.minute < 0 || time.minute > 59) throw valueError('minute must be in 0..59');
  if (time.second < 0 || time.second > 59) throw valueError('second must be in 0..59');
  if (time.microsecond < 0 || time.microsecond > 999_999) throw valueError('microsecond must be in 0..999999');
  return time;
}

export function parseIsoTime(text: string, whole = text): IsoTime {
  const match = TIME.exec(text);
  if (!match) throw refused(whole);
  const [, hour, minute = '0', second = '0', fraction = '', zone] = match;
  const microsecond = Number(fraction.slice(0, 6).padEnd(6, '0'));
  const time = checkedTime({ hour: Number(hour), minute: Number(minute), second: Number(second), microsecond });
  return { time, offset: zone === undefined ? null : zone === 'Z' ? 0n : parseOffset(zone) };
}

/** Splits a date from a time at whatever one character stands between them. The time is null when there is none. */
export function parseIsoDateTime(text: string): { readonly ordinal: number; readonly time: IsoTime | null } {
  const dateLength = [10, 8, 7].find(
    length => DATE.test(text.slice(0, length)) && (text.length === length || text.length > length + 1),
  );
  if (dateLength === undefined) throw refused(text);
  const ordinal = parseIsoDate(text.slice(0, dateLength), text);
  return { ordinal, time: text.length === dateLength ? null : parseIsoTime(text.slice(dateLength + 1), text) };
}

export const isoDate = (ordinal: number): string => dateText(civilDate(ordinal));
