/** The proleptic Gregorian calendar as Python's `datetime` counts it: ordinal 1 is 0001-01-01. */
export interface CivilDate {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
}

export interface ClockTime {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
}

export const MICROS_PER_SECOND = 1_000_000n;
export const MICROS_PER_DAY = 86_400n * MICROS_PER_SECOND;
export const MIN_YEAR = 1;
export const MAX_YEAR = 9999;
/** Ordinal of 1970-01-01. */
export const EPOCH_ORDINAL = 719_163;

const isLeapYear = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

export const daysInMonth = (year: number, month: number): number =>
  month === 2 ? (isLeapYear(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;

/** Days before January 1st of the year, since 0001-01-01. */
const daysBeforeYear = (year: number): number => {
  const past = year - 1;
  return past * 365 + Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400);
};

/** 1 for January 1st. */
export function dayOfYear({ year, month, day }: CivilDate): number {
  let days = day;
  for (let before = 1; before < month; before++) days += daysInMonth(year, before);
  return days;
}

export const ordinalOf = (date: CivilDate): number => daysBeforeYear(date.year) + dayOfYear(date);

export function civilDate(ordinal: number): CivilDate {
  let year = Math.floor((ordinal - 1) / 365.2425) + 1;
  while (daysBeforeYear(year + 1) < ordinal) year++;
  while (daysBeforeYear(year) >= ordinal) year--;
  let day = ordinal - daysBeforeYear(year);
  let month = 1;
  while (day > daysInMonth(year, month)) day -= daysInMonth(year, month++);
  return { year, month, day };
}

/** 0 for Monday. */
export const weekdayOf = (ordinal: number): number => (ordinal + 6) % 7;

/** ISO 8601 year, week (from 1) and weekday (1 for Monday). */
export function isoCalendar(ordinal: number): readonly [year: number, week: number, weekday: number] {
  const thursday = ordinal - weekdayOf(ordinal) + 3;
  const { year } = civilDate(thursday);
  const week = Math.floor((thursday - daysBeforeYear(year) - 1) / 7) + 1;
  return [year, week, weekdayOf(ordinal) + 1];
}

/** The ordinal of an ISO week's day, the inverse of `isoCalendar`. */
export function ordinalOfIsoWeek(year: number, week: number, weekday: number): number {
  const fourth = ordinalOf({ year, month: 1, day: 4 });
  return fourth - weekdayOf(fourth) + (week - 1) * 7 + weekday - 1;
}

export const microsOfDay = (time: ClockTime): bigint =>
  BigInt((time.hour * 60 + time.minute) * 60 + time.second) * MICROS_PER_SECOND + BigInt(time.microsecond);

export function clockTime(micros: bigint): ClockTime {
  const seconds = Number(micros / MICROS_PER_SECOND);
  return {
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
    microsecond: Number(micros % MICROS_PER_SECOND),
  };
}

/** Quotient and remainder with a remainder that is never negative, for a positive divisor. */
export function floorDivide(dividend: bigint, divisor: bigint): readonly [quotient: bigint, remainder: bigint] {
  const remainder = ((dividend % divisor) + divisor) % divisor;
  return [(dividend - remainder) / divisor, remainder];
}

export const padded = (number: number, width = 2): string => String(number).padStart(width, '0');
