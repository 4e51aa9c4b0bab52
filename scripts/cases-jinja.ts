/** Runs a file of template cases in both variants: `npm run cases:jinja -- test/template/cases.json [name part]`. */
import { readFileSync } from 'node:fs';
import { type JinjaCase, judge, readCases, runCase, VARIANTS } from '../test/template/harness.ts';

/** What differs, one line per variant; empty when the case holds. */
async function failuresOf(jinjaCase: JinjaCase): Promise<readonly string[]> {
  const failures: string[] = [];
  for (const variant of VARIANTS) {
    const difference = judge(jinjaCase, await runCase(jinjaCase, variant));
    if (difference !== null) failures.push(`  ${variant}: ${difference}`);
  }
  return failures;
}

async function main(file: string | undefined, part = ''): Promise<number> {
  if (file === undefined) {
    console.error('Name a file of cases: npm run cases:jinja -- test/template/cases.json');
    return 2;
  }
  const cases = readCases(readFileSync(file, 'utf8')).filter(each => each.name.includes(part));
  let held = 0;
  for (const jinjaCase of cases) {
    const failures = await failuresOf(jinjaCase);
    if (failures.length === 0) held++;
    else console.log(`${jinjaCase.name}\n  template: ${JSON.stringify(jinjaCase.template)}\n${failures.join('\n')}`);
  }
  console.log(`${held} of ${cases.length} cases hold`);
  return held === cases.length ? 0 : 1;
}

process.exitCode = await main(process.argv[2], process.argv[3]);
