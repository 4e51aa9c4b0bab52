import type { Value } from '../template/index.ts';
import { dateTimeAt } from '../template/module/datetime.ts';

/** The span of time that one batch of a microbatch model is built from, its end excluded. */
export interface Slice {
  /** `2024-01-31`. */
  readonly name: string;
  readonly start: Date;
  readonly end: Date;
  /** What `is_incremental()` says: whether there is a table to add to. */
  readonly isIncremental: boolean;
}

/** `model` with what a batch adds to it: `model.batch.id`, `.event_time_start`, `.event_time_end`. */
export function slicedModel(model: Value, slice: Slice | null): Value {
  if (slice === null || !(model instanceof Map)) return model;
  const batch = new Map<Value, Value>([
    ['id', slice.name.replaceAll('-', '')],
    ['event_time_start', dateTimeAt(slice.start.getTime() * 1000)],
    ['event_time_end', dateTimeAt(slice.end.getTime() * 1000)],
  ]);
  return new Map<Value, Value>([...model, ['batch', batch]]);
}

/** What macros give while a batch is built. */
export const slicedMacros = (slice: Slice): ReadonlyMap<string, Value> => new Map([['is_incremental', slice.isIncremental]]);
