import { type Diagnostic, diagnose } from '../diagnostic/diagnostic.ts';
import type { Span } from '../diagnostic/span.ts';
import type { NodeId } from '../manifest/id.ts';
import { graphNode, type Manifest } from '../manifest/manifest.ts';
import type { Graph } from './graph.ts';

/** The nodes of one circle, each read by the next and the last by the first; null when there is none. */
export function findCycle(graph: Graph): readonly NodeId[] | null {
  const start = nodeOnCycle(graph);
  return start === null ? null : shortestWayBack(graph, start);
}

/** The first circle as a diagnostic, with the file of each member; null when there is none. */
export function cycleDiagnostic(graph: Graph, manifest: Manifest): Diagnostic | null {
  const cycle = findCycle(graph);
  const first = cycle?.[0];
  if (cycle === null || first === undefined) return null;
  const names = cycle.map(id => graphNode(manifest, id)?.name ?? id);
  const notes = cycle.map((id, i) => `${names[i]}: ${fileOf(manifest, id)}`);
  return diagnose('graph-cycle', spanOf(manifest, first), { names }, { notes });
}

const fileOf = (manifest: Manifest, id: NodeId): string =>
  manifest.origins.get(id)?.file ?? graphNode(manifest, id)?.original_file_path ?? '';

function spanOf(manifest: Manifest, id: NodeId): Span | null {
  const origin = manifest.origins.get(id);
  return origin === undefined ? null : { file: origin.file, line: origin.start.line, column: origin.start.column, length: 1 };
}

/**
 * Takes away nodes whose parents are all taken away; of what is left, walking from any node to one of its
 * remaining parents must come back to a node already met.
 */
function nodeOnCycle(graph: Graph): NodeId | null {
  const left = new Map(graph.ids.map(id => [id, graph.parents.get(id)?.length ?? 0]));
  const free = graph.ids.filter(id => left.get(id) === 0);
  for (let id = free.pop(); id !== undefined; id = free.pop()) {
    left.delete(id);
    for (const child of graph.children.get(id) ?? []) {
      const count = (left.get(child) ?? 0) - 1;
      left.set(child, count);
      if (count === 0) free.push(child);
    }
  }
  const met = new Set<NodeId>();
  let at = left.keys().next().value;
  while (at !== undefined && !met.has(at)) {
    met.add(at);
    at = graph.parents.get(at)?.find(parent => left.has(parent));
  }
  return at ?? null;
}

function shortestWayBack(graph: Graph, start: NodeId): readonly NodeId[] {
  const cameFrom = new Map<NodeId, NodeId>();
  const queue: NodeId[] = [start];
  for (const id of queue) {
    if (cameFrom.has(start)) break;
    for (const child of graph.children.get(id) ?? []) {
      if (cameFrom.has(child)) continue;
      cameFrom.set(child, id);
      queue.push(child);
    }
  }
  const path: NodeId[] = [];
  for (let at = cameFrom.get(start); at !== undefined && at !== start; at = cameFrom.get(at)) path.push(at);
  return [start, ...path.reverse()];
}
