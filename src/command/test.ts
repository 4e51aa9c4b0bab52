import type { Effects } from './effects.ts';
import type { NodeOptions } from './options.ts';
import type { Outcome } from './outcome.ts';
import { type NodeCommand, runNodes } from './run-nodes.ts';

export const testNodes: NodeCommand = { kinds: ['test', 'unit_test'], tests: 'follow' };

/** Tests only, on what is already built. */
export const test = (options: NodeOptions, effects: Effects, signal: AbortSignal): Promise<Outcome> =>
  runNodes(testNodes, options, { effects, signal });
