import type { Effects } from './effects.ts';
import type { NodeOptions } from './options.ts';
import type { Outcome } from './outcome.ts';
import { type NodeCommand, runNodes } from './run-nodes.ts';

export const cloneNodes: NodeCommand = { kinds: ['model', 'seed', 'snapshot'], tests: 'follow', from: 'another run' };

/** Views of what another run has built, in the places of this target. */
export const clone = (options: NodeOptions, effects: Effects, signal: AbortSignal): Promise<Outcome> =>
  runNodes(cloneNodes, options, { effects, signal });
