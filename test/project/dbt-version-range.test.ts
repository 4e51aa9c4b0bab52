import { expect, test } from 'vitest';
import { checkRange } from '../../src/project/dbt-version-range.ts';

test.each([
  [[], 'fits'],
  [['>=1.3.0', '<2.0.0'], 'fits'],
  [['>=1.3.0,<2.0.0'], 'fits'],
  [[' >=1.0.0 , <3.0.0'], 'fits'],
  [['>1.11.0'], 'excluded'],
  [['<=1.10.9'], 'excluded'],
  [['1.11.0'], 'fits'],
  [['=1.11.0'], 'fits'],
  [['==1.11.0'], 'fits'],
  [['>=1.10.0rc1'], 'fits'],
  [['>=1.8.0-b1', '<1.12.0'], 'fits'],
  [['>=1.3'], 'fits'],
  [['soon'], 'malformed'],
  [['>=1.0.0,'], 'malformed'],
] as const)('%j %s', (ranges, kind) => {
  expect(checkRange('1.11.0', ranges).kind).toBe(kind);
});
