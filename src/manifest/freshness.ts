import type { Plain, PlainMap, SourceNode } from './node.ts';

/** How old the newest row of a source may be. */
export interface Threshold {
  readonly seconds: number;
  /** `24 hours old`. */
  readonly text: string;
}

const periodSeconds: Readonly<Record<string, number>> = { minute: 60, hour: 3600, day: 86_400 };

/** What `warn_after` or `error_after` says; null where it says nothing. */
export function thresholdOf(written: Plain | undefined): Threshold | null {
  const { count, period } = (written ?? {}) as PlainMap;
  const seconds = periodSeconds[String(period)];
  if (seconds === undefined || count === null || count === undefined) return null;
  return { seconds: Number(count) * seconds, text: `${count} ${period}${count === 1 ? '' : 's'} old` };
}

export const hasThreshold = ({ freshness }: SourceNode): boolean =>
  ['warn_after', 'error_after'].some(key => thresholdOf(freshness?.[key]) !== null);
