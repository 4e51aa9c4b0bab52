import { diagnose } from '../diagnostic/diagnostic.ts';
import { nearest } from '../diagnostic/nearest.ts';
import { yamlSpan } from '../project/yaml.ts';
import { treeKeys } from './config.ts';
import type { Draft, Parsing } from './draft.ts';
import { entrySpan, type PropertyEntry, type PropertyKind, singular } from './properties.ts';

/** What a project says of things that it does not have: warnings, with what may have been meant. */
export function checkUnused(parsing: Parsing): void {
  checkProperties(parsing);
  checkConfigTrees(parsing);
}

const resources = { models: 'model', seeds: 'seed', snapshots: 'snapshot', analyses: 'analysis' } as const;
type NodeKind = keyof typeof resources;
const nodeKinds = Object.keys(resources) as readonly NodeKind[];

/** Entries that describe a node which does not exist. */
function checkProperties({ draft, properties, shared }: Parsing): void {
  const known = knownNames(draft);
  for (const kind of [...nodeKinds, 'macros'] as const) {
    for (const entry of properties.all(kind)) {
      if (entry.owner.name !== shared.macros.rootName || isKnown(draft, known, entry, kind)) continue;
      const other = nodeKinds.find(one => one !== kind && isKnown(draft, known, entry, one));
      const params = {
        name: entry.name,
        kind: singular(kind),
        near: nearest(entry.name, namesOf(draft, kind)),
        other: other ? { kind: other === 'analyses' ? 'an analysis' : `a ${resources[other]}`, key: other } : null,
      };
      draft.diagnostics.push(diagnose('parse-unused-properties', entrySpan(entry, 'name'), params, { severity: 'warning' }));
    }
  }
}

const keyOf = (resource: string, packageName: string, name: string): string => `${resource} ${packageName} ${name}`;

function knownNames(draft: Draft): ReadonlySet<string> {
  const nodes = [...draft.nodes.values(), ...[...draft.disabled.values()].flat()];
  return new Set(nodes.map(node => keyOf(node.resource_type, node.package_name, node.name)));
}

function isKnown(draft: Draft, known: ReadonlySet<string>, entry: PropertyEntry, kind: PropertyKind): boolean {
  if (kind === 'macros')
    return [...draft.macros.values()].some(one => one.package_name === entry.owner.name && isMacroOf(one.name, entry.name));
  return known.has(keyOf(resources[kind as NodeKind], entry.owner.name, entry.name));
}

const isMacroOf = (macro: string, name: string): boolean =>
  macro === name || macro === `test_${name}` || macro.startsWith(`materialization_${name}_`);

function namesOf(draft: Draft, kind: NodeKind | 'macros'): readonly string[] {
  if (kind === 'macros') return Array.from(draft.macros.values(), one => one.name);
  return [...draft.nodes.values()].filter(node => node.resource_type === resources[kind]).map(node => node.name);
}

/** Folders of the project file's config trees that no node lies in. Each wrong step is told once, whatever stands below it. */
function checkConfigTrees({ project, draft }: Parsing): void {
  const { config } = project.packages[0];
  const source = { file: config.file, text: config.text };
  const disabled = [...draft.disabled.values()].flat();
  for (const kind of ['models', 'seeds', 'snapshots', 'sources'] as const) {
    const resource = kind.slice(0, -1);
    const all = [...draft.nodes.values(), ...draft.sources.values(), ...disabled];
    const fqns = all.filter(node => node.resource_type === resource).map(node => node.fqn);
    const told = new Set<string>();
    for (const path of treeKeys(config.configTrees[kind])) {
      const wrong = wrongStep(path, fqns);
      if (wrong === null) continue;
      const whole = [kind, ...path.slice(0, wrong + 1)];
      if (told.has(whole.join('.'))) continue;
      told.add(whole.join('.'));
      const siblings = fqns.filter(fqn => startsWith(fqn, path.slice(0, wrong))).flatMap(fqn => fqn[wrong] ?? []);
      const params = { path: whole.join('.'), kind: resource, near: nearest(path[wrong] ?? '', siblings) };
      draft.diagnostics.push(diagnose('parse-unused-config', yamlSpan(source, whole), params, { severity: 'warning' }));
    }
  }
}

const startsWith = (fqn: readonly string[], path: readonly string[]): boolean => path.every((step, index) => fqn[index] === step);

/** The index of the first step that leads to no node; null when the whole path leads to one. */
function wrongStep(path: readonly string[], fqns: readonly (readonly string[])[]): number | null {
  const wrong = path.findIndex((_, index) => !fqns.some(fqn => startsWith(fqn, path.slice(0, index + 1))));
  return wrong === -1 ? null : wrong;
}
