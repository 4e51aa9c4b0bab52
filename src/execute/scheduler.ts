import type { BuildOrder } from '../graph/order.ts';
import type { NodeId } from '../manifest/id.ts';
import { pause } from './pause.ts';
import { type ReadyQueue, readyQueue } from './ready-queue.ts';

export interface ScheduleOptions {
  readonly order: BuildOrder;
  /** How many nodes run at once. */
  readonly threads: number;
  /** `thread` counts from 1. A node's own failure is an outcome; what this fails with ends the schedule. */
  readonly run: (id: NodeId, thread: number, spare: SpareThreads) => Promise<'passed' | 'failed'>;
  /** For each node that will not run, once. `because` is the node that failed; null when the run was cancelled. */
  readonly onSkip: (id: NodeId, because: NodeId | null) => void;
  /** For each node that is still running some seconds after the run was cancelled: nobody waits for it any longer. */
  readonly onGiveUp: (id: NodeId) => void;
  /** `stop`: after the first failure nothing new starts. */
  readonly onFailure: 'continue' | 'stop';
}

/** Threads that a node may use beside its own while no other node needs them. */
export interface SpareThreads {
  /** Null when none is free. */
  take(): number | null;
  give(thread: number): void;
}

/**
 * Runs every node once, parents before children, the one with the longest chain behind it first. Each node and each edge is
 * touched once, whatever the size of the graph. Resolves when all that started has ended, or has been given up.
 */
export async function schedule(options: ScheduleOptions, signal: AbortSignal): Promise<void> {
  const state = initial(options.order);
  const ended = new Promise<void>(resolve => pump({ options, state, signal, resolve }));
  await withinPatience(ended, signal);
  state.isStopped = true;
  for (const id of state.active) options.onGiveUp(id);
  for (const id of options.order.ids) skip(id, state.stoppedBy, options, state);
  if (state.broken !== null) throw state.broken.error;
}

/** A process that is told to end has 5 s in all, some of which are for writing down what was done. */
const patienceMs = 3000;

async function withinPatience(ended: Promise<void>, signal: AbortSignal): Promise<void> {
  const settled = new AbortController();
  const impatient = async (): Promise<void> => {
    if (!signal.aborted) await new Promise(resolve => signal.addEventListener('abort', resolve, { signal: settled.signal }));
    await pause(patienceMs, settled.signal);
  };
  await Promise.race([ended, impatient()]);
  settled.abort();
}

interface State {
  /** Nodes that run now. */
  readonly active: Set<NodeId>;
  readonly ready: ReadyQueue<NodeId>;
  /** How many nodes each one still waits for. */
  readonly waiting: Map<NodeId, number>;
  /** Nodes that have started or are skipped. */
  readonly settled: Set<NodeId>;
  /** Threads that have ended a node and wait for the next. */
  readonly free: number[];
  /** Threads in the hands of nodes that have one already. */
  lent: number;
  isStopped: boolean;
  stoppedBy: NodeId | null;
  broken: { readonly error: unknown } | null;
}

function initial(order: BuildOrder): State {
  const position = new Map(order.ids.map((id, index) => [id, index]));
  const rank = (id: NodeId): number => order.priority.get(id) ?? 0;
  const ready = readyQueue<NodeId>((a, b) => rank(b) - rank(a) || (position.get(a) ?? 0) - (position.get(b) ?? 0));
  const waiting = new Map(order.ids.map(id => [id, order.waitsFor.get(id)?.length ?? 0]));
  for (const [id, count] of waiting) if (count === 0) ready.push(id);
  return {
    ready,
    waiting,
    settled: new Set(),
    active: new Set(),
    free: [],
    lent: 0,
    isStopped: false,
    stoppedBy: null,
    broken: null,
  };
}

interface Pump {
  readonly options: ScheduleOptions;
  readonly state: State;
  readonly signal: AbortSignal;
  readonly resolve: () => void;
}

/** Starts what can start; called once in the beginning and whenever a node has ended. */
function pump(it: Pump): void {
  const { options, state, signal, resolve } = it;
  while (!state.isStopped && !signal.aborted && busy(state) < options.threads) {
    const id = state.ready.pop();
    if (id === undefined) break;
    void launch(id, it);
  }
  if (state.active.size === 0) resolve();
}

const busy = ({ active, lent }: State): number => active.size + lent;

function spareThreads(it: Pump): SpareThreads {
  const { options, state, signal } = it;
  return {
    take: () => {
      if (state.isStopped || signal.aborted || busy(state) >= options.threads) return null;
      state.lent += 1;
      return state.free.pop() ?? busy(state);
    },
    give: thread => {
      state.lent -= 1;
      state.free.push(thread);
      pump(it);
    },
  };
}

async function launch(id: NodeId, it: Pump): Promise<void> {
  const { options, state } = it;
  state.settled.add(id);
  state.active.add(id);
  const thread = state.free.pop() ?? busy(state);
  try {
    settle(id, await options.run(id, thread, spareThreads(it)), options, state);
  } catch (error) {
    state.broken ??= { error };
    state.isStopped = true;
  }
  state.active.delete(id);
  state.free.push(thread);
  pump(it);
}

function settle(id: NodeId, outcome: 'passed' | 'failed', options: ScheduleOptions, state: State): void {
  if (outcome === 'passed') release(id, options.order, state);
  else skipBelow(id, options, state);
  if (outcome === 'passed' || options.onFailure === 'continue' || state.isStopped) return;
  state.isStopped = true;
  state.stoppedBy = id;
}

function release(id: NodeId, order: BuildOrder, { ready, settled, waiting }: State): void {
  for (const child of order.releases.get(id) ?? []) {
    const left = (waiting.get(child) ?? 0) - 1;
    waiting.set(child, left);
    if (left === 0 && !settled.has(child)) ready.push(child);
  }
}

function skipBelow(failed: NodeId, options: ScheduleOptions, state: State): void {
  const below = [...(options.order.releases.get(failed) ?? [])];
  for (const id of below) {
    if (skip(id, failed, options, state)) for (const next of options.order.releases.get(id) ?? []) below.push(next);
  }
}

function skip(id: NodeId, because: NodeId | null, { onSkip }: ScheduleOptions, { settled }: State): boolean {
  if (settled.has(id)) return false;
  settled.add(id);
  onSkip(id, because);
  return true;
}
