import { diagnose } from '../diagnostic/diagnostic.ts';
import type { ModelNode } from '../manifest/node.ts';
import { configSpan } from './config-span.ts';
import type { Parsing } from './draft.ts';
import { callSpan } from './resolve.ts';

/** Models whose `deprecation_date` has passed, and the project's own nodes that still read them: warnings. */
export function checkDeprecations(parsing: Parsing): void {
  const { draft, shared, createdAt } = parsing;
  const isOver = (node: ModelNode): boolean =>
    node.deprecation_date !== null && Date.parse(node.deprecation_date) / 1000 <= createdAt;
  const over = new Map(
    [...draft.nodes.values()].flatMap(node => (node.resource_type === 'model' && isOver(node) ? [[node.unique_id, node]] : [])),
  );
  if (over.size === 0) return;
  for (const node of over.values()) {
    if (node.package_name !== shared.macros.rootName) continue;
    const params = { name: nameOf(node), since: dayOf(node), reader: null, latest: null };
    // Of a version its own file: the date that stands beside all versions is not its own.
    const span = configSpan(parsing, node, node.version === null ? 'deprecation_date' : 'version');
    draft.diagnostics.push(diagnose('parse-deprecated', span, params, { severity: 'warning' }));
  }
  for (const node of draft.nodes.values()) {
    if (node.resource_type !== 'model' || node.package_name !== shared.macros.rootName) continue;
    for (const id of node.depends_on.nodes) {
      const read = over.get(id);
      if (read === undefined) continue;
      const { latest_version: latest, version, name } = read;
      const params = {
        name: nameOf(read),
        since: dayOf(read),
        reader: node.name,
        latest: latest !== null && String(latest) !== String(version) ? `{{ ref('${name}', v=${latest}) }}` : null,
      };
      const span = callSpan(parsing, node, { kind: 'ref', args: { name, package: null, version } });
      draft.diagnostics.push(diagnose('parse-deprecated', span, params, { severity: 'warning' }));
    }
  }
}

const nameOf = ({ name, version }: ModelNode): string => (version === null ? name : `${name}.v${version}`);
const dayOf = ({ deprecation_date: date }: ModelNode): string => (date ?? '').slice(0, 10);
