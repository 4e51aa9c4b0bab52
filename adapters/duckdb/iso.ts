const daysPerEra = 146_097;
const microsPerDay = 86_400_000_000n;
const infinity = 9_223_372_036_854_775_807n;

/** An ISO 8601 date from days since 1970; years beyond four digits have a sign, as ISO 8601 asks. */
export function dateText(days: number): string {
  if (days === 2_147_483_647) return 'infinity';
  if (days === -2_147_483_647) return '-infinity';
  // Eras of 400 years have a fixed length, so shifting by them keeps JavaScript's Date within its range.
  const eras = Math.floor(days / daysPerEra);
  const date = new Date((days - eras * daysPerEra) * 86_400_000);
  const year = date.getUTCFullYear() + eras * 400;
  return `${yearText(year)}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
}

const two = (value: number): string => (value < 10 ? `0${value}` : String(value));
const yearText = (year: number): string =>
  year >= 0 && year <= 9999 ? String(year).padStart(4, '0') : `${year < 0 ? '-' : '+'}${String(Math.abs(year)).padStart(6, '0')}`;

/** A time of day from nanoseconds since midnight, with as many fractional digits as it needs. */
export function timeText(nanos: bigint): string {
  const seconds = Number(nanos / 1_000_000_000n);
  const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  const rest = nanos % 1_000_000_000n;
  return rest === 0n ? clock : `${clock}.${String(rest).padStart(9, '0').replace(/0+$/, '')}`;
}

/** An ISO 8601 timestamp from microseconds since 1970. `Z` marks an instant; without it the text is a local time of no known zone. */
export function timestampText(micros: bigint, zone: '' | 'Z' = ''): string {
  if (micros === infinity) return 'infinity';
  if (micros === -infinity) return '-infinity';
  const partial = micros % microsPerDay < 0n ? 1n : 0n;
  const days = micros / microsPerDay - partial;
  return `${dateText(Number(days))}T${timeText((micros - days * microsPerDay) * 1000n)}${zone}`;
}
