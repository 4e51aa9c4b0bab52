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

const freshness = (result: PlainMap): Freshness => ({
  status: textOf(result['status']) ?? '',
  loadedAt: textOf(result['max_loaded_at']),
  checkedAt: textOf(result['snapshotted_at']),
  ageSeconds: numberOf(result['max_loaded_at_time_ago_in_s']),
  error: textOf(result['error']),
});
