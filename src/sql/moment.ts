/** `2024-01-31`, with a time and an offset or without; without an offset it is UTC. Null when it is no moment. */
export function momentOf(text: string): Date | null {
  const written = text.trim();
  if (!/^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?(?:Z|[+-]\d\d:?\d\d)?$/.test(written)) return null;
  const [, date = '', time = '00:00', zone = 'Z'] = /^(\S{10})(?:[T ]([\d:.]+))?(.*)$/.exec(written) ?? [];
  const moment = new Date(`${date}T${time}${zone === '' ? 'Z' : zone}`);
  return Number.isNaN(moment.getTime()) ? null : moment;
}

/** As dbt writes moments: `2024-01-31 00:00:00+00:00`. */
export const momentText = (moment: Date): string => isoText(moment).replace('T', ' ');

/** `2024-01-31T10:20:30.123456+00:00`, of microseconds since 1970. */
export function microsText(micros: bigint): string {
  const rest = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const whole = new Date(Number((micros - rest) / 1000n)).toISOString().slice(0, 19);
  return `${whole}${rest === 0n ? '' : `.${String(rest).padStart(6, '0')}`}+00:00`;
}

/** `2024-01-31T00:00:00+00:00`, as run results have it. */
export const isoText = (moment: Date): string => moment.toISOString().replace(/(?:\.000)?Z$/, '+00:00');
