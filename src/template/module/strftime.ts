import { type ClockTime, civilDate, clockTime, dayOfYear, EPOCH_ORDINAL, isoCalendar, padded, weekdayOf } from './calendar.ts';
import { offsetText } from './zone.ts';

export const DAY_NAMES = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
export const MONTH_NAMES = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** What is formatted: a day and a time of day, with the zone's answers for aware ones. */
export interface Moment {
  readonly ordinal: number;
  /** Microseconds since midnight. */
  readonly micros: bigint;
  /** Microseconds east of UTC; null when naive. */
  readonly offset: bigint | null;
  readonly zoneName: string | null;
}

interface Fields extends Moment, ClockTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly dayOfYear: number;
  /** 0 for Monday. */
  readonly weekday: number;
}

/** A directive gives text, or a number with the width and the character that pad it. */
type Directive = (fields: Fields) => string | readonly [number: number, width: number, pad?: string];

const hour12 = (fields: Fields): number => fields.hour % 12 || 12;
const weekOfYear = (fields: Fields, firstWeekday: number): number =>
  Math.floor((fields.dayOfYear + 6 - ((fields.weekday - firstWeekday + 7) % 7)) / 7);
const composed =
  (format: string): Directive =>
  fields =>
    expand(format, fields);

/** The directives of C's strftime in the C locale, and Python's `%f` and `%z`. */
const DIRECTIVES: Readonly<Record<string, Directive>> = {
  a: f => (DAY_NAMES[f.weekday] ?? '').slice(0, 3),
  A: f => DAY_NAMES[f.weekday] ?? '',
  b: f => (MONTH_NAMES[f.month - 1] ?? '').slice(0, 3),
  B: f => MONTH_NAMES[f.month - 1] ?? '',
  c: composed('%a %b %e %H:%M:%S %Y'),
  C: f => [Math.floor(f.year / 100), 2],
  d: f => [f.day, 2],
  D: composed('%m/%d/%y'),
  e: f => [f.day, 2, ' '],
  f: f => padded(f.microsecond, 6),
  F: composed('%Y-%m-%d'),
  g: f => [isoCalendar(f.ordinal)[0] % 100, 2],
  G: f => [isoCalendar(f.ordinal)[0], 1],
  h: composed('%b'),
  H: f => [f.hour, 2],
  I: f => [hour12(f), 2],
  j: f => [f.dayOfYear, 3],
  k: f => [f.hour, 2, ' '],
  l: f => [hour12(f), 2, ' '],
  m: f => [f.month, 2],
  M: f => [f.minute, 2],
  n: () => '\n',
  p: f => (f.hour < 12 ? 'AM' : 'PM'),
  P: f => (f.hour < 12 ? 'am' : 'pm'),
  r: composed('%I:%M:%S %p'),
  R: composed('%H:%M'),
  s: f => String(BigInt(f.ordinal - EPOCH_ORDINAL) * 86_400n + f.micros / 1_000_000n),
  S: f => [f.second, 2],
  t: () => '\t',
  T: composed('%H:%M:%S'),
  u: f => [f.weekday + 1, 1],
  U: f => [weekOfYear(f, 6), 2],
  V: f => [isoCalendar(f.ordinal)[1], 2],
  w: f => [(f.weekday + 1) % 7, 1],
  W: f => [weekOfYear(f, 0), 2],
  x: composed('%m/%d/%y'),
  X: composed('%H:%M:%S'),
  y: f => [f.year % 100, 2],
  Y: f => [f.year, 1],
  z: f => (f.offset === null ? '' : offsetText(f.offset, '')),
  Z: f => f.zoneName ?? '',
  '%': () => '%',
};

/** Python's `strftime`, with the flags of the GNU library: `%-d` without padding, `%_d` with spaces, `%^a` in upper case. */
export function strftime(format: string, moment: Moment): string {
  const date = civilDate(moment.ordinal);
  const fields = {
    ...moment,
    ...date,
    ...clockTime(moment.micros),
    dayOfYear: dayOfYear(date),
    weekday: weekdayOf(moment.ordinal),
  };
  return expand(format, fields);
}

function expand(format: string, fields: Fields): string {
  return format.replace(/%([-_0^#]?)(:?[a-zA-Z%])/g, (whole, flag: string, letter: string) => {
    if (letter === ':z') return fields.offset === null ? '' : offsetText(fields.offset);
    const directive = Object.hasOwn(DIRECTIVES, letter) ? DIRECTIVES[letter] : undefined;
    if (!directive) return whole;
    const result = directive(fields);
    return flagged(flag, typeof result === 'string' ? result : paddedNumber(flag, result));
  });
}

function paddedNumber(flag: string, [number, width, pad = '0']: readonly [number, number, string?]): string {
  if (flag === '-') return String(number);
  return String(number).padStart(width, flag === '_' ? ' ' : flag === '0' ? '0' : pad);
}

function flagged(flag: string, text: string): string {
  if (flag === '^') return text.toUpperCase();
  if (flag !== '#') return text;
  return text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase();
}
