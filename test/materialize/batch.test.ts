import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BatchSize, batchEnd, batchesBetween, batchStart, dueSpan } from '../../src/materialize/batch.ts';
import { isoText, momentOf, momentText } from '../../src/sql/moment.ts';

const at = (text: string): Date => momentOf(text) as Date;
const sizes: readonly BatchSize[] = ['hour', 'day', 'month', 'year'];
const named = (start: string, end: string, size: BatchSize) =>
  batchesBetween({ start: at(start), end: at(end) }, size).map(
    ({ name, end: to }) => `${name} to ${to.toISOString().slice(0, 16)}`,
  );

test.each<[BatchSize, string, string, readonly string[]]>([
  ['day', '2024-02-28', '2024-03-01', ['2024-02-28 to 2024-02-29T00:00', '2024-02-29 to 2024-03-01T00:00']],
  ['day', '2024-02-28 13:00', '2024-02-29 06:00', ['2024-02-28 to 2024-02-29T00:00', '2024-02-29 to 2024-02-29T06:00']],
  ['hour', '2024-12-31 23:10', '2025-01-01 00:30', ['2024-12-31T23 to 2025-01-01T00:00', '2025-01-01T00 to 2025-01-01T00:30']],
  ['month', '2024-01-31', '2024-03-01', ['2024-01-01 to 2024-02-01T00:00', '2024-02-01 to 2024-03-01T00:00']],
  ['year', '2023-07-01', '2025-01-01', ['2023-01-01 to 2024-01-01T00:00', '2024-01-01 to 2025-01-01T00:00']],
  ['day', '2024-03-02', '2024-03-01', []],
])('batches of a %s from %s to %s', (size, start, end, expected) => {
  expect(named(start, end, size)).toEqual(expected);
});

const moment = fc.date({ min: new Date('1990-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });

test('batches cover their span without gap and overlap', () => {
  const spans = fc.record({ start: moment, hours: fc.integer({ min: 1, max: 2000 }), size: fc.constantFrom(...sizes) });
  fc.assert(
    fc.property(spans, ({ start, hours, size }) => {
      const end = new Date(start.getTime() + hours * 3_600_000);
      const batches = batchesBetween({ start, end }, size);
      expect(batches[0]?.start).toEqual(batchStart(start, size));
      expect(batches.at(-1)?.end).toEqual(end);
      for (const [index, batch] of batches.entries()) {
        expect(batch.start < batch.end).toBe(true);
        if (index > 0) expect(batches[index - 1]?.end).toEqual(batch.start);
      }
      expect(new Set(batches.map(batch => batch.name)).size).toBe(batches.length);
    }),
    { numRuns: 60 },
  );
});

describe('what is due', () => {
  test.each<[BatchSize, number, string, string]>([
    ['day', 1, '2024-03-09', '2024-03-11'],
    ['day', 0, '2024-03-10', '2024-03-11'],
    ['month', 2, '2024-01-01', '2024-04-01'],
    ['hour', 1, '2024-03-10 11:00', '2024-03-10 13:00'],
  ])('%s, looking back %i', (size, lookback, start, end) => {
    expect(dueSpan({ now: at('2024-03-10 12:34:56'), size, lookback })).toEqual({ start: at(start), end: at(end) });
  });

  test('a moment between two batches ends the first of them', () => {
    expect(batchEnd(at('2024-03-10'), 'day')).toEqual(at('2024-03-10'));
  });
});

describe('moments', () => {
  test.each([
    ['2024-01-31', '2024-01-31 00:00:00+00:00'],
    ['2024-01-31 06:30', '2024-01-31 06:30:00+00:00'],
    ['2024-01-31T06:30:15Z', '2024-01-31 06:30:15+00:00'],
    ['2024-01-31 06:30:00+02:00', '2024-01-31 04:30:00+00:00'],
  ])('%s', (text, expected) => {
    expect(momentText(at(text))).toBe(expected);
    expect(isoText(at(text))).toBe(expected.replace(' ', 'T'));
  });
  test.each(['', 'yesterday', '2024-1-31', '2024-13-01', '2024-02-31 25:00'])('`%s` is none', text => {
    expect(momentOf(text)).toBeNull();
  });
});
