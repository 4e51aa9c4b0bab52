import type { Effects } from './effects.ts';
import type { NodeOptions } from './options.ts';
import type { Outcome } from './outcome.ts';
import { type NodeCommand, runNodes } from './run-nodes.ts';

export const runModels: NodeCommand = { kinds: ['model'], tests: 'follow' };

/** Models only. */
export const run = (options: NodeOptions, effects: Effects, signal: AbortSignal): Promise<Outcome> =>
  runNodes(runModels, options, { effects, signal });
