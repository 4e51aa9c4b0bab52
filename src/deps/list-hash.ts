import { createHash } from 'node:crypto';
import { jsonText } from '../context/base-json-text.ts';
import type { PackageEntry } from '../project/package-list.ts';
import type { YamlMap } from '../project/project.ts';
import { fromPlain } from '../template/value/from-json.ts';

/**
 * What the lock file keeps of a package list, to tell whether it still fits. The same number as dbt's, so that teams can mix
 * both: SHA-1 of the entries as JSON, each completed with the keys that its kind has, sorted.
 */
export function listHash(entries: readonly PackageEntry[]): string {
  const texts = entries.map(entry =>
    jsonText(fromPlain({ ...completed(entry.rendered), unrendered: entry.written }), { keys: 'sorted' }),
  );
  // All of it is ASCII, so that the order of code units is that of characters.
  return createHash('sha1').update(texts.sort().join('\n')).digest('hex');
}

function completed(entry: YamlMap): YamlMap {
  if ('package' in entry) return { install_prerelease: false, ...entry };
  return 'git' in entry ? { revision: null, 'warn-unpinned': null, subdirectory: null, ...entry } : entry;
}
