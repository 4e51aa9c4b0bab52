import type { HostObject } from '../value.ts';
import { microsOfDay } from './calendar.ts';
import { PyDate } from './date.ts';
import { PyDateTime } from './date-time.ts';
import { parseIsoDate, parseIsoDateTime } from './iso-format.ts';
import { FixedZone } from './zone.ts';

/** A `date` from `2024-03-05`; null when the text is no such date, as `infinity`. */
export const dateFromIso = (text: string): HostObject | null => orNull(() => new PyDate(parseIsoDate(text)));

/** A `datetime` from ISO 8601 text; null when it is none. */
export const dateTimeFromIso = (text: string): HostObject | null =>
  orNull(() => {
    const { ordinal, time } = parseIsoDateTime(text);
    const offset = time?.offset ?? null;
    return PyDateTime.at(ordinal, time ? microsOfDay(time.time) : 0n, offset === null ? null : new FixedZone(offset));
  });

function orNull<T>(make: () => T): T | null {
  try {
    return make();
  } catch {
    return null;
  }
}
