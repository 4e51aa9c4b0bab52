import { expect, test } from 'vitest';
import { compileTemplate } from '../../src/template/index.ts';
import type { Value } from '../../src/template/value.ts';

const native = (text: string, x: Value): Value =>
  compileTemplate({ file: 'a.yml', text }).evaluateSync(
    { lookup: name => (name === 'x' ? x : undefined) },
    { undefinedNames: 'plain' },
  );

test.each([
  ['{{ x | as_number }}', '5433', 5433],
  ['{{ x | as_number }}', ' -1.5 ', -1.5],
  ['{{ x | as_number }}', '0x10', 16],
  ['{{ x | as_number }}', 7, 7],
  ['{{ x | as_bool }}', 'True', true],
  ['{{ x | as_bool }}', 'false', false],
  ['{{ x | as_native }}', "['a', 1]", ['a', 1]],
  ['{{ x | as_native }}', 'abc', 'abc'],
  ['{{ x | as_native }}', '1 + 1', '1 + 1'],
  ['{{ x | as_native }}', '', ''],
  ['{{ x | as_text }}', 5, '5'],
  ['{{ x }}', '5', '5'],
  [' {{ x | as_number }}', '5', ' 5'],
  ['{{ x | as_bool | as_text }}', '5', '5'],
] as const)('%s of %j is %j', (text, x, expected) => {
  expect(native(text, x as Value)).toEqual(expected);
});

test.each([
  ['as_number', 'True', 'number'],
  ['as_number', 'many', 'number'],
  ['as_bool', '1', 'bool'],
  ['as_bool', '}} {{', 'bool'],
])('%s does not take %s', (filter, x, type) => {
  expect(() => native(`{{ x | ${filter} }}`, x)).toThrow(`Could not convert value '${x}' into type '${type}'`);
});
