import type { Effects } from './effects.ts';
import type { NodeOptions } from './options.ts';
import type { Outcome } from './outcome.ts';
import { type NodeCommand, runNodes } from './run-nodes.ts';

export const snapshotNodes: NodeCommand = { kinds: ['snapshot'], tests: 'follow' };

/** Snapshots only. */
export const snapshot = (options: NodeOptions, effects: Effects, signal: AbortSignal): Promise<Outcome> =>
  runNodes(snapshotNodes, options, { effects, signal });
