import { writeSync } from 'node:fs';
import type { Sink } from './report/reporter.ts';

/** Blanks secrets in all that goes to the terminal: the one place that everything printed passes. */
export interface Redaction {
  hide(secrets: readonly string[]): void;
  clean(text: string): string;
}

export function redaction(): Redaction {
  let hidden: readonly string[] = [];
  return {
    hide: secrets => {
      // Within JSON a secret is written with its own escapes.
      const forms = secrets.filter(one => one !== '').flatMap(one => [one, JSON.stringify(one).slice(1, -1)]);
      hidden = [...new Set([...hidden, ...forms])].sort((a, b) => b.length - a.length);
    },
    clean: text => hidden.reduce((clean, secret) => clean.replaceAll(secret, '*****'), text),
  };
}

/**
 * A stream that has taken the text when `write` returns, so that nothing is lost when the process ends or is killed. Text after
 * the reader has gone is dropped, as `model list | head -1` expects.
 */
export function streamSink(descriptor: 1 | 2, { clean }: Pick<Redaction, 'clean'>): Sink {
  let isGone = false;
  return {
    write: text => {
      const bytes = Buffer.from(clean(text));
      for (let at = 0; at < bytes.length && !isGone; ) {
        try {
          at += writeSync(descriptor, bytes, at);
        } catch (error) {
          if (!isBusy(error)) isGone = true;
          else pause();
        }
      }
    },
  };
}

const isBusy = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EAGAIN';

/** A pipe whose reader is slow; nothing else can be done meanwhile. */
const pause = (): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
