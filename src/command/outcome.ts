import type { RunResult } from '../artifact/run-result.ts';

/** How a command ended. */
export interface Outcome {
  /** 0: fine. 1: something failed. 2: it could not start. */
  readonly exitCode: 0 | 1 | 2;
  /** Of the nodes that ran; empty for commands that run none. */
  readonly results: readonly RunResult[];
}

export const fine: Outcome = { exitCode: 0, results: [] };
export const failed: Outcome = { exitCode: 1, results: [] };
