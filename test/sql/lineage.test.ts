import { expect, test } from 'vitest';
import { caseTables, lineageCases, lineageLines, lineages } from './lineage-case.ts';

const cases = lineageCases();
const found = await lineages(cases, caseTables);
const all = cases.flatMap((one, i) => {
  const lineage = found[i];
  return lineage === undefined ? [] : [{ ...one, lineage }];
});

test.each(all)('$dialect: $name', ({ expected, lineage }) => {
  expect(lineageLines(lineage)).toEqual(expected);
});

test('at least 97 of 100 output columns are known', () => {
  // A statement that is not understood counts as a column.
  const columns = all.flatMap(({ lineage }) => lineage.columns?.map(column => column.from !== null) ?? [false]);
  const known = columns.filter(isKnown => isKnown);
  expect(all.length).toBeGreaterThan(150);
  expect(known.length / columns.length).toBeGreaterThan(0.97);
});
