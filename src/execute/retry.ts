import { WarehouseError } from '../adapter/error.ts';
import { pause } from './pause.ts';

const ATTEMPTS = 8;
const FIRST_PAUSE_MS = 20;

export interface RetryOptions {
  /** Whether doing it twice does no harm when the reply to the first time was lost. */
  readonly repeatable: boolean;
}

/** Tries again what lost against a concurrent transaction, after pauses that grow. */
export async function withRetries<T>(attempt: () => Promise<T>, options: RetryOptions, signal: AbortSignal): Promise<T> {
  for (let pauseMs = FIRST_PAUSE_MS, left = ATTEMPTS - 1; ; pauseMs *= 2, left -= 1) {
    try {
      return await attempt();
    } catch (error) {
      if (left === 0 || signal.aborted || !mayRetry(error, options)) throw error;
    }
    // Those that lost at the same moment should not meet again at the next.
    await pause(pauseMs * (0.5 + Math.random()), signal);
  }
}

/** A conflict rolled the loser back, so nothing of it remains; after any other failure it may have been done. */
function mayRetry(error: unknown, { repeatable }: RetryOptions): boolean {
  if (!(error instanceof WarehouseError) || error.retry === 'never') return false;
  return error.reason === 'conflict' || error.retry === 'always' || repeatable;
}
