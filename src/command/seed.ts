import type { Effects } from './effects.ts';
import type { NodeOptions } from './options.ts';
import type { Outcome } from './outcome.ts';
import { type NodeCommand, runNodes } from './run-nodes.ts';

export const seedNodes: NodeCommand = { kinds: ['seed'], tests: 'follow' };

/** Seeds only. */
export const seed = (options: NodeOptions, effects: Effects, signal: AbortSignal): Promise<Outcome> =>
  runNodes(seedNodes, options, { effects, signal });
