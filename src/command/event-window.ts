import { diagnose, StartFailure } from '../diagnostic/diagnostic.ts';
import type { Project } from '../project/project.ts';
import { momentOf } from '../sql/moment.ts';

export interface EventWindow {
  readonly start: Date;
  readonly end: Date;
}

/** The span that `--event-time-start` and `--event-time-end` give microbatch models; null when neither is set. Fails with StartFailure. */
export function eventWindow({ flags }: Pick<Project, 'flags'>): EventWindow | null {
  const start = moment('--event-time-start', flags['EVENT_TIME_START']);
  const end = moment('--event-time-end', flags['EVENT_TIME_END']);
  if (start === null && end === null) return null;
  if (start === null || end === null) {
    const [given, missing] =
      start === null ? ['--event-time-end', '--event-time-start'] : ['--event-time-start', '--event-time-end'];
    throw new StartFailure([diagnose('command-event-time-one', null, { given, missing })]);
  }
  if (start >= end) throw new StartFailure([diagnose('command-event-time-order', null, {})]);
  return { start, end };
}

function moment(flag: string, written: unknown): Date | null {
  if (written === null || written === undefined) return null;
  const found = momentOf(String(written));
  if (found !== null) return found;
  const expected = 'a date or a moment, as `2026-01-31` or `2026-01-31T06:00:00`';
  throw new StartFailure([diagnose('command-flag-value', null, { flag, value: String(written), expected, near: null })]);
}
