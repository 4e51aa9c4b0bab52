import type { Sink } from './reporter.ts';

const ESC = '\x1b[';

/** Lines at the bottom of a terminal that are drawn over and over, below everything else that is printed. */
export class LiveRegion {
  readonly #sink: Sink;
  #shown = 0;
  #text = '';
  constructor(sink: Sink) {
    this.#sink = sink;
  }

  /** Lines must be no wider than the terminal, since a line that wraps cannot be taken back. */
  show(lines: readonly string[]): void {
    const text = lines.join('\n');
    if (text === this.#text && this.#shown === lines.length) return;
    this.#sink.write(`${this.#erasure()}${text}${lines.length > 0 ? '\n' : ''}`);
    this.#shown = lines.length;
    this.#text = text;
  }

  /** Puts text where the lines were; they are drawn again by the next `show`. */
  above(write: () => void): void {
    this.clear();
    write();
  }

  clear(): void {
    if (this.#shown > 0) this.#sink.write(this.#erasure());
    this.#shown = 0;
    this.#text = '';
  }

  #erasure(): string {
    return this.#shown === 0 ? '' : `\r${ESC}${this.#shown}A${ESC}J`;
  }
}

export const hideCursor = `${ESC}?25l`;
export const showCursor = `${ESC}?25h`;
