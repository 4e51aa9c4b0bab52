import { expect, test } from 'vitest';
import { nearest } from '../../src/diagnostic/nearest.ts';

test.each([
  ['stg_order', ['orders', 'stg_orders', 'stg_customers'], 'stg_orders'],
  ['model_paths', ['model-paths', 'macro-paths'], 'model-paths'],
  ['STG_ORDERS', ['stg_orders'], 'stg_orders'],
  ['ordres', ['orders', 'orbits'], 'orders'],
  ['prod', ['dev', 'ci'], null],
  ['dev', ['prd'], null],
  ['de', ['dev'], 'dev'],
  ['x', ['y'], null],
  ['orders', ['orders'], null],
  ['', ['a'], null],
  ['a', [], null],
] as const)('nearest to %s of %j is %s', (name, candidates, expected) => {
  expect(nearest(name, candidates)).toBe(expected);
});

test('the first of equally near names wins', () => {
  expect(nearest('order_b', ['order_a', 'order_c'])).toBe('order_a');
});

test('a swap of neighbours is one mistake, and two mistakes in a short name are too many', () => {
  expect(nearest('pord', ['prod'])).toBe('prod');
  expect(nearest('pits', ['port'])).toBeNull();
});
