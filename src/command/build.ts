import type { Effects } from './effects.ts';
import type { NodeOptions } from './options.ts';
import type { Outcome } from './outcome.ts';
import { type NodeCommand, runNodes } from './run-nodes.ts';

export const buildNodes: NodeCommand = {
  kinds: ['function', 'model', 'seed', 'snapshot', 'test', 'unit_test', 'exposure', 'saved_query'],
  tests: 'gate',
};

/** Functions, seeds, models, snapshots and tests, each node's tests before what reads it. */
export const build = (options: NodeOptions, effects: Effects, signal: AbortSignal): Promise<Outcome> =>
  runNodes(buildNodes, options, { effects, signal });
