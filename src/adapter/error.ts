/** The only exception an adapter may throw. */
export class WarehouseError extends Error {
  readonly reason: WarehouseErrorReason;
  readonly retry: 'never' | 'if-repeatable' | 'always';
  /** Zero-based UTF-16 offset into the statement, mapped back to the model's line by the source map. */
  readonly offset: number | null;
  /** The line of a file that the warehouse read, such as a seed's; null when none is to blame. */
  readonly place: FilePlace | null;
  /** What the user can do; null when the message says it all. */
  readonly hint: string | null;
  readonly native: { readonly code: string | null; readonly message: string };
  constructor(fields: WarehouseErrorFields, options?: ErrorOptions) {
    super(fields.message ?? fields.native.message, options);
    this.name = 'WarehouseError';
    this.reason = fields.reason;
    this.retry = fields.retry ?? 'never';
    this.offset = fields.offset ?? null;
    this.place = fields.place ?? null;
    this.hint = fields.hint ?? null;
    this.native = fields.native;
  }
}

/** The same error with its offset told in another text: that of which its statement was made. */
export function movedError(error: unknown, move: (offset: number) => number): unknown {
  if (!(error instanceof WarehouseError) || error.offset === null) return error;
  const offset = Math.max(0, move(error.offset));
  return new WarehouseError({ ...error, message: error.message, offset }, { cause: error.cause });
}

export interface FilePlace {
  /** As the statement names it. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** `locked`: another process holds the database. `conflict`: a concurrent transaction won. */
export type WarehouseErrorReason =
  | 'syntax'
  | 'missing'
  | 'exists'
  | 'permission'
  | 'conflict'
  | 'locked'
  | 'data'
  | 'limit'
  | 'timeout'
  | 'cancelled'
  | 'connection'
  | 'other';

export interface WarehouseErrorFields {
  readonly reason: WarehouseErrorReason;
  readonly native: WarehouseError['native'];
  /** Default: the native message. Never contains a secret. */
  readonly message?: string;
  readonly retry?: WarehouseError['retry'];
  readonly offset?: number | null;
  readonly place?: FilePlace | null;
  readonly hint?: string | null;
}
