import { describe, expect, test } from 'vitest';
import { aside, invocationTag, leftoverOf } from '../../src/materialize/aside.ts';
import { target, transactional } from './warehouses.ts';

const at = new Date('2026-05-04T03:02:01Z');
const tag = invocationTag(at, 'AB12-cdef-9999');
const name = (it: string) => aside({ ...target, name: it }, 'new', { invocation: tag, can: transactional }).name;
const bytes = (text: string): number => new TextEncoder().encode(text).length;

test('a name tells its invocation and when that started', () => {
  expect(leftoverOf(name('it'))).toEqual({ invocation: tag, startedAt: at });
  expect(leftoverOf(name('it').toUpperCase())?.invocation).toBe(tag);
  expect(leftoverOf(`${name('it')}__aside`)?.invocation).toBe(tag);
});

test.each(['it', 'it__mw_new', 'it__mw_x_new', 'it__dbt_tmp', '__mw_'])('%s is no leftover', it =>
  expect(leftoverOf(it)).toBeNull(),
);

describe('long names', () => {
  const long = 'ä'.repeat(200);
  test('keep to the limit, in bytes where it counts bytes, with room for the exchange', () => {
    expect(bytes(name(long))).toBeLessThanOrEqual(63 - '__aside'.length);
    expect(name(long)).toMatch(/^ä{8,}_[0-9a-f]{8}__mw_/);
    expect(leftoverOf(name(long))?.invocation).toBe(tag);
  });
  test('stay apart', () => expect(name(`${long}1`)).not.toBe(name(`${long}2`)));
});
