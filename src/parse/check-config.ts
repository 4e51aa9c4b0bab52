import { diagnose } from '../diagnostic/diagnostic.ts';
import { nearest } from '../diagnostic/nearest.ts';
import { configSpan } from './config-span.ts';
import type { Parsing } from './draft.ts';
import { configNames } from './property-keys.ts';

const kinds: ReadonlySet<string> = new Set(['model', 'seed', 'snapshot']);

/** Misspelt configurations of the project's own nodes. Others may be an author's own, for a macro to read. */
export function checkConfigNames(parsing: Parsing): void {
  const { draft, shared } = parsing;
  for (const node of draft.nodes.values()) {
    if (!kinds.has(node.resource_type) || node.package_name !== shared.macros.rootName) continue;
    for (const key of Object.keys(node.config)) {
      const near = configNames.has(key) ? null : nearest(key, configNames);
      if (near === null) continue;
      const params = { key, where: 'the configuration of a node', near };
      draft.diagnostics.push(diagnose('parse-unknown-key', configSpan(parsing, node, key), params, { severity: 'warning' }));
    }
  }
}
