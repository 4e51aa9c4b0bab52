import type { Effects } from './effects.ts';
import type { NodeOptions } from './options.ts';
import type { Outcome } from './outcome.ts';
import { runNodes } from './run-nodes.ts';

/** Models only. */
export const run = (options: NodeOptions, effects: Effects, signal: AbortSignal): Promise<Outcome> =>
  runNodes({ kinds: ['model'], tests: 'follow' }, options, { effects, signal });
