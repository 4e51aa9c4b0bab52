import { warehouseErrorOf } from './failure.ts';
import { pause } from './pause.ts';

/** A server that restarts is back within these. */
const pausesMs = [500, 1000, 2000, 4000];

export interface ReconnectOptions {
  /** Whether what the failed attempt has sent may be sent again. */
  readonly isRepeatable: () => boolean;
  readonly announce: (text: string) => void;
}

/** Tries again in a new session what lost its connection. */
export async function reconnecting<T>(attempt: () => Promise<T>, options: ReconnectOptions, signal: AbortSignal): Promise<T> {
  for (const pauseMs of pausesMs) {
    try {
      return await attempt();
    } catch (error) {
      const lost = warehouseErrorOf(error);
      if (lost?.reason !== 'connection' || signal.aborted || !options.isRepeatable()) throw error;
      options.announce(`${lost.message} Trying again in ${pauseMs / 1000} s.`);
    }
    await pause(pauseMs, signal);
  }
  return attempt();
}
