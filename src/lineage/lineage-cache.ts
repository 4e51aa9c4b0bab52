import { createHash } from 'node:crypto';
import type { StatementLineage } from '../sql/lineage/statement-lineage.ts';

/** What was found out earlier, by node. */
export interface LineageCache {
  readonly entries: ReadonlyMap<string, CachedLineage>;
}

export interface CachedLineage {
  /** Of the SQL and its dialect. */
  readonly sql: string;
  /** Of the columns of all that it reads. */
  readonly inputs: string;
  readonly lineage: StatementLineage;
}

/** Raised whenever the same SQL may give other lineage than before. */
const FORMAT = 4;

export const noCache: LineageCache = { entries: new Map() };

/** `text` is what `cacheText` made; anything else is an empty cache. */
export function readCache(text: string | null): LineageCache {
  if (text === null) return noCache;
  try {
    const { format, entries } = JSON.parse(text) as {
      readonly format?: unknown;
      readonly entries?: Record<string, CachedLineage>;
    };
    return format === FORMAT && entries !== undefined ? { entries: new Map(Object.entries(entries)) } : noCache;
  } catch {
    return noCache;
  }
}

export const cacheText = ({ entries }: LineageCache): string =>
  JSON.stringify({ format: FORMAT, entries: Object.fromEntries(entries) });

export const hashOf = (...parts: readonly string[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('base64url').slice(0, 22);
};
