import { textRepr } from '../value/text.ts';
import { valueError } from './argument.ts';
import { type ClockTime, civilDate, ordinalOf, ordinalOfIsoWeek, weekdayOf } from './calendar.ts';
import { DAY_NAMES, MONTH_NAMES } from './strftime.ts';

/** What a text says, as far as the format asked for it. */
export interface ParsedMoment {
  readonly ordinal: number;
  readonly time: ClockTime;
  /** Microseconds east of UTC; null when the format has no `%z` or `%Z`. */
  readonly offset: bigint | null;
  readonly zoneName: string | null;
}

const names = (list: readonly string[], length?: number): string => list.map(name => name.slice(0, length)).join('|');

/** The pattern of each directive. Composite ones are expanded first. */
const PATTERNS: Readonly<Record<string, string>> = {
  a: names(DAY_NAMES, 3),
  A: names(DAY_NAMES),
  b: names(MONTH_NAMES, 3),
  B: names(MONTH_NAMES),
  d: '3[0-1]|[1-2]\\d|0[1-9]|[1-9]| [1-9]',
  f: '\\d{1,6}',
  G: '\\d{4}',
  H: '2[0-3]|[0-1]\\d|\\d',
  I: '1[0-2]|0[1-9]|[1-9]',
  j: '36[0-6]|3[0-5]\\d|[1-2]\\d\\d|0[1-9]\\d|00[1-9]|[1-9]\\d|0[1-9]|[1-9]',
  m: '1[0-2]|0[1-9]|[1-9]',
  M: '[0-5]\\d|\\d',
  p: 'am|pm',
  S: '6[0-1]|[0-5]\\d|\\d',
  u: '[1-7]',
  U: '5[0-3]|[0-4]\\d|\\d',
  V: '5[0-3]|0[1-9]|[1-4]\\d|\\d',
  w: '[0-6]',
  W: '5[0-3]|[0-4]\\d|\\d',
  y: '\\d\\d',
  Y: '\\d{4}',
  z: '[+-]\\d\\d:?[0-5]\\d(?::?[0-5]\\d(?:\\.\\d{1,6})?)?|Z',
  Z: 'utc|gmt',
};
const COMPOSITES: Readonly<Record<string, string>> = {
  c: '%a %b %d %H:%M:%S %Y',
  x: '%m/%d/%y',
  X: '%H:%M:%S',
  D: '%m/%d/%y',
  F: '%Y-%m-%d',
  R: '%H:%M',
  T: '%H:%M:%S',
};

/** Python's `strptime`, in the C locale. Fails with Python's messages. */
export function strptime(text: string, format: string): ParsedMoment {
  const letters: string[] = [];
  const pattern = new RegExp(`^${patternOf(format, letters)}`, 'i');
  const match = pattern.exec(text);
  if (!match) throw valueError(`time data ${textRepr(text)} does not match format ${textRepr(format)}`);
  if (match[0].length < text.length) throw valueError(`unconverted data remains: ${text.slice(match[0].length)}`);
  const found = new Map(letters.map((letter, index) => [letter, match[index + 1] ?? '']));
  return {
    ordinal: ordinalFrom(found),
    time: timeFrom(found),
    offset: offsetFrom(found),
    zoneName: found.get('Z')?.toUpperCase() ?? null,
  };
}

function patternOf(format: string, letters: string[]): string {
  const expanded = format.replace(/%([cxXDFRT])/g, (_, letter: string) => COMPOSITES[letter] ?? '');
  let pattern = '';
  for (const [piece] of expanded.matchAll(/%.?|\s+|[^%\s]+/gs)) {
    if (/^\s/.test(piece)) pattern += '\\s+';
    else if (!piece.startsWith('%')) pattern += piece.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
    else pattern += directivePattern(piece.slice(1), format, letters);
  }
  return pattern;
}

function directivePattern(letter: string, format: string, letters: string[]): string {
  if (letter === '%') return '%';
  if (letter === '') throw valueError(`stray % in format ${textRepr(format)}`);
  const pattern = Object.hasOwn(PATTERNS, letter) ? PATTERNS[letter] : undefined;
  if (pattern === undefined) throw valueError(`'${letter}' is a bad directive in format ${textRepr(format)}`);
  if (letters.includes(letter)) throw valueError(`redefinition of group name '${letter}' as group ${letters.length + 1}`);
  letters.push(letter);
  return `(${pattern})`;
}

type Found = ReadonlyMap<string, string>;

const numberIn = (found: Found, letter: string, fallback: number): number => Number(found.get(letter) ?? fallback);

function yearFrom(found: Found): number {
  const short = found.get('y');
  if (short !== undefined) return Number(short) + (Number(short) <= 68 ? 2000 : 1900);
  return numberIn(found, 'Y', 1900);
}

function monthFrom(found: Found): number {
  const name = (found.get('B') ?? found.get('b'))?.toLowerCase().slice(0, 3);
  if (name === undefined) return numberIn(found, 'm', 1);
  return MONTH_NAMES.findIndex(each => each.toLowerCase().startsWith(name)) + 1;
}

/** 0 for Monday; null when the text does not say. */
function weekdayFrom(found: Found): number | null {
  const name = (found.get('A') ?? found.get('a'))?.toLowerCase().slice(0, 3);
  if (name !== undefined) return DAY_NAMES.findIndex(each => each.toLowerCase().startsWith(name));
  if (found.has('u')) return numberIn(found, 'u', 1) - 1;
  return found.has('w') ? (numberIn(found, 'w', 0) + 6) % 7 : null;
}

function ordinalFrom(found: Found): number {
  const weekday = weekdayFrom(found);
  if (found.has('G')) return fromIsoWeek(found, weekday);
  const year = yearFrom(found);
  const newYear = ordinalOf({ year, month: 1, day: 1 });
  if (found.has('j')) return newYear + numberIn(found, 'j', 1) - 1;
  if (weekday !== null && (found.has('U') || found.has('W'))) return newYear + dayOfWeek(found, weekday, weekdayOf(newYear));
  const date = { year, month: monthFrom(found), day: numberIn(found, 'd', 1) };
  const ordinal = ordinalOf(date);
  if (civilDate(ordinal).month !== date.month) throw valueError('day is out of range for month');
  return ordinal;
}

function fromIsoWeek(found: Found, weekday: number | null): number {
  if (!found.has('V') || weekday === null) {
    throw valueError(
      "ISO year directive '%G' must be used with the ISO week directive '%V' and a weekday directive ('%A', '%a', '%w', or '%u').",
    );
  }
  return ordinalOfIsoWeek(numberIn(found, 'G', 1900), numberIn(found, 'V', 1), weekday + 1);
}

/** Days after January 1st of a weekday in week `%U` (from Sunday) or `%W` (from Monday). */
function dayOfWeek(found: Found, weekday: number, newYearWeekday: number): number {
  const shift = found.has('U') ? 1 : 0;
  const week = numberIn(found, found.has('U') ? 'U' : 'W', 0);
  const first = (newYearWeekday + shift) % 7;
  return ((weekday + shift) % 7) - first + 7 * (first === 0 ? week - 1 : week);
}

function timeFrom(found: Found): ClockTime {
  const half = found.get('p')?.toLowerCase();
  const twelve = numberIn(found, 'I', 0);
  const fromTwelve = half === undefined ? twelve : (twelve % 12) + (half === 'pm' ? 12 : 0);
  return {
    hour: found.has('I') ? fromTwelve : numberIn(found, 'H', 0),
    minute: numberIn(found, 'M', 0),
    second: numberIn(found, 'S', 0),
    microsecond: Number((found.get('f') ?? '').padEnd(6, '0')),
  };
}

function offsetFrom(found: Found): bigint | null {
  const text = found.get('z');
  if (text === undefined) return null;
  return text.toUpperCase() === 'Z' ? 0n : parseOffset(text);
}

/** Microseconds east of UTC of `+01:00`, `+0100`, `-01`. */
export function parseOffset(text: string): bigint {
  const [whole = '', fraction = ''] = text.slice(1).replaceAll(':', '').split('.');
  const seconds = Number(whole.slice(0, 2)) * 3600 + Number(whole.slice(2, 4)) * 60 + Number(whole.slice(4, 6));
  const micros = BigInt(seconds) * 1_000_000n + BigInt(fraction.padEnd(6, '0').slice(0, 6));
  return text.startsWith('-') ? -micros : micros;
}
