/** Something to do when the drivers' answers that have come in together have been dealt with. */
export interface Lull {
  /** `act` is called some milliseconds later, once, however often it is asked for until then. */
  ask(): void;
  cancel(): void;
}

export function inLull(act: () => void): Lull {
  let timer: NodeJS.Timeout | undefined;
  return {
    ask() {
      timer ??= setTimeout(() => {
        timer = undefined;
        act();
      }, lullMs);
    },
    cancel() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}

const lullMs = 5;

/** Lets the answers that have come in meanwhile be dealt with, between two pieces of work that can wait. */
export const breath = (): Promise<void> => new Promise(resolve => setImmediate(resolve));
