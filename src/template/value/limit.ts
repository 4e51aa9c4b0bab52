import { TemplateError } from '../template.ts';

/** Bounds that keep a template written by a stranger from exhausting memory. */
const maxTextLength = 10_000_000;
const maxListLength = 10_000_000;
const maxIntegerBits = 100_000;

export function checkTextLength(length: number): void {
  if (length > maxTextLength)
    throw new TemplateError('limit', `a text of ${length} characters is too long (at most ${maxTextLength})`);
}

export function checkListLength(length: number): void {
  if (length > maxListLength)
    throw new TemplateError('limit', `a list of ${length} items is too long (at most ${maxListLength})`);
}

export function checkIntegerBits(bits: number): void {
  if (bits > maxIntegerBits)
    throw new TemplateError('limit', `an integer of ${bits} bits is too large (at most ${maxIntegerBits})`);
}
