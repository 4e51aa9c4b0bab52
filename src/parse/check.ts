import { diagnose } from '../diagnostic/diagnostic.ts';
import { nearest } from '../diagnostic/nearest.ts';
import type { Span } from '../diagnostic/span.ts';
import type { NodeId } from '../manifest/id.ts';
import type { ExposureNode, ManifestNode, ModelNode } from '../manifest/node.ts';
import { checkConfigNames } from './check-config.ts';
import { checkDeprecations } from './check-deprecation.ts';
import { checkFreshness } from './check-freshness.ts';
import { checkStrategies } from './check-strategy.ts';
import { checkUnused } from './check-unused.ts';
import { configSpan } from './config-span.ts';
import { checkContracts } from './constraint.ts';
import { type Draft, originSpan, type Parsing } from './draft.ts';
import { entrySpan } from './properties.ts';
import { callSpan } from './resolve.ts';

/** What can only be seen when everything is read. */
export function checkAll(parsing: Parsing): void {
  checkRelations(parsing, checkNames(parsing));
  checkMaterializations(parsing);
  checkStrategies(parsing);
  checkEmpty(parsing);
  checkConfigNames(parsing);
  checkContracts(parsing);
  checkVersions(parsing);
  checkGroups(parsing);
  checkAccess(parsing);
  checkUnused(parsing);
  checkDeprecations(parsing);
  checkFreshness(parsing);
}

const spanOf = ({ draft, project }: Parsing, id: NodeId): Span | null => {
  const origin = draft.origins.get(id);
  return origin ? originSpan(project, origin) : null;
};

/** A file without text may be one that its author has yet to write. */
function checkEmpty(parsing: Parsing): void {
  const { draft } = parsing;
  for (const node of draft.nodes.values()) {
    if (node.resource_type !== 'model' || node.raw_code !== '') continue;
    const span = spanOf(parsing, node.unique_id);
    draft.diagnostics.push(diagnose('parse-empty-model', span, { name: node.name }, { severity: 'warning' }));
  }
}

/** Models, seeds and snapshots of one package share one space of names. Gives the nodes whose name is taken. */
function checkNames(parsing: Parsing): ReadonlySet<NodeId> {
  const { draft } = parsing;
  const seen = new Map<string, ManifestNode>();
  const taken = new Set<NodeId>();
  for (const node of draft.nodes.values()) {
    if (node.resource_type !== 'model' && node.resource_type !== 'seed' && node.resource_type !== 'snapshot') continue;
    if (node.resource_type === 'model' && node.version !== null) continue;
    const key = `${node.package_name}.${node.name}`;
    const first = seen.get(key);
    if (!first) {
      seen.set(key, node);
      continue;
    }
    taken.add(node.unique_id);
    const kinds = [first, node].map(one => one.resource_type);
    const files = [first.original_file_path, node.original_file_path];
    const params = { name: node.name, kinds, files };
    draft.diagnostics.push(diagnose('parse-duplicate-name', spanOf(parsing, node.unique_id), params));
  }
  return taken;
}

/** Two nodes may not build one relation. */
function checkRelations(parsing: Parsing, taken: ReadonlySet<NodeId>): void {
  const { draft } = parsing;
  const builders = new Map<string, ManifestNode>();
  for (const node of draft.nodes.values()) {
    if (node.relation_name === null || taken.has(node.unique_id)) continue;
    const key = node.relation_name.toLowerCase();
    const first = builders.get(key);
    if (!first) {
      builders.set(key, node);
      continue;
    }
    // The one that was given the name of the other is the one to point at.
    const named = node.config['alias'] == null && first.config['alias'] != null ? first : node;
    const params = { relation: node.relation_name, nodes: [first.unique_id, node.unique_id] };
    draft.diagnostics.push(diagnose('parse-duplicate-relation', configSpan(parsing, named, 'alias'), params));
  }
}

const materializations = ['view', 'table', 'incremental', 'ephemeral', 'materialized_view', 'external', 'table_function'];
/** Those that the kind of node decides; a model that asks for one of them is not stopped here. */
const otherMaterializations = ['seed', 'snapshot', 'test', 'unit'];

function checkMaterializations(parsing: Parsing): void {
  const known = new Set([...materializations, ...otherMaterializations, ...ownMaterializations(parsing.draft)]);
  for (const node of parsing.draft.nodes.values()) {
    const { materialized } = node.config;
    if (node.resource_type !== 'model' || typeof materialized !== 'string' || known.has(materialized)) continue;
    const offered = [...known].filter(name => !otherMaterializations.includes(name));
    const params = { materialized, known: offered, near: nearest(materialized, offered) };
    parsing.draft.diagnostics.push(diagnose('parse-bad-materialization', configSpan(parsing, node, 'materialized'), params));
  }
}

const ownMaterializations = (draft: Draft): readonly string[] =>
  [...draft.macros.values()].flatMap(macro => /^materialization_(.+)_[^_]+$/.exec(macro.name)?.[1] ?? []);

/** Versions that a property file lists and that no file holds. */
function checkVersions({ draft, properties, shared }: Parsing): void {
  const known = new Set([...draft.nodes.keys(), ...draft.disabled.keys()] as readonly string[]);
  for (const entry of properties.all('models')) {
    const versions = entry.data['versions'];
    if (!Array.isArray(versions) || entry.owner.name !== shared.macros.rootName) continue;
    for (const [index, one] of versions.entries()) {
      const { v, defined_in: file } = (one ?? {}) as { v?: unknown; defined_in?: unknown };
      if (v === undefined || known.has(`model.${entry.owner.name}.${entry.name}.v${v}`)) continue;
      const params = { name: entry.name, version: String(v), file: `${file ?? `${entry.name}_v${v}`}.sql` };
      draft.diagnostics.push(
        diagnose('parse-missing-version', entrySpan(entry, 'versions', index), params, { severity: 'warning' }),
      );
    }
  }
}

function checkGroups(parsing: Parsing): void {
  const { draft } = parsing;
  const groups = new Set(Array.from(draft.groups.values(), group => group.name));
  for (const node of draft.nodes.values()) {
    if (node.group === null || groups.has(node.group) || node.resource_type === 'test') continue;
    const params = { group: node.group, near: nearest(node.group, groups) };
    draft.diagnostics.push(diagnose('parse-unknown-group', configSpan(parsing, node, 'group'), params));
  }
}

/** Reads of models that are their group's or, where their package restricts access, their package's own. */
function checkAccess(parsing: Parsing): void {
  const { draft, project } = parsing;
  const restricted = new Set(project.packages.filter(one => one.config.restrictAccess).map(one => one.name));
  for (const node of [...draft.nodes.values(), ...draft.exposures.values()]) {
    if (node.resource_type === 'seed' || node.resource_type === 'operation') continue;
    const group = 'group' in node ? node.group : null;
    for (const id of node.depends_on.nodes) {
      const parent = draft.nodes.get(id);
      if (parent?.resource_type !== 'model' || parent.access === 'public') continue;
      const isForeign = parent.package_name !== node.package_name && restricted.has(parent.package_name);
      if (isForeign) reportAccess(parsing, node, parent, 'parse-restricted-ref');
      else if (node.resource_type !== 'test' && isPrivateTo(parent, group))
        reportAccess(parsing, node, parent, 'parse-private-ref');
    }
  }
}

const isPrivateTo = (parent: ModelNode, group: string | null): boolean =>
  parent.access === 'private' && parent.group !== null && parent.group !== group;

function reportAccess(
  parsing: Parsing,
  node: Exclude<ManifestNode, { resource_type: 'seed' }> | ExposureNode,
  parent: ModelNode,
  code: 'parse-private-ref' | 'parse-restricted-ref',
): void {
  const wanted = { kind: 'ref', args: { name: parent.name, package: null, version: null } } as const;
  const { name, access, package_name: owner } = parent;
  const params = { name, access, owner, group: parent.group ?? '', kind: node.resource_type };
  parsing.draft.diagnostics.push(diagnose(code, callSpan(parsing, node, wanted), params));
}
