/** Lets one piece of work at a time happen for each key; the others wait. */
export interface Turns {
  take<T>(key: string, work: () => Promise<T>): Promise<T>;
}

export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>();
  return {
    take(key, work) {
      const mine = (last.get(key) ?? Promise.resolve()).then(work);
      last.set(
        key,
        mine.catch(() => {}),
      );
      return mine;
    },
  };
}
