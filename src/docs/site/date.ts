/** In the reader's own time zone. */
export function dateText(instant: string): string {
  const date = new Date(instant);
  return Number.isNaN(date.getTime()) ? '' : date.toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
}

/** `3 hours`, `2 days`. */
export function ageText(seconds: number): string {
  const [size, unit] = units.find(([least]) => seconds >= least * 1.5) ?? [1, 'second'];
  const count = Math.max(0, Math.round(seconds / size));
  return `${count.toLocaleString('en')} ${unit}${count === 1 ? '' : 's'}`;
}

const units = [
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
] as const;
