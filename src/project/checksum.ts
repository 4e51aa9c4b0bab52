import { createHash } from 'node:crypto';
import type { ProjectFile } from './project.ts';

/** Larger seeds are told apart by their path alone; state comparison says so. */
export const MAX_HASHED_SEED_BYTES = 1024 * 1024;

// Python's str.strip, which is what existing manifests were made with: unlike `trim` it takes \x1c-\x1f and \x85, and leaves \ufeff.
const SPACE = '[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
const LEADING = new RegExp(`^${SPACE}+`);
const TRAILING_CHAR = new RegExp(`^${SPACE}$`);

/** SHA-256 of the text without the white space around it: the same number that dbt writes into its manifest. */
export function textChecksum(text: string): ProjectFile['checksum'] {
  let end = text.length;
  while (end > 0 && TRAILING_CHAR.test(text.charAt(end - 1))) end--;
  const stripped = text.slice(0, end).replace(LEADING, '');
  return { name: 'sha256', checksum: createHash('sha256').update(stripped).digest('hex') };
}

export const pathChecksum = (path: string): ProjectFile['checksum'] => ({ name: 'path', checksum: path });
