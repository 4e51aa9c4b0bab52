import { diagnose } from '../diagnostic/diagnostic.ts';
import { hasThreshold } from '../manifest/freshness.ts';
import { sourceName } from '../manifest/node.ts';
import { originSpan, type Parsing } from './draft.ts';

/** Sources of the project whose age is to be watched, and that say nothing of how to find it out: warnings. */
export function checkFreshness({ draft, project, shared }: Parsing): void {
  for (const source of draft.sources.values()) {
    if (source.package_name !== shared.macros.rootName || !hasThreshold(source)) continue;
    if (source.loaded_at_field !== null || source.loaded_at_query !== null) continue;
    const origin = draft.origins.get(source.unique_id);
    const span = origin === undefined ? null : originSpan(project, origin);
    draft.diagnostics.push(
      diagnose('parse-freshness-unmeasurable', span, { source: sourceName(source) }, { severity: 'warning' }),
    );
  }
}
