import { breath, inLull } from './lull.ts';

/** Work that no node waits for: it is done in order, when there is nothing better to do. */
export interface Backlog {
  /** Fails with what an earlier piece has failed with. */
  add(work: () => Promise<void>): void;
  /** Resolves when all is done; fails with what the first failed piece has failed with. */
  done(): Promise<void>;
}

export function createBacklog(): Backlog {
  const waiting: (() => Promise<void>)[] = [];
  let failed: { readonly error: unknown } | null = null;
  let last = Promise.resolve();
  const refuse = (): void => {
    if (failed !== null) throw failed.error;
  };
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined && failed === null; next = waiting.shift()) {
      await next().catch((error: unknown) => {
        failed = { error };
      });
      await breath();
    }
  };
  const begin = (): void => {
    last = last.then(work);
  };
  const lull = inLull(begin);
  return {
    add(piece) {
      refuse();
      waiting.push(piece);
      lull.ask();
    },
    async done() {
      lull.cancel();
      begin();
      await last;
      refuse();
    },
  };
}
