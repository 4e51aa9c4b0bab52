import { Worker } from 'node:worker_threads';
import type { Tree } from '../sql/syntax/tree.ts';

/** A SQL parser for many dialects, whoever makes it. */
export interface SqlParser {
  parse(sql: string, dialect: string): Promise<Parsed>;
  close(): Promise<void>;
}

export type Parsed =
  /** One tree for each statement. */
  | { readonly trees: readonly Tree[] }
  | { readonly failure: { readonly kind: 'missing' } | { readonly kind: 'syntax'; readonly message: string } };

/** Nested subqueries recurse in the parser. */
const stackSizeMb = 16;

/** Starts loading the parser, in a thread, which keeps the process alive until it is closed. */
export function startParser(): SqlParser {
  const worker = new Worker(new URL('./parser-worker.mjs', import.meta.url), { resourceLimits: { stackSizeMb }, execArgv: [] });
  const waiting = new Map<number, (parsed: Parsed) => void>();
  let next = 0;
  const end = (message: string): void => {
    for (const resolve of waiting.values()) resolve({ failure: { kind: 'syntax', message } });
    waiting.clear();
  };
  worker.on('message', ({ id, ...parsed }: { readonly id: number } & Parsed) => {
    waiting.get(id)?.(parsed);
    waiting.delete(id);
  });
  worker.on('error', error => end(error.message));
  worker.on('exit', () => end('The parser has ended.'));
  return {
    parse: (sql, dialect) =>
      new Promise(resolve => {
        next += 1;
        waiting.set(next, resolve);
        worker.postMessage({ id: next, sql, dialect });
      }),
    close: async () => {
      await worker.terminate();
    },
  };
}
