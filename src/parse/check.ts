import { diagnose } from '../diagnostic/diagnostic.ts';
import { nearest } from '../diagnostic/nearest.ts';
import type { ManifestNode } from '../manifest/node.ts';
import { yamlSpan } from '../project/yaml.ts';
import { treeKeys } from './config.ts';
import { type Draft, originSpan, type Parsing } from './draft.ts';
import { entrySpan, type PropertyEntry, type PropertyKind, singular } from './properties.ts';

/** What can only be seen when everything is read. */
export function checkAll(parsing: Parsing): void {
  checkRelations(parsing);
  checkNames(parsing);
  checkGroups(parsing);
  checkUnusedProperties(parsing);
  checkUnusedConfig(parsing);
}

/** Two nodes may not build one relation. */
function checkRelations({ draft, project }: Parsing): void {
  const builders = new Map<string, ManifestNode>();
  for (const node of draft.nodes.values()) {
    if (node.relation_name === null || node.config.materialized === 'ephemeral') continue;
    const key = node.relation_name.toLowerCase();
    const first = builders.get(key);
    if (!first) {
      builders.set(key, node);
      continue;
    }
    const origin = draft.origins.get(node.unique_id);
    const params = { relation: node.relation_name, nodes: [first.unique_id, node.unique_id] };
    draft.diagnostics.push(diagnose('parse-duplicate-relation', origin ? originSpan(project, origin) : null, params));
  }
}

/** Models, seeds and snapshots of one package share one space of names. */
function checkNames({ draft }: Parsing): void {
  const seen = new Map<string, ManifestNode>();
  for (const node of draft.nodes.values()) {
    if (node.resource_type !== 'model' && node.resource_type !== 'seed' && node.resource_type !== 'snapshot') continue;
    if (node.resource_type === 'model' && node.version !== null) continue;
    const key = `${node.package_name}.${node.name}`;
    const first = seen.get(key);
    if (first) {
      const origin = draft.origins.get(node.unique_id);
      const files = [first.original_file_path, node.original_file_path];
      const span = { file: origin?.file ?? node.original_file_path, line: 1, column: 1, length: 1 };
      draft.diagnostics.push(diagnose('parse-duplicate-name', span, { name: node.name, kind: 'node', files }));
    } else seen.set(key, node);
  }
}

function checkGroups({ draft, project }: Parsing): void {
  const groups = new Set(Array.from(draft.groups.values(), group => group.name));
  for (const node of draft.nodes.values()) {
    if (node.group === null || groups.has(node.group) || node.resource_type === 'test') continue;
    const origin = draft.origins.get(node.unique_id);
    const params = { group: node.group, near: nearest(node.group, groups) };
    draft.diagnostics.push(diagnose('parse-unknown-group', origin ? originSpan(project, origin) : null, params));
  }
  checkPrivate({ draft, project });
}

function checkPrivate({ draft, project }: Pick<Parsing, 'draft' | 'project'>): void {
  for (const node of [...draft.nodes.values(), ...draft.exposures.values()]) {
    if (node.resource_type === 'seed' || node.resource_type === 'test' || node.resource_type === 'operation') continue;
    const group = 'group' in node ? node.group : null;
    for (const id of node.depends_on.nodes) {
      const parent = draft.nodes.get(id);
      if (parent?.resource_type !== 'model' || parent.access !== 'private' || parent.group === null || parent.group === group)
        continue;
      const origin = draft.origins.get(node.unique_id);
      const params = { name: parent.name, group: parent.group };
      draft.diagnostics.push(diagnose('parse-private-ref', origin ? originSpan(project, origin) : null, params));
    }
  }
}

const described: Readonly<Partial<Record<PropertyKind, string>>> = {
  models: 'model',
  seeds: 'seed',
  snapshots: 'snapshot',
  analyses: 'analysis',
};

/** Entries that describe a node which does not exist: warnings, with the nearest name. */
function checkUnusedProperties({ draft, properties, shared }: Parsing): void {
  const known = knownNames(draft);
  for (const kind of ['models', 'seeds', 'snapshots', 'analyses', 'macros'] as const) {
    for (const entry of properties.all(kind)) {
      if (entry.owner.name !== shared.macros.rootName || isKnown(draft, known, entry, kind)) continue;
      const params = { name: entry.name, kind: singular(kind), near: nearest(entry.name, namesOf(draft, kind)) };
      draft.diagnostics.push(diagnose('parse-unused-properties', entrySpan(entry, 'name'), params, { severity: 'warning' }));
    }
  }
}

const keyOf = (kind: string, packageName: string, name: string): string => `${kind} ${packageName} ${name}`;

function knownNames(draft: Draft): ReadonlySet<string> {
  const known = new Set<string>();
  for (const node of [...draft.nodes.values(), ...[...draft.disabled.values()].flat()]) {
    known.add(keyOf(node.resource_type, node.package_name, node.name));
  }
  return known;
}

function isKnown(draft: Draft, known: ReadonlySet<string>, entry: PropertyEntry, kind: PropertyKind): boolean {
  if (kind === 'macros')
    return [...draft.macros.values()].some(one => one.package_name === entry.owner.name && isMacroOf(one.name, entry.name));
  return known.has(keyOf(described[kind] ?? '', entry.owner.name, entry.name));
}

const isMacroOf = (macro: string, name: string): boolean =>
  macro === name || macro === `test_${name}` || macro.startsWith(`materialization_${name}_`);

function namesOf(draft: Draft, kind: PropertyKind): readonly string[] {
  if (kind === 'macros') return Array.from(draft.macros.values(), one => one.name);
  return [...draft.nodes.values()].filter(node => node.resource_type === described[kind]).map(node => node.name);
}

/** Folders of the project file's config trees that no node lies in. */
function checkUnusedConfig({ project, draft }: Parsing): void {
  const { config } = project.packages[0];
  const source = { file: config.file, text: config.text };
  const disabled = [...draft.disabled.values()].flat();
  for (const kind of ['models', 'seeds', 'snapshots'] as const) {
    const resource = kind.slice(0, -1);
    const fqns = [...draft.nodes.values(), ...disabled].filter(node => node.resource_type === resource).map(node => node.fqn);
    for (const path of treeKeys(config.configTrees[kind])) {
      if (fqns.some(fqn => path.every((step, index) => fqn[index] === step))) continue;
      const params = { path: [kind, ...path].join('.'), kind: resource };
      draft.diagnostics.push(diagnose('parse-unused-config', yamlSpan(source, [kind, ...path]), params, { severity: 'warning' }));
    }
  }
}
