import { WarehouseError } from '../../src/adapter/error.ts';

export interface Retries {
  /** At least 1. */
  readonly attempts: number;
  readonly isWorthwhile: (error: WarehouseError) => boolean;
  readonly firstPauseMs: number;
  readonly announce: (text: string) => void;
}

const longestPauseMs = 10_000;

/** Tries again after pauses that double, until an attempt works or all are used up. */
export async function retrying<T>(act: () => Promise<T>, retries: Retries, signal: AbortSignal): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof WarehouseError) || attempt >= retries.attempts || !retries.isWorthwhile(error)) throw error;
      const pauseMs = Math.min(retries.firstPauseMs * 2 ** (attempt - 1), longestPauseMs);
      retries.announce(`${error.message} Trying again in ${pauseMs / 1000} s (attempt ${attempt + 1} of ${retries.attempts}).`);
      await pause(pauseMs, signal);
    }
  }
}

/** Ends early when the signal aborts; the next attempt then finds it aborted. */
const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
