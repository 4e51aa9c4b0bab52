import { sha256 } from '../context/sha256.ts';
import type { PlainMap, UnitTestNode } from '../manifest/node.ts';
import { fromPlain, repr } from '../template/index.ts';

/**
 * What tells whether a unit test has changed: the same number that dbt writes into its manifest, which takes it from the way Python
 * prints the test.
 */
export function unitTestChecksum(test: Pick<UnitTestNode, 'model' | 'versions' | 'given' | 'expect' | 'overrides'>): string {
  const { model, versions, given, expect, overrides } = test;
  const parts = [
    model,
    versions === null ? 'None' : printed('UnitTestNodeVersions', versions, ['include', 'exclude']),
    `[${given.map(one => printed('UnitTestInputFixture', one, ['input', ...fixtureKeys])).join(', ')}]`,
    printed('UnitTestOutputFixture', expect, fixtureKeys),
    overrides === null
      ? 'None'
      : printed('UnitTestOverrides', { macros: {}, vars: {}, env_vars: {}, ...overrides }, ['macros', 'vars', 'env_vars']),
  ];
  const rows = given.flatMap(one => (one['fixture'] == null ? [] : [`-${repr(fromPlain(one['rows'] ?? null))}`]));
  return sha256(parts.join('-') + rows.join(''));
}

const fixtureKeys = ['rows', 'format', 'fixture'];
const formats: Readonly<Record<string, string>> = { dict: 'Dict', csv: 'CSV', sql: 'SQL' };

const printed = (className: string, fields: PlainMap, keys: readonly string[]): string =>
  `${className}(${keys.map(key => `${key}=${field(key, fields)}`).join(', ')})`;

const field = (key: string, fields: PlainMap): string => {
  const value = fields[key] ?? null;
  return key === 'format' ? `<UnitTestFormat.${formats[String(value)] ?? value}: '${value}'>` : repr(fromPlain(value));
};
