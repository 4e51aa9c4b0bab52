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

/** Each level names the one before twice. */
const doubling = (levels: number): string =>
  `a0: &a0 [2024-01-01]\n${Array.from({ length: levels }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]\n`).join('')}`;

test('an alias of an alias stays shared, and so many that their reader would drown are refused', () => {
  const { data, codes } = read(doubling(10));
  const { a9, a10 } = data as Record<string, readonly unknown[]>;
  expect(codes).toEqual([]);
  expect(a10?.every(one => one === a9)).toBe(true);
  expect(read(doubling(30)).codes).toEqual(['project-bad-yaml']);
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
