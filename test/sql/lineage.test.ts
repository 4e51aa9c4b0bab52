import { expect, test } from 'vitest';
import { caseTables, lineageCases, lineageLines, lineages } from './lineage-case.ts';

const cases = lineageCases();
const found = await lineages(cases, caseTables);

test.each(cases.map((one, i) => ({ ...one, lineage: found[i] })).filter(one => one.expected !== null))(
  '$dialect: $name',
  ({ expected, lineage }) => {
    expect(lineage && [...lineageLines(lineage)]).toEqual(expected);
  },
);
