import type { Effects } from './effects.ts';
import type { NodeOptions } from './options.ts';
import type { Outcome } from './outcome.ts';
import { runNodes } from './run-nodes.ts';

/** Tests only, on what is already built. */
export const test = (options: NodeOptions, effects: Effects, signal: AbortSignal): Promise<Outcome> =>
  runNodes({ kinds: ['test', 'unit_test'], tests: 'follow' }, options, { effects, signal });
