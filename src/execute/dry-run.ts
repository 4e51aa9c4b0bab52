import type { AdapterPlugin, QueryResult } from '../adapter/adapter.ts';
import { renderStep } from '../adapter/render.ts';
import type { PlainStep, Step } from '../adapter/step.ts';
import type { RelationName, Sql } from '../sql/relation.ts';
import type { NodePort } from './port.ts';
import { isQuestion } from './question.ts';
import type { RelationCache } from './relation-cache.ts';

/** A step and what would be sent for it. */
export type PlannedStep =
  | {
      readonly kind: PlainStep['kind'] | 'query';
      /** Null for the author's own statements. */
      readonly target: RelationName | null;
      readonly statements: readonly Sql[];
    }
  | { readonly kind: 'atomic'; readonly steps: readonly PlannedStep[] };

export interface DryRunOptions {
  readonly adapter: AdapterPlugin;
  readonly cache: RelationCache;
  readonly onPlan: (step: PlannedStep) => void;
}

/**
 * A port that changes nothing: questions are answered by the warehouse, every step is told instead of sent, and the cache then
 * says what would exist, so that what comes later is planned as it would be.
 */
export function dryRunPort(port: NodePort, { adapter, cache, onPlan }: DryRunOptions): NodePort {
  const { capabilities } = port;
  const planned = (step: PlainStep): PlannedStep => ({
    kind: step.kind,
    target: 'target' in step ? step.target : step.kind === 'supersede' ? step.live : null,
    statements: renderStep(adapter.dialect.render, step, capabilities).map(({ sql }) => sql),
  });
  const group: { steps: PlannedStep[] | null } = { steps: null };
  const tell = (step: PlannedStep): void => void (group.steps === null ? onPlan(step) : group.steps.push(step));
  const apply = async (step: PlainStep): Promise<void> => {
    tell(planned(step));
    await cache.journal().record(step);
  };
  const atomically = async <T>(body: () => Promise<T>): Promise<T> => {
    if (group.steps !== null || capabilities.transactions === 'none') return body();
    const steps: PlannedStep[] = [];
    group.steps = steps;
    try {
      return await body();
    } finally {
      group.steps = null;
      if (steps.length > 0) onPlan({ kind: 'atomic', steps });
    }
  };
  const run = async (step: Step): Promise<void> => {
    if (step.kind !== 'atomic') return apply(step);
    await atomically(async () => {
      for (const one of step.steps) await apply(one);
    });
  };
  return {
    ...port,
    apply,
    atomically,
    refresh: async () => undefined,
    run: async steps => {
      for (const step of steps) await run(step);
      return null;
    },
    ask: async sql => {
      tell({ kind: 'query', target: null, statements: [sql] });
      return null;
    },
    query: async (sql, limits) => {
      if (isQuestion(sql)) return port.query(sql, limits);
      tell({ kind: 'query', target: null, statements: [sql] });
      return nothing;
    },
  };
}

const nothing: QueryResult = {
  columns: [],
  rows: [],
  truncated: false,
  stats: { queryId: null, rows: null, bytesScanned: null, elapsedMs: 0 },
};
