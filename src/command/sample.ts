import type { Reading } from '../compile/reading.ts';
import { diagnose, StartFailure } from '../diagnostic/diagnostic.ts';
import { type BatchSize, moved } from '../materialize/batch.ts';
import type { Yaml, YamlMap } from '../project/project.ts';
import { readYamlFile } from '../project/yaml.ts';
import { momentOf } from '../sql/moment.ts';

/** What `--empty` and `--sample` leave of what nodes read. Fails with StartFailure. */
export function readingOf(flags: YamlMap, now: Date): Reading {
  const sample = flags['SAMPLE'];
  return { rows: flags['EMPTY'] === true ? 'none' : 'all', sample: typeof sample === 'string' ? spanOf(sample, now) : null };
}

/** `3 days`: so much time up to now; or a map with `start` and `end`. */
function spanOf(text: string, now: Date): Reading['sample'] {
  const [, count, unit] = /^\s*(\d+)\s+(hour|day|month|year)s?\s*$/i.exec(text) ?? [];
  if (count !== undefined && unit !== undefined)
    return { start: moved(now, unit.toLowerCase() as BatchSize, -Number(count)), end: now };
  const map = text.trimStart().startsWith('{') ? (readYamlFile('--sample', text, () => undefined)?.data ?? {}) : {};
  const [start, end] = [momentIn(map['start']), momentIn(map['end'])];
  if (start !== null && end !== null && start < end) return { start, end };
  const expected = 'a span such as `3 days`, or `{start: 2026-01-01, end: 2026-02-01}`, which ends after it starts';
  throw new StartFailure([diagnose('command-flag-value', null, { flag: '--sample', value: text, expected, near: null })]);
}

const momentIn = (value: Yaml | undefined): Date | null =>
  value instanceof Date ? value : typeof value === 'string' ? momentOf(value) : null;
