/** One question about speed or size, and how to answer it. The default export of each script of this folder. */
export interface Bench {
  readonly question: string;
  /** Lines of equal shape. */
  run(): Promise<readonly Line[]>;
}

/** What was measured, by name; units are in the names: `coldMs`, `peakMb`. A ratio's name ends in `Times`. */
export type Line = Readonly<Record<string, string | number>>;

/** Milliseconds that `act` takes. */
export async function elapsedMs(act: () => unknown): Promise<number> {
  const start = performance.now();
  await act();
  return performance.now() - start;
}

export interface Repetition {
  /** Runs whose time does not count. */
  readonly warmup: number;
  readonly runs: number;
}

/** The median time of several runs, in milliseconds. */
export async function medianMs(act: () => unknown, { warmup, runs }: Repetition): Promise<number> {
  for (let left = warmup; left > 0; left -= 1) await act();
  const times: number[] = [];
  for (let left = runs; left > 0; left -= 1) times.push(await elapsedMs(act));
  return median(times);
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [upper = Number.NaN, lower = upper] = [sorted[middle], sorted[middle - 1]];
  return sorted.length % 2 === 1 ? upper : (lower + upper) / 2;
}

/** How often per second `act` can run: it is run for about `forMs`, after as long a warm-up. */
export async function perSecond(act: () => unknown, { forMs }: { readonly forMs: number }): Promise<number> {
  await countFor(act, forMs);
  const start = performance.now();
  const count = await countFor(act, forMs);
  return (count / (performance.now() - start)) * 1000;
}

async function countFor(act: () => unknown, forMs: number): Promise<number> {
  const end = performance.now() + forMs;
  let count = 0;
  for (; performance.now() < end; count += 1) await act();
  return count;
}

/** Three digits are what a repeated run confirms at best. */
export const rounded = (value: number): number => (value === 0 ? 0 : Number(value.toPrecision(3)));

export const megabytes = (bytes: number): number => Math.round(bytes / 1024 / 1024);

const shown = (cell: string | number): string => (typeof cell === 'number' ? cell.toLocaleString('en-US') : cell);

/** Lines under their names, numbers to the right. */
export function table(lines: readonly Line[]): string {
  const names = Object.keys(lines[0] ?? {});
  const cells = [names, ...lines.map(line => names.map(name => shown(line[name] ?? '')))];
  const width = names.map((_, column) => Math.max(...cells.map(row => row[column]?.length ?? 0)));
  const isNumber = names.map(name => typeof lines[0]?.[name] === 'number');
  const pad = (text: string, column: number): string =>
    isNumber[column] ? text.padStart(width[column] ?? 0) : text.padEnd(width[column] ?? 0);
  return cells.map(row => row.map(pad).join('  ').trimEnd()).join('\n');
}
