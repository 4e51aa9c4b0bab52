import { expect, test } from 'vitest';
import { compileTemplate, TemplateError } from '../../src/template/index.ts';

const absurd = [
  "'x' * 10 ** 9",
  '[0] * 10 ** 9',
  '(0,) * 10 ** 12',
  '10 ** 100000000 ~ ""',
  '(10 ** 20000) * (10 ** 20000)',
  "'a'.rjust(10 ** 9)",
  "'a'.ljust(10 ** 30)",
  "'a'.center(10 ** 9)",
  "'a'.zfill(10 ** 9)",
  "'a\\tb'.expandtabs(10 ** 9)",
  "'{:1000000000}'.format(1)",
  "'{:.1000000000f}'.format(1.5)",
  "'%1000000000d' % 1",
  "'%.1000000000f' % 1.5",
  "'%*d' % (10 ** 9, 1)",
  "'a' | center(10 ** 9)",
  "'a\\nb' | indent(10 ** 9)",
  "('a' * 10 ** 6).replace('a', 'b' * 100)",
  "('a' * 10 ** 6) | replace('', 'bbbbbbbbbbbbbbbb')",
  "('a' * 10 ** 6).join('b' * 100)",
  '[1] | batch(10 ** 9, 0) | list',
  '[1] | slice(10 ** 9) | list',
  "('x' * 9999999) + 'xx'",
  "('x' * 9999999) ~ 'xx'",
];

test.each(absurd)('%s is refused', expression => {
  const template = compileTemplate({ file: 'test.sql', text: `{{ (${expression}) | length }}` });
  const render = () => template.renderSync({ lookup: () => undefined }, { undefinedNames: 'plain' });
  expect(render).toThrow(TemplateError);
  expect(render).toThrow(expect.objectContaining({ kind: 'limit' }));
});
