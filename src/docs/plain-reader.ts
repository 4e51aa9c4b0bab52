import type { Plain, PlainMap } from '../manifest/node.ts';

/** Artifacts may come from other versions and other tools, so every field is taken for what it is, not for what it should be. */
export const mapOf = (value: unknown): PlainMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as PlainMap) : {};

export const listOf = (value: unknown): readonly Plain[] => (Array.isArray(value) ? value : []);

/** Null for what is not text, or is empty. */
export const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

export const textsOf = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]).filter((item): item is string => typeof item === 'string' && item !== '');

export const numberOf = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null);

/** A value for people to read: text as it is, all else as JSON in one line. */
export function shown(value: Plain | undefined): string {
  if (typeof value === 'string' || typeof value === 'bigint') return String(value);
  const text = JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? String(item) : item), 1) ?? '';
  // Spaces, at which a line may break.
  return text
    .replace(/([[{])\n\s*/g, '$1')
    .replace(/\n\s*([\]}])/g, '$1')
    .replace(/\n\s*/g, ' ');
}
