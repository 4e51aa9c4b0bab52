import type { PlainMap } from '../manifest/node.ts';
import type { Freshness } from './page-data.ts';
import { listOf, mapOf, numberOf, textOf } from './plain-reader.ts';

/** What `sources.json` says of each source, by id. */
export const freshnessResults = (sources: PlainMap | null): ReadonlyMap<string, Freshness> =>
  new Map(
    listOf(sources?.['results'])
      .map(mapOf)
      .map(result => [textOf(result['unique_id']) ?? '', freshness(result)] as const),
  );

/** The first day of the year 1 stands for a source in which no row says when it came. */
function freshness(result: PlainMap): Freshness {
  const loadedAt = textOf(result['max_loaded_at']);
  const isKnown = loadedAt !== null && !loadedAt.startsWith('0001-01-01');
  return {
    status: textOf(result['status']) ?? '',
    loadedAt: isKnown ? loadedAt : null,
    checkedAt: textOf(result['snapshotted_at']),
    ageSeconds: isKnown ? numberOf(result['max_loaded_at_time_ago_in_s']) : null,
    error: textOf(result['error']) ?? (loadedAt === null || isKnown ? null : 'No row says when it came.'),
  };
}
