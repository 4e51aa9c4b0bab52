import type { Package, ProjectFile } from '../project/project.ts';
import { overlay, projectLayers } from './config.ts';
import type { Parsing } from './draft.ts';
import { fqnOf, nameOfFile } from './fqn.ts';
import type { PropertyEntry } from './properties.ts';

type Patched = 'models' | 'seeds' | 'snapshots';

const fileKinds: Readonly<Record<Patched, readonly ProjectFile['kind'][]>> = {
  models: ['model', 'python'],
  seeds: ['seed'],
  snapshots: ['snapshot'],
};

/**
 * The entry that describes a node: its own package's, or that of a package which has no such node itself. So a project that
 * disables a package's seed to have its own one keeps what the package says of it.
 */
export function patchOf(parsing: Parsing, kind: Patched, owner: Package, name: string): PropertyEntry | undefined {
  const entries = parsing.properties.named(kind, name);
  return entries.find(entry => entry.owner === owner) ?? entries.find(entry => !hasEnabled(parsing, kind, entry.owner, name));
}

function hasEnabled({ project }: Parsing, kind: Patched, owner: Package, name: string): boolean {
  const file = owner.files.find(one => fileKinds[kind].includes(one.kind) && nameOfFile(one.path) === name);
  if (!file) return false;
  const layers = projectLayers(project.packages[0], owner, kind, fqnOf(owner.name, file.relativePath, name));
  return layers.reduce(overlay, {})['enabled'] !== false;
}
