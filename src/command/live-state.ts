import { scrubbed } from '../artifact/secret.ts';
import { type RenderContext, renderDiagnostic } from '../diagnostic/render.ts';
import type { LiveChange, LiveNode, LiveState } from '../docs/live-event.ts';
import type { CommandEvent } from './event.ts';

export const quietState: LiveState = {
  phase: 'idle',
  total: 0,
  done: 0,
  nodes: {},
  ended: null,
  problems: [],
  overview: null,
};

export interface Telling {
  readonly source: RenderContext['source'];
  /** What no reader may see. */
  readonly secrets: () => readonly string[];
}

/** What an event changes for those who look on; null: nothing. */
export function liveChange(event: CommandEvent, state: LiveState, telling: Telling): LiveChange | null {
  switch (event.kind) {
    case 'run.start':
      return { phase: 'building', isNewRun: true, nodes: {}, total: event.nodes.length, done: 0, ended: null, problems: [] };
    case 'node.start': {
      const { node, at } = event;
      const startedAt = at.toISOString();
      return nodeChange(node.unique_id, { name: node.name, status: 'running', startedAt, seconds: null, message: null });
    }
    case 'node.end': {
      const { node, result } = event;
      const startedAt = state.nodes[node.unique_id]?.startedAt ?? null;
      const isBad = ['error', 'fail', 'warn', 'runtime error', 'partial success'].includes(result.status);
      const message = isBad && result.message !== null ? scrubbed(result.message, telling.secrets()) : null;
      const ended = { name: node.name, status: result.status, startedAt, seconds: result.elapsedMs / 1000, message };
      return { ...nodeChange(node.unique_id, ended), done: state.done + 1 };
    }
    case 'run.end':
      return {
        phase: state.phase === 'broken' ? 'broken' : 'idle',
        ended: { seconds: event.elapsedMs / 1000, isCancelled: event.cancelled },
      };
    case 'save':
      return { phase: event.outcome === 'broken' ? 'broken' : phaseOf(state), problems: [] };
    case 'diagnostic': {
      if (event.diagnostic.severity !== 'error') return null;
      const text = renderDiagnostic(event.diagnostic, { source: telling.source, color: false });
      return { phase: 'broken', problems: [...state.problems, scrubbed(text, telling.secrets())] };
    }
    default:
      return null;
  }
}

/** Of a project that can be read: a save that changes nothing lets the running build go on. */
const phaseOf = ({ total, ended }: LiveState): LiveState['phase'] => (total > 0 && ended === null ? 'building' : 'idle');

const nodeChange = (id: string, node: LiveNode): LiveChange => ({ nodes: { [id]: node } });

/** The state after a change. */
export function changed(state: LiveState, { isNewRun, nodes, ...rest }: LiveChange): LiveState {
  return { ...state, ...rest, nodes: isNewRun === true ? { ...nodes } : { ...state.nodes, ...nodes } };
}

/** Two changes, one after the other, as one. */
export function joined(first: LiveChange, second: LiveChange): LiveChange {
  if (second.isNewRun === true) return { ...first, ...second };
  return { ...first, ...second, nodes: { ...first.nodes, ...second.nodes } };
}
