import type { Plain } from '../manifest/node.ts';

/** The value with each secret in each of its texts replaced by stars. */
export function scrubbed<T extends Plain>(value: T, secrets: readonly string[]): T;
export function scrubbed(value: Plain, secrets: readonly string[]): Plain {
  // The longest first, so that a secret that contains another one leaves no rest.
  const ordered = secrets.filter(secret => secret !== '').sort((a, b) => b.length - a.length);
  return ordered.length === 0 ? value : blanked(value, ordered);
}

function blanked(value: Plain | undefined, secrets: readonly string[]): Plain {
  if (typeof value === 'string') return secrets.reduce((text, secret) => text.replaceAll(secret, '*****'), value);
  if (typeof value !== 'object' || value === null) return value ?? null;
  if (Array.isArray(value)) return value.map(item => blanked(item, secrets));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, blanked(item, secrets)]));
}
