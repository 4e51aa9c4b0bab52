import { countArgument } from '../method/argument.ts';
import { splitlines } from '../method/str-split.ts';
import { text } from '../value/print.ts';
import { characters, textLength } from '../value/text.ts';
import { isTrue } from '../value/truth.ts';
import type { Value } from '../value.ts';
import { prettyText } from './pretty.ts';
import { filterTable } from './table.ts';

type Argument = Value | undefined;

interface WrapOptions {
  readonly width: number;
  readonly longWords: 'break' | 'keep';
  readonly hyphens: 'break' | 'keep';
}

/** Words and the white space between them; with `hyphens: break` a word also ends after a hyphen between letters. */
function chunksOf(line: string, hyphens: 'break' | 'keep'): string[] {
  const chunks = line.match(/[^\S\n]+|\S+/g) ?? [];
  if (hyphens === 'keep') return chunks;
  return chunks.flatMap(chunk =>
    /^\s/.test(chunk) ? [chunk] : chunk.split(/(?<=[^\W\d_]{2}-|[^\W\d_]-[^\W\d_]-)(?=[^\W\d_]-?[^\W\d_])/),
  );
}

/** Greedy lines of at most `width` characters, without white space at their ends. */
function wrapLine(line: string, options: WrapOptions): string[] {
  const chunks = chunksOf(line, options.hyphens).reverse();
  const lines: string[] = [];
  while (chunks.length > 0) {
    if (lines.length > 0 && chunks.at(-1)?.trim() === '') chunks.pop();
    const taken = takeLine(chunks, options);
    if (taken.at(-1)?.trim() === '') taken.pop();
    if (taken.length > 0) lines.push(taken.join(''));
  }
  return lines;
}

function takeLine(chunks: string[], options: WrapOptions): string[] {
  const taken: string[] = [];
  let size = 0;
  for (let next = chunks.at(-1); next !== undefined && size + textLength(next) <= options.width; next = chunks.at(-1)) {
    taken.push(next);
    size += textLength(next);
    chunks.pop();
  }
  const long = chunks.at(-1);
  if (long !== undefined && textLength(long) > options.width) takeLong(chunks, taken, options.width - size, options);
  return taken;
}

function takeLong(chunks: string[], taken: string[], room: number, options: WrapOptions): void {
  const points = characters(chunks.at(-1) ?? '');
  if (options.longWords === 'keep') {
    if (taken.length === 0) taken.push(chunks.pop() ?? '');
    return;
  }
  const count = breakPosition(points, Math.max(1, room), options.hyphens);
  taken.push(points.slice(0, count).join(''));
  chunks[chunks.length - 1] = points.slice(count).join('');
}

function breakPosition(points: readonly string[], room: number, hyphens: 'break' | 'keep'): number {
  if (hyphens === 'keep' || points.length <= room) return room;
  const hyphen = points.slice(0, room).lastIndexOf('-');
  return hyphen > 0 && points.slice(0, hyphen).some(point => point !== '-') ? hyphen + 1 : room;
}

function wordwrap(value: Value, width: Argument, longWords: Argument, glue: Argument, hyphens: Argument): string {
  const options: WrapOptions = {
    width: Math.max(1, countArgument(width, 79)),
    longWords: longWords === undefined || isTrue(longWords) ? 'break' : 'keep',
    hyphens: hyphens === undefined || isTrue(hyphens) ? 'break' : 'keep',
  };
  const newline = glue === undefined || glue === null ? '\n' : text(glue);
  return splitlines(text(value))
    .map(line => wrapLine(line, options).join(newline))
    .join(newline);
}

export const wrapFilters = filterTable({
  pprint: [[], prettyText],
  wordwrap: [['width?', 'break_long_words?', 'wrapstring?', 'break_on_hyphens?'], wordwrap],
});
