import type { NodeLineage } from '../artifact/column-lineage.ts';
import type { CompiledNode } from '../compile/compiled.ts';
import { originOf } from '../compile/source-map.ts';
import { type Diagnostic, diagnose } from '../diagnostic/diagnostic.ts';
import { nearest } from '../diagnostic/nearest.ts';
import type { Span } from '../diagnostic/span.ts';
import type { NodeId } from '../manifest/id.ts';
import type { Problem } from '../sql/lineage/problem.ts';
import { choose } from './choose.ts';
import type { Effects } from './effects.ts';
import { invoke } from './invocation.ts';
import { openProject } from './open-project.ts';
import type { NodeOptions } from './options.ts';
import { failed, fine, type Outcome } from './outcome.ts';
import { type ProjectColumns, projectColumns } from './project-columns.ts';
import { checkOnStandIn, type StandInCheck } from './stand-in-check.ts';

/** Tells what the warehouse would refuse, without touching data: names, types and contracts of models, at their own lines. */
export const check = (options: NodeOptions, effects: Effects, signal: AbortSignal): Promise<Outcome> =>
  invoke(options, { effects, signal }, async invocation => {
    const open = await openProject(options, invocation);
    const ids = choose(open, { ...options, kinds: ['model', 'snapshot'] }, effects);
    const columns = await projectColumns(open, invocation);
    const told = await checkOnStandIn({ open, columns, invocation });
    const found = [...ids].flatMap(id => told.diagnostics.get(id) ?? (told.checked.has(id) ? [] : problemsOf(id, columns)));
    for (const diagnostic of found) effects.emit({ kind: 'diagnostic', at: effects.clock.now(), diagnostic });
    effects.emit({ kind: 'note', at: effects.clock.now(), text: summary(ids, told, found, columns) });
    const isSound = columns.compiled.diagnostics.length === 0 && found.every(one => one.severity !== 'error');
    return isSound ? fine : failed;
  });

function summary(
  ids: ReadonlySet<NodeId>,
  told: StandInCheck,
  found: readonly Diagnostic[],
  { lineage }: ProjectColumns,
): string {
  const { checked } = told;
  const byEngine = [...ids].filter(id => checked.has(id)).length;
  const unread = [...ids].filter(id => !checked.has(id) && (lineage.statements.get(id)?.columns ?? null) === null).length;
  const ways = [
    [byEngine, 'by the engine on empty tables'],
    [
      ids.size - byEngine - unread,
      `by their names alone${told.isAsked ? ', since what they read has mistakes or unknown columns' : ''}`,
    ],
    [unread, 'not at all, since their SQL is not understood'],
  ] as const;
  const parts = ways.filter(([count]) => count > 0).map(([count, way]) => `${count} ${way}`);
  const mistakes = found.length === 0 ? 'nothing is wrong' : found.length === 1 ? '1 mistake' : `${found.length} mistakes`;
  return `Checked ${ids.size === 1 ? '1 model' : `${ids.size} models`}${parts.length === 0 ? '' : ` (${parts.join(', ')})`}: ${mistakes}.`;
}

/** What resolving names has noticed. */
function problemsOf(id: NodeId, { compiled, lineage }: ProjectColumns): readonly Diagnostic[] {
  const node = compiled.compiled.find(one => one.node.unique_id === id);
  const problems = lineage.statements.get(id)?.problems ?? [];
  if (node === undefined) return [];
  return [...problems.map(problem => problemDiagnostic(problem, node)), ...brokenNames(node, lineage.lineage.nodes[id])];
}

/** The names of a contract; its types are the engine's to compare. */
function brokenNames({ node }: CompiledNode, lineage: NodeLineage | undefined): readonly Diagnostic[] {
  if (node.resource_type !== 'model' || !node.contract.enforced || lineage?.complete !== true) return [];
  const named = (columns: readonly { readonly name: string }[]): readonly string[] => columns.map(({ name }) => name);
  const [promised, given] = [named(Object.values(node.columns)), named(lineage.columns ?? [])];
  const without = (names: readonly string[], others: readonly string[]): readonly string[] => {
    const known = new Set(others.map(name => name.toLowerCase()));
    return names.filter(name => !known.has(name.toLowerCase()));
  };
  const notes = [
    ...without(promised, given).map(name => `${name}: missing in the model`),
    ...without(given, promised).map(name => `${name}: not in the contract`),
  ];
  const span = { file: node.original_file_path, line: 1, column: 1, length: 1 };
  return notes.length === 0 ? [] : [diagnose('run-contract-broken', span, { node: node.name }, { notes })];
}

function problemDiagnostic(problem: Problem, compiled: CompiledNode): Diagnostic {
  const { node } = compiled;
  const span = spanOf(problem, compiled);
  switch (problem.kind) {
    case 'unknown-column': {
      const { name, relation, candidates } = problem;
      return diagnose('column-unknown', span, { node: node.name, name, relation, near: nearest(name, candidates) });
    }
    case 'ambiguous-column':
      return diagnose('column-ambiguous', span, { node: node.name, name: problem.name, relations: problem.relations });
    case 'types':
      return diagnose('column-types', span, { node: node.name, ...problem });
    case 'column-counts':
      return diagnose('column-counts', span, { node: node.name, ...problem });
    default:
      return problem satisfies never;
  }
}

function spanOf({ range }: Problem, { map, sql, node }: CompiledNode): Span | null {
  if (range !== null) return originOf(map, sql, range.start);
  return { file: node.original_file_path, line: 1, column: 1, length: 1 };
}
