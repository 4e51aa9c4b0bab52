import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { judge, readCases, runCase, VARIANTS } from './harness.ts';

for (const file of ['cases.json', 'more-cases.json']) {
  describe(file, () => {
    for (const jinjaCase of readCases(readFileSync(new URL(file, import.meta.url), 'utf8'))) {
      test.each(VARIANTS)(`${jinjaCase.name} %s`, async variant => {
        expect(judge(jinjaCase, await runCase(jinjaCase, variant))).toBeNull();
      });
    }
  });
}
