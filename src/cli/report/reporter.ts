import type { CommandEvent } from '../../command/event.ts';

/** A fold over the events of a command. */
export interface Reporter {
  take(event: CommandEvent): void;
  /** Leaves the terminal as it was. */
  close(): void;
}

/** Where text goes. */
export interface Sink {
  write(text: string): void;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'none';

const ranks: readonly LogLevel[] = ['debug', 'info', 'warn', 'error', 'none'];

/** Whether what has `level` is told to someone who wants `wanted` and above. */
export const isTold = (level: LogLevel, wanted: LogLevel): boolean => ranks.indexOf(level) >= ranks.indexOf(wanted);
