import { describe, expect, test } from 'vitest';
import { conformanceCases, runCase, type Target } from './suite.ts';

/** Case → `unsupported: …` when the warehouse cannot, `todo: …` when the adapter does not yet. */
export type Skips = Readonly<Record<string, `unsupported: ${string}` | `todo: ${string}`>>;

/** A test for each case. One that is skipped runs too, and must fail: what works is not skipped. */
export function describeConformance(target: Target, skips: Skips = {}): void {
  const cases = conformanceCases();
  describe(`conformance of ${target.plugin.name}`, () => {
    for (const one of cases) {
      const reason = skips[one.name];
      if (reason === undefined) test(`${one.name}: ${one.what}`, () => runCase(one, target));
      else test(`${one.name} (${reason})`, () => expect(runCase(one, target)).rejects.toThrow());
    }
    test('every skip is of a case', () => {
      const names = new Set(cases.map(one => one.name));
      expect(Object.keys(skips).filter(name => !names.has(name))).toEqual([]);
    });
  });
}
