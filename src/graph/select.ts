import { type Checked, type Diagnostic, diagnose } from '../diagnostic/diagnostic.ts';
import { nearest } from '../diagnostic/nearest.ts';
import type { NodeId } from '../manifest/id.ts';
import { graphNode, graphNodes, type Manifest } from '../manifest/manifest.ts';
import type { GraphNode } from '../manifest/node.ts';
import { checkCriterion } from './criterion-check.ts';
import { type Earlier, earlierRule } from './earlier.ts';
import type { Graph } from './graph.ts';
import { type Drawn, drawTests, type Indirect, settleTests } from './indirect.ts';
import { type MethodRule, rules } from './method.ts';
import { reachOf } from './reach.ts';
import type { Criterion, Method, SelectionTree } from './selection.ts';
import { parseSelection } from './selection-parser.ts';
import type { NamedSelectors } from './selector-file.ts';

/** The chosen nodes, in the order in which they were parsed. */
export interface Selection {
  readonly ids: ReadonlySet<NodeId>;
}

export interface SelectOptions {
  /** Texts of selectors, joined by "or". None: everything. */
  readonly select?: readonly (string | SelectionTree)[];
  readonly exclude?: readonly (string | SelectionTree)[];
  readonly resourceTypes?: readonly GraphNode['resource_type'][];
  readonly excludeResourceTypes?: readonly GraphNode['resource_type'][];
  /** Which tests come with the selected nodes; `eager` when not given. */
  readonly indirect?: Indirect;
  /** What `selector:` names. */
  readonly selectors?: NamedSelectors;
  /** What `state:`, `result:` and `source_status:` compare with. */
  readonly earlier?: Earlier;
}

export function select(graph: Graph, manifest: Manifest, options: SelectOptions): Checked<Selection> {
  const diagnostics: Diagnostic[] = [];
  const world: World = {
    graph,
    manifest,
    indirect: options.indirect ?? 'eager',
    earlier: options.earlier,
    selectors: options.selectors ?? new Map(),
    diagnostics,
  };
  const chosen = drawnBy(world, options.select ?? [], 'select') ?? everything(graph);
  const excluded = drawnBy(world, options.exclude ?? [], 'exclude');
  const ids = (excluded === null ? chosen : minus(world, chosen, excluded)).direct;
  const hasKind = kindFilter(options);
  const ordered = graph.ids.filter(id => ids.has(id) && hasKind(graphNode(manifest, id)));
  return { value: { ids: new Set(ordered) }, diagnostics };
}

interface World {
  readonly graph: Graph;
  readonly manifest: Manifest;
  readonly indirect: Indirect;
  readonly earlier: Earlier | undefined;
  readonly selectors: NamedSelectors;
  readonly diagnostics: Diagnostic[];
}

const everything = (graph: Graph): Drawn => ({ direct: new Set(graph.ids), pending: new Set() });

/** Null when nothing is asked for. */
function drawnBy(world: World, texts: readonly (string | SelectionTree)[], role: 'select' | 'exclude'): Drawn | null {
  if (texts.length === 0) return null;
  const parts = texts.map(text => {
    if (typeof text !== 'string') return text;
    const parsed = parseSelection(text);
    world.diagnostics.push(...parsed.diagnostics);
    return parsed.value;
  });
  return drawn(world, { kind: 'union', parts }, role);
}

function drawn(world: World, tree: SelectionTree, role: 'select' | 'exclude'): Drawn {
  switch (tree.kind) {
    case 'criterion':
      return drawnByCriterion(world, tree, role);
    case 'difference':
      return minus(world, drawn(world, tree.from, role), drawn(world, tree.without, 'exclude'));
    case 'union':
    case 'intersection': {
      const parts = tree.parts.map(part => drawn(world, part, role));
      const joined = tree.kind === 'union' ? unionOf : intersectionOf;
      return settled(world, { direct: joined(parts.map(part => part.direct)), pending: joined(parts.map(part => part.pending)) });
    }
    default:
      return tree satisfies never;
  }
}

function drawnByCriterion(world: World, criterion: Criterion, role: 'select' | 'exclude'): Drawn {
  const { graph, manifest, diagnostics } = world;
  const { method } = criterion;
  if (method === 'selector') return drawnByName(world, criterion, role);
  const rule = ruleOf(world, method);
  const lacking =
    rule === null ? diagnose('graph-selector-needs-state', null, { method, missing: missingFor(world, method) }) : null;
  const mistake = checkCriterion(criterion) ?? lacking;
  if (rule === null || mistake !== null) {
    if (mistake !== null) diagnostics.push(mistake);
    return { direct: new Set(), pending: new Set() };
  }
  const matches = rule.test(criterion, manifest);
  const named = new Set<NodeId>();
  for (const node of graphNodes(manifest)) {
    if (node.resource_type !== 'operation' && matches(node)) named.add(node.unique_id);
  }
  if (named.size === 0) reportNoMatch(world, { criterion, rule, role });
  return drawTests(graph, manifest, {
    selected: reachOf(graph, named, criterion),
    indirect: criterion.indirect ?? world.indirect,
  });
}

/** What a selector of `selectors.yml` selects, and what the operators around its name add. */
function drawnByName(world: World, criterion: Criterion, role: 'select' | 'exclude'): Drawn {
  const { graph, manifest, diagnostics, selectors } = world;
  const { value, parents, children, closure } = criterion;
  const found = selectors.get(value);
  if (found === undefined) {
    diagnostics.push(diagnose('graph-unknown-selector', null, { name: value, near: nearest(value, selectors.keys()) }));
    return { direct: new Set(), pending: new Set() };
  }
  const named = drawn(world, found.tree, role);
  if (parents === 0 && children === 0 && closure === 'none') return named;
  const wider = drawTests(graph, manifest, { selected: reachOf(graph, named.direct, criterion), indirect: world.indirect });
  return settled(world, { direct: wider.direct, pending: new Set([...named.pending, ...wider.pending]) });
}

const missingFor = ({ earlier }: World, method: Exclude<Method, 'selector'>): string | null =>
  method === 'state' || method === 'result' || method === 'source_status' ? (earlier?.missing[method] ?? null) : null;

/** Null when the method compares with an earlier run and none is given. */
const ruleOf = ({ earlier, manifest }: World, method: Exclude<Method, 'selector'>): MethodRule | null =>
  method === 'state' || method === 'result' || method === 'source_status'
    ? earlierRule(method, earlier, manifest)
    : rules[method];

interface Unmatched {
  readonly criterion: Criterion;
  readonly rule: MethodRule;
  readonly role: 'select' | 'exclude';
}

/** What is excluded may well be absent, so there only a likely slip of the pen is worth a word. */
function reportNoMatch({ manifest, diagnostics }: World, { criterion, rule, role }: Unmatched): void {
  const names = new Set<string>();
  for (const node of graphNodes(manifest)) for (const name of rule.names(node)) names.add(name);
  const near = nearest(criterion.value, names);
  const disabled = [...manifest.disabled.values()].flat().find(node => node.name === criterion.value)?.name ?? null;
  if (role === 'exclude' && (near === null || disabled !== null)) return;
  diagnostics.push(diagnose('graph-selector-no-match', null, { part: criterion.text, near, disabled }, { severity: 'warning' }));
}

const unionOf = (sets: readonly ReadonlySet<NodeId>[]): ReadonlySet<NodeId> => new Set(sets.flatMap(set => [...set]));

const intersectionOf = ([first, ...others]: readonly ReadonlySet<NodeId>[]): ReadonlySet<NodeId> =>
  new Set([...(first ?? [])].filter(id => others.every(set => set.has(id))));

const difference = (from: ReadonlySet<NodeId>, without: ReadonlySet<NodeId>): ReadonlySet<NodeId> =>
  new Set([...from].filter(id => !without.has(id)));

const minus = (world: World, from: Drawn, without: Drawn): Drawn =>
  settled(world, {
    direct: difference(from.direct, without.direct),
    pending: difference(from.pending, without.pending),
  });

/** Each join of parts decides anew which tests it completes, so that a test once complete stays when a part is taken out. */
const settled = ({ graph, indirect }: World, drawn: Drawn): Drawn => settleTests(graph, drawn, indirect);

function kindFilter({ resourceTypes, excludeResourceTypes }: SelectOptions): (node: GraphNode | undefined) => boolean {
  return node =>
    node !== undefined &&
    node.resource_type !== 'operation' &&
    (resourceTypes === undefined || resourceTypes.includes(node.resource_type)) &&
    !(excludeResourceTypes ?? []).includes(node.resource_type);
}
