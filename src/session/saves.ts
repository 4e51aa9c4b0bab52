/** Changes of files, put together to what a person would call one save. */
export interface Saves {
  add(path: string): void;
  /** The paths that changed since the last call, once it has been quiet; empty when the signal is aborted. One call at a time. */
  next(signal: AbortSignal): Promise<readonly string[]>;
}

/** Editors write a file in two or three steps within a millisecond or two. */
const quietMs = 10;
/** Whoever changes that many files is no editor, and goes on for longer: a checkout of another branch, a formatter. */
const many = 5;
const quietOfManyMs = 150;
/** Somebody may write all the time. */
const longestMs = 2000;

export function gatherSaves(): Saves {
  const paths = new Set<string>();
  let since = 0;
  let timer: NodeJS.Timeout | null = null;
  let tell: (() => void) | null = null;
  const plan = (): void => {
    if (tell === null || paths.size === 0) return;
    if (timer !== null) clearTimeout(timer);
    const quiet = paths.size < many ? quietMs : quietOfManyMs;
    timer = setTimeout(tell, Math.max(0, Math.min(quiet, since + longestMs - performance.now())));
  };
  return {
    add: path => {
      if (paths.size === 0) since = performance.now();
      paths.add(path);
      plan();
    },
    next: signal =>
      new Promise(resolve => {
        const done = (): void => {
          if (timer !== null) clearTimeout(timer);
          [timer, tell] = [null, null];
          signal.removeEventListener('abort', done);
          const found = signal.aborted ? [] : [...paths];
          paths.clear();
          resolve(found);
        };
        tell = done;
        signal.addEventListener('abort', done);
        if (signal.aborted) done();
        else plan();
      }),
  };
}
