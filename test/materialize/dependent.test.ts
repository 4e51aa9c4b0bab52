import { expect, test } from 'vitest';
import { type Dependent, keepsColumns, releasedBy } from '../../src/materialize/dependent.ts';
import { column, target } from './warehouses.ts';

const named = (name: string) => ({ ...target, name });
/** `v`, reading `it.a`: `view('v', 'it.a')`. */
const view = (name: string, ...reads: readonly string[]): Dependent => ({
  name: named(name),
  kind: 'view',
  reads: reads.map(text => {
    const [relation = '', read = null] = text.split('.');
    return { relation: named(relation), column: read };
  }),
});
const before = [column('a'), column('b')];
const released = (dependents: readonly Dependent[], after: typeof before, later: readonly string[]) => {
  const found = releasedBy({ target, dependents, before, after, isBuiltLater: name => later.includes(name.name) });
  return [...found.value.map(name => name.name), ...found.diagnostics.map(one => one.text.replace(/, and nothing.*/, ''))];
};

test('while the columns stay nothing goes', () => {
  expect(released([view('v', 'it.a'), view('w', 'v.a')], before, ['v'])).toEqual([]);
});

test('what needs a column that is gone goes when it is built later, else it is refused', () => {
  const dependents = [view('v', 'it.b'), view('u', 'it.a'), view('w', 'v.b')];
  expect(released(dependents, [column('a')], ['v', 'w'])).toEqual(['v', 'w']);
  expect(released(dependents, [column('a')], ['v'])).toEqual(['v', '`shop.w` needs `shop.v`, which will be built anew']);
  expect(released(dependents, [column('a')], [])).toEqual([
    '`shop.v` needs the column `b` of `shop.it`, which it will no longer have',
  ]);
});

test('another type is reason to go only where nobody else would lose by it', () => {
  const dependents = [view('v', 'it.b'), view('w', 'v.b')];
  const after = [column('a'), column('b', 'TEXT')];
  expect(released(dependents, after, ['v', 'w'])).toEqual(['v', 'w']);
  expect(released(dependents, after, ['v'])).toEqual([]);
  expect(released(dependents, after, [])).toEqual([]);
});

test('columns are kept when others come behind them', () => {
  expect(keepsColumns(before, [...before, column('c')])).toBe(true);
  expect(keepsColumns(before, [column('b'), column('a')])).toBe(false);
  expect(keepsColumns(before, [column('a'), column('b', 'TEXT')])).toBe(false);
  expect(keepsColumns(before, [column('a')])).toBe(false);
});
