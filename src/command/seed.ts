import type { Effects } from './effects.ts';
import type { NodeOptions } from './options.ts';
import type { Outcome } from './outcome.ts';
import { runNodes } from './run-nodes.ts';

/** Seeds only. */
export const seed = (options: NodeOptions, effects: Effects, signal: AbortSignal): Promise<Outcome> =>
  runNodes({ kinds: ['seed'], tests: 'follow' }, options, { effects, signal });
