import { expect, test } from 'vitest';
import type { Diagnostic } from '../../src/diagnostic/diagnostic.ts';
import { readYamlFile, yamlSpan } from '../../src/project/yaml.ts';

function read(text: string): { readonly data: unknown; readonly codes: readonly string[] } {
  const diagnostics: Diagnostic[] = [];
  const file = readYamlFile('a.yml', text, each => {
    diagnostics.push(each);
  });
  return { data: file?.data ?? null, codes: diagnostics.map(each => each.code) };
}

test('dates are text, at any depth, and aliases stay shared', () => {
  const { data } = read('a: 2024-02-29\nb: [{c: 2024-02-29 10:00:00}]\nd: &d {e: 1999-12-31}\nf: *d\n');
  expect(data).toEqual({ a: '2024-02-29', b: [{ c: '2024-02-29T10:00:00' }], d: { e: '1999-12-31' }, f: { e: '1999-12-31' } });
});

test('an alias of an alias of an alias does not grow', () => {
  const levels = Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]\n`);
  expect(read(`a0: &a0 [2024-01-01]\n${levels.join('')}`).codes).toEqual([]);
});

test.each([
  ['', {}, []],
  ['# nothing\n', {}, []],
  ['text', null, ['project-not-a-map']],
  ['a: [', null, ['project-bad-yaml']],
  ['a: 1\na: 2\n', { a: 2 }, ['project-doubled-key']],
  ['__proto__: {x: 1}\n', JSON.parse('{"__proto__": {"x": 1}}'), []],
])('%j', (text, data, codes) => {
  expect(read(text)).toEqual({ data, codes });
});

test('a place that does not exist is the start of the file', () => {
  expect(yamlSpan({ file: 'a.yml', text: 'a: 1' }, ['b'])).toEqual({ file: 'a.yml', line: 1, column: 1, length: 1 });
});
