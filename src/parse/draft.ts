import type { ProjectContext } from '../context/project-context.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { Span } from '../diagnostic/span.ts';
import type { Manifest, Origin } from '../manifest/manifest.ts';
import type { GraphNode } from '../manifest/node.ts';
import type { Package, Project } from '../project/project.ts';
import { yamlSpan } from '../project/yaml.ts';
import type { ParseMemory } from './memory.ts';
import type { Properties } from './properties.ts';

/** A manifest while it is being filled. Leaves `parseProject` as a frozen `Manifest`. */
export type Draft = Filling<Omit<Manifest, 'projectName' | 'adapterType'>> & { readonly diagnostics: Diagnostic[] };

type Filling<T> = { readonly [K in keyof T]: T[K] extends ReadonlyMap<infer Key, infer Value> ? Map<Key, Value> : never };

export const newDraft = (): Draft => ({
  nodes: new Map(),
  sources: new Map(),
  exposures: new Map(),
  unitTests: new Map(),
  metrics: new Map(),
  semanticModels: new Map(),
  savedQueries: new Map(),
  functions: new Map(),
  groups: new Map(),
  macros: new Map(),
  docs: new Map(),
  disabled: new Map(),
  leftOut: new Map(),
  pointers: new Map(),
  retiredPointers: new Map(),
  origins: new Map(),
  diagnostics: [],
});

/** What every part of parsing needs. */
export interface Parsing {
  readonly project: Project;
  readonly shared: ProjectContext;
  readonly draft: Draft;
  readonly properties: Properties;
  /** Seconds since 1970: `created_at` of every node of this parse. */
  readonly createdAt: number;
  /** Of the parses before; null when there is none. */
  readonly memory: ParseMemory | null;
}

export function addDisabled(draft: Draft, node: GraphNode): void {
  draft.disabled.set(node.unique_id, [...(draft.disabled.get(node.unique_id) ?? []), node]);
}

/** The text of a project's file by the path that messages show; null when it is not one of the project's, or not text. */
export function fileText(project: Project, displayPath: string): string | null {
  for (const one of project.packages) {
    if (one.config.file === displayPath) return one.config.text;
    if (!displayPath.startsWith(one.prefix)) continue;
    const file = filesOf(one).get(displayPath);
    if (file !== undefined) return file;
  }
  return null;
}

const texts = new WeakMap<Package, ReadonlyMap<string, string>>();
function filesOf(one: Package): ReadonlyMap<string, string> {
  const known =
    texts.get(one) ?? new Map(one.files.filter(file => file.kind !== 'seed').map(file => [file.displayPath, file.text]));
  texts.set(one, known);
  return known;
}

/** Where a node is written. For YAML this reads the file again, so it is only for diagnostics. */
export function originSpan(project: Project, origin: Pick<Origin, 'file' | 'path'>): Span {
  const text = fileText(project, origin.file);
  if (origin.path === null || text === null) return { file: origin.file, line: 1, column: 1, length: 1 };
  return yamlSpan({ file: origin.file, text }, origin.path);
}
