import { stripVTControlCharacters } from 'node:util';
import { terminalWidth } from '../../diagnostic/terminal-text.ts';
import type { Sink } from './reporter.ts';

const ESC = '\x1b[';

/** Lines at the bottom of a terminal that are drawn over and over, below everything else that is printed. */
export class LiveRegion {
  readonly #sink: Sink;
  readonly #columns: () => number;
  #shown: readonly string[] = [];

  /** `columns`: how wide the terminal is at this moment. */
  constructor(sink: Sink, columns: () => number) {
    this.#sink = sink;
    this.#columns = columns;
  }

  show(lines: readonly string[]): void {
    if (lines.length === this.#shown.length && lines.every((line, i) => line === this.#shown[i])) return;
    this.#sink.write(this.#erasure() + lines.map(line => `${line}\n`).join(''));
    this.#shown = lines;
  }

  /** Puts text where the lines were; they are drawn again by the next `show`. */
  above(write: () => void): void {
    this.clear();
    write();
  }

  clear(): void {
    if (this.#shown.length > 0) this.#sink.write(this.#erasure());
    this.#shown = [];
  }

  /** A terminal that was made narrower since has wrapped lines that fitted when they were drawn. */
  #erasure(): string {
    const columns = Math.max(1, this.#columns());
    const rows = this.#shown.map(line => Math.max(1, Math.ceil(terminalWidth(stripVTControlCharacters(line)) / columns)));
    return rows.length === 0 ? '' : `\r${ESC}${rows.reduce((sum, one) => sum + one)}A${ESC}J`;
  }
}

export const hideCursor = `${ESC}?25l`;
export const showCursor = `${ESC}?25h`;
