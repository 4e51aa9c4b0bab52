export interface Interruption {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal;
  /** What the process must exit with, since it was interrupted; null when it was not. */
  exitCode(): number | null;
  stop(): void;
}

const codes = { SIGINT: 130, SIGTERM: 143 } as const;
/** How long a cancelled command may take to write its results. */
const patienceMs = 4500;

/** The first signal cancels, the second ends the process at once. `onKill` may still put the terminal in order. */
export function interruptions(onKill: () => void): Interruption {
  const controller = new AbortController();
  let code: number | null = null;
  const kill = (exitCode: number): void => {
    onKill();
    process.exit(exitCode);
  };
  const listeners = Object.entries(codes).map(([name, exitCode]) => {
    const listener = (): void => {
      if (code !== null) kill(exitCode);
      code = exitCode;
      controller.abort();
      setTimeout(() => kill(exitCode), patienceMs).unref();
    };
    process.on(name, listener);
    return [name, listener] as const;
  });
  return {
    signal: controller.signal,
    exitCode: () => code,
    stop: () => {
      for (const [name, listener] of listeners) process.off(name, listener);
    },
  };
}
