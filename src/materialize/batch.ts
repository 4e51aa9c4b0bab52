/** How much time one batch of a microbatch model covers. */
export type BatchSize = 'hour' | 'day' | 'month' | 'year';

/** A span of time, its end excluded. */
export interface Batch {
  /** Its start, for names: `2024-01-31`, with the hour where batches are hours. */
  readonly name: string;
  readonly start: Date;
  readonly end: Date;
}

/** The batches from the one that holds `start`; the last one ends at `end`, wherever that is. All of it is UTC. */
export function batchesBetween({ start, end }: Pick<Batch, 'start' | 'end'>, size: BatchSize): readonly Batch[] {
  const batches: Batch[] = [];
  for (let at = batchStart(start, size); at < end; at = moved(at, size, 1)) {
    const next = moved(at, size, 1);
    batches.push(batchOf(at, next < end ? next : end, size));
  }
  return batches;
}

export const batchOf = (start: Date, end: Date, size: BatchSize): Batch => ({
  name: size === 'hour' ? start.toISOString().slice(0, 13) : start.toISOString().slice(0, 10),
  start,
  end,
});

export interface Due {
  readonly now: Date;
  readonly size: BatchSize;
  readonly lookback: number;
}

/** What is due once the table is there: the batch that is under way, and `lookback` before it. */
export function dueSpan({ now, size, lookback }: Due): Pick<Batch, 'start' | 'end'> {
  const end = batchEnd(now, size);
  return { start: moved(end, size, -1 - lookback), end };
}

/** The end of the batch that is under way; a moment between two batches is one. */
export function batchEnd(at: Date, size: BatchSize): Date {
  const start = batchStart(at, size);
  return start.getTime() === at.getTime() ? start : moved(start, size, 1);
}

export function batchStart(at: Date, size: BatchSize): Date {
  const [year, month, day, hour] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate(), at.getUTCHours()];
  switch (size) {
    case 'hour':
      return utc(year, month, day, hour);
    case 'day':
      return utc(year, month, day);
    case 'month':
      return utc(year, month);
    case 'year':
      return utc(year, 0);
    default:
      return size satisfies never;
  }
}

/** From the start of a batch to that of another. */
export function moved(start: Date, size: BatchSize, by: number): Date {
  const [year, month, day, hour] = [start.getUTCFullYear(), start.getUTCMonth(), start.getUTCDate(), start.getUTCHours()];
  switch (size) {
    case 'hour':
      return utc(year, month, day, hour + by);
    case 'day':
      return utc(year, month, day + by);
    case 'month':
      return utc(year, month + by);
    case 'year':
      return utc(year + by, 0);
    default:
      return size satisfies never;
  }
}

const utc = (year: number, month: number, day = 1, hour = 0): Date => new Date(Date.UTC(year, month, day, hour));
