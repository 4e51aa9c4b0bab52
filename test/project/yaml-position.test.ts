import { expect, test } from 'vitest';
import { positionOf } from '../../src/project/yaml-position.ts';

const text =
  'version: 2\nmodels:\n  - name: orders\n    "columns": [{name: id}, {name: at}]\n  - &b\n    name: |\n      long\n    yes: 1\nagain: *b\n';

test.each([
  [['models'], 'key', { line: 2, column: 1, length: 6 }],
  [['models', 0], 'key', { line: 3, column: 5, length: 12 }],
  [['models', 0, 'name'], 'value', { line: 3, column: 11, length: 6 }],
  [['models', 0, 'columns'], 'key', { line: 4, column: 5, length: 9 }],
  [['models', 0, 'columns', 1, 'name'], 'value', { line: 4, column: 36, length: 2 }],
  [['models', 1, 'yes'], 'key', { line: 8, column: 5, length: 3 }],
  [['again', 'yes'], 'value', { line: 8, column: 10, length: 1 }],
  [['models', 2], 'key', null],
  [['models', 'name'], 'key', null],
  [['nothing'], 'key', null],
] as const)('%j %s', (path, part, expected) => {
  expect(positionOf(text, path, part)).toEqual(expected);
});

test('of two equal keys, the last counts', () => {
  expect(positionOf('a: 1\na: 2\n', ['a'])).toEqual({ line: 2, column: 1, length: 1 });
});

test.each([
  ["a: 'it''s' # so\n", ['a'], { line: 1, column: 4, length: 7 }],
  ['a: [1, {b: 2}] # so\n', ['a'], { line: 1, column: 4, length: 11 }],
  ['a: [1, {b: 2}] # so\n', ['a', 1], { line: 1, column: 8, length: 6 }],
  ['a: {}\n', ['a'], { line: 1, column: 4, length: 2 }],
  ['a: >-\n  long\n', ['a'], { line: 1, column: 4, length: 2 }],
  ['a:\nb: 1\n', ['a'], { line: 1, column: 1, length: 1 }],
  ['a: [\nb, c]\n', ['a', 1], { line: 2, column: 4, length: 1 }],
])('the value of %j at %j', (text, path, expected) => {
  expect(positionOf(text, path, 'value')).toEqual(expected);
});
