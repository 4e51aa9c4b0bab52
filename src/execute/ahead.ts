import type { CompiledNode } from '../compile/compiled.ts';
import type { Compiler } from '../compile/compiler.ts';
import type { NodeId } from '../manifest/id.ts';
import type { RunNode } from './event.ts';
import { breath, inLull } from './lull.ts';

/** Nodes that are compiled before it is their turn, where it makes no difference when that is. */
export interface Ahead {
  /** Null when it was not compiled ahead; then it will not be any more. */
  take(id: NodeId): CompiledNode | null;
  /** Compiles the next ones. */
  fill(): Promise<void>;
}

export interface AheadOptions {
  readonly compiler: Compiler;
  /** In the order in which they will start, as far as that is known. */
  readonly nodes: readonly RunNode[];
  /** How many are kept. */
  readonly width: number;
}

export function compilesAhead({ compiler, nodes, width }: AheadOptions): Ahead {
  const left = nodes.values();
  const kept = new Map<NodeId, CompiledNode>();
  const taken = new Set<NodeId>();
  const fill = async (): Promise<void> => {
    while (kept.size < width) {
      const { value: node, done } = left.next();
      if (done) return;
      if (node.resource_type !== 'model' || taken.has(node.unique_id)) continue;
      // What is wrong with it is told when it is its turn.
      const compiled = await compiler.compileAhead(node).catch(() => null);
      if (compiled !== null && !taken.has(node.unique_id)) kept.set(node.unique_id, compiled);
      await breath();
    }
  };
  const lull = inLull(() => void fill());
  return {
    fill,
    take(id) {
      const found = kept.get(id) ?? null;
      kept.delete(id);
      taken.add(id);
      lull.ask();
      return found;
    },
  };
}
