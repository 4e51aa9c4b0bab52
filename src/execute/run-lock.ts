import type { Warehouse } from '../adapter/adapter.ts';
import { diagnose, StartFailure } from '../diagnostic/diagnostic.ts';
import type { RelationName } from '../sql/relation.ts';
import type { Emit } from './event.ts';
import { pause } from './pause.ts';

export interface LockOptions {
  readonly warehouse: Warehouse;
  readonly relations: readonly RelationName[];
  /** What other runs are told of this one. */
  readonly holder: string;
  /** How long to wait for a run that has the lock: 0 for not at all, Infinity for as long as it takes. */
  readonly waitForLockMs: number;
  readonly emit: Emit;
  readonly clock: { now(): Date };
}

const PAUSE_MS = 500;

/**
 * Runs `body` while no other run can write to these relations. `body` is told whether that is certain, which it is not where the
 * warehouse has no lock. Fails with StartFailure when another run has one of them for longer than we wait.
 */
export async function withRunLock<T>(
  options: LockOptions,
  body: (isLocked: boolean) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  const { relations, warehouse } = options;
  if (warehouse.lock === undefined || relations.length === 0) return body(false);
  const release = await acquire(options, signal);
  try {
    return await body(true);
  } finally {
    // A lost connection has released it already.
    await release().catch(() => undefined);
  }
}

async function acquire(options: LockOptions, signal: AbortSignal): Promise<() => Promise<void>> {
  const { clock, emit, holder, relations, waitForLockMs, warehouse } = options;
  const startedAt = clock.now().getTime();
  for (let told: string | null = null; ; ) {
    const lock = await warehouse.lock?.(relations, holder);
    if (lock === undefined) return async () => undefined;
    if (lock.kind === 'held') return lock.release;
    const params = { relation: `${lock.relation.schema}.${lock.relation.name}`, holder: lock.holder };
    if (signal.aborted || clock.now().getTime() - startedAt >= waitForLockMs)
      throw new StartFailure([diagnose('run-locked', null, { ...params, waitedMs: waitForLockMs })]);
    const text = `Waiting for ${lock.holder ?? 'another run'}, which writes to \`${params.relation}\`.`;
    if (text !== told) emit({ kind: 'log', at: clock.now(), level: 'info', text, node: null });
    told = text;
    await pause(PAUSE_MS, signal);
  }
}
