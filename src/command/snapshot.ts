import type { Effects } from './effects.ts';
import type { NodeOptions } from './options.ts';
import type { Outcome } from './outcome.ts';
import { runNodes } from './run-nodes.ts';

/** Snapshots only. */
export const snapshot = (options: NodeOptions, effects: Effects, signal: AbortSignal): Promise<Outcome> =>
  runNodes({ kinds: ['snapshot'], tests: 'follow' }, options, { effects, signal });
