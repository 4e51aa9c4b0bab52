import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sha256 } from '../../src/context/sha256.ts';

const expected = (text: string): string => createHash('sha256').update(text).digest('hex');

it('gives the digests of node:crypto, whatever the text', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), text => sha256(text) === expected(text)));
});

it.each([0, 55, 56, 63, 64, 119, 120, 1000])('pads a text of %i bytes', length => {
  expect(sha256('x'.repeat(length))).toBe(expected('x'.repeat(length)));
});
