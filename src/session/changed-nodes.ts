import type { Graph } from '../graph/graph.ts';
import type { NodeId } from '../manifest/id.ts';
import { graphNode, graphNodes, type Manifest } from '../manifest/manifest.ts';
import type { GraphNode, MacroNode, Plain } from '../manifest/node.ts';
import { nodeRecord } from '../manifest/record.ts';
import type { Project } from '../project/project.ts';

/** A project as it was at one moment. */
export interface ProjectState {
  readonly project: Pick<Project, 'packages' | 'cliVars' | 'env' | 'target'>;
  readonly manifest: Manifest;
  readonly graph: Graph;
}

/**
 * The nodes that would not become what they are if they were built now: new ones, those whose text, configuration or place changed, and
 * those that use a macro, a variable or an ephemeral model of which the same is true. In doubt a node is one of them.
 */
export function changedNodes(before: ProjectState, now: ProjectState): ReadonlySet<NodeId> {
  if (canonical(before.project.target as unknown as Plain) !== canonical(now.project.target as unknown as Plain))
    return new Set(now.graph.ids);
  const macros = macrosInQuestion(before, now);
  const words = changedWords(before.project, now.project);
  const isChanged = (node: GraphNode): boolean => {
    const earlier = graphNode(before.manifest, node.unique_id);
    return earlier === undefined || !isSame(earlier, node) || usesAny(node, macros) || mentions(node, words);
  };
  const changed = new Set<NodeId>();
  for (const node of graphNodes(now.manifest)) if (isChanged(node)) changed.add(node.unique_id);
  // A set hands out what is added to it while it is walked.
  for (const id of changed)
    if (isPartOfReaders(id, now.manifest)) for (const child of now.graph.children.get(id) ?? []) changed.add(child);
  return changed;
}

/** What is nowhere by itself: its readers hold its text or its name. */
const isPartOfReaders = (id: NodeId, { nodes, sources }: Manifest): boolean =>
  sources.has(id) || nodes.get(id)?.config.materialized === 'ephemeral';

/** Keys that say where a record was written or how it is explained, and change nothing in a warehouse. */
const incidental: ReadonlySet<string> = new Set([
  'created_at',
  'path',
  'original_file_path',
  'patch_path',
  'fqn',
  'unrendered_config',
  'doc_blocks',
  'docs',
  'tags',
  'meta',
  'group',
  'access',
]);
/** Keys that count where the warehouse is told of them. */
const described: ReadonlySet<string> = new Set(['description', 'columns']);

function isSame(before: GraphNode, now: GraphNode): boolean {
  return before === now || recipe(before) === recipe(now);
}

/** What a node is built from, as text that is equal for equal recipes. */
function recipe(node: GraphNode): string {
  const isTold = 'contract' in node && (node.contract.enforced || node.config['persist_docs'] != null);
  const record = Object.entries(nodeRecord(node)).filter(([key]) => !incidental.has(key) && (isTold || !described.has(key)));
  return canonical(Object.fromEntries(record));
}

const usesAny = (node: GraphNode, macros: ReadonlySet<string>): boolean =>
  macros.size > 0 &&
  'depends_on' in node &&
  ((node.depends_on.macros ?? []).some(id => macros.has(id)) || materializationIn(node, macros));

/** The block that builds a node is not among the macros that its text calls. */
function materializationIn(node: GraphNode, macros: ReadonlySet<string>): boolean {
  const kind = node.resource_type === 'test' ? 'test' : 'config' in node ? node.config['materialized'] : null;
  return typeof kind === 'string' && [...macros].some(id => id.includes(`.materialization_${kind}_`));
}

/** Macros that changed, appeared or went, and those that look at a changed variable; with all that call them. */
function macrosInQuestion(before: ProjectState, now: ProjectState): ReadonlySet<string> {
  const words = changedWords(before.project, now.project);
  const found = new Set<string>();
  for (const [id, macro] of now.manifest.macros) {
    const earlier = before.manifest.macros.get(id);
    if (earlier !== macro && earlier?.macro_sql !== macro.macro_sql) found.add(id);
    else if (words?.test(macro.macro_sql)) found.add(id);
  }
  for (const id of before.manifest.macros.keys()) if (!now.manifest.macros.has(id)) found.add(id);
  return found.size === 0 ? found : withCallers(found, [before.manifest, now.manifest]);
}

function withCallers(ids: ReadonlySet<string>, manifests: readonly Manifest[]): ReadonlySet<string> {
  const callers = new Map<string, string[]>();
  const note = (macro: MacroNode): void => {
    for (const called of macro.depends_on.macros) callers.set(called, [...(callers.get(called) ?? []), macro.unique_id]);
  };
  for (const { macros } of manifests) for (const macro of macros.values()) note(macro);
  const found = new Set(ids);
  for (const id of found) for (const caller of callers.get(id) ?? []) found.add(caller);
  return found;
}

/** How a text looks at what changed around the project; null when nothing did. Names may be computed, so any look counts. */
function changedWords(before: ProjectState['project'], now: ProjectState['project']): RegExp | null {
  const varsOf = ({ packages, cliVars }: ProjectState['project']): string =>
    canonical([cliVars, ...packages.map(one => one.config.vars)] as unknown as Plain);
  const envOf = ({ env }: ProjectState['project']): string => canonical([...env].map(pair => [...pair]));
  const names = [...(varsOf(before) === varsOf(now) ? [] : ['var']), ...(envOf(before) === envOf(now) ? [] : ['env_var'])];
  return names.length === 0 ? null : new RegExp(`\\b(?:${names.join('|')})\\s*\\(`);
}

function mentions(node: GraphNode, words: RegExp | null): boolean {
  if (words === null) return false;
  const code = 'raw_code' in node ? node.raw_code : '';
  return words.test(code) || words.test(canonical(node.config as unknown as Plain));
}

/** Text that is equal for equal values. */
function canonical(value: Plain): string {
  return JSON.stringify(value, (_, item: Plain) => (typeof item === 'bigint' ? String(item) : item));
}
