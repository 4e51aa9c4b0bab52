import type { Expression, Name } from '../query.ts';
import type { DialectRules } from './dialect-rules.ts';
import type { Flow, UsedInput } from './flow.ts';
import type { Problem } from './problem.ts';
import type { Lookup } from './scope.ts';
import type { Shape } from './shape.ts';

/** A table that a statement may read. */
export interface InputRelation {
  readonly id: string;
  readonly columns: readonly InputColumn[];
  /** False when it may have more columns than these. */
  readonly complete: boolean;
}

export interface InputColumn {
  readonly name: string;
  /** Whether `name` is exactly as the warehouse has it, so that case matters where it ever does. */
  readonly exact: boolean;
  readonly type: string | null;
}

/** What a statement is resolved against. */
export interface Surroundings {
  readonly rules: DialectRules;
  /** Null when the name is nothing that the project knows. */
  relation(path: readonly Name[]): InputRelation | null;
  /** Common tables that stand for nodes (ephemeral models); null for all others. */
  commonTable(name: string): InputRelation | null;
}

/** The inputs that decide which rows there are; what is not known about that. */
export interface Filters {
  readonly inputs: Map<string, UsedInput>;
  readonly gaps: Set<string>;
}

/** What a query gives. */
export interface Result {
  readonly shape: Shape;
  readonly filters: Filters;
}

/** Where a query stands: what its names may mean. */
export interface Environment {
  readonly surroundings: Surroundings;
  readonly lookup: Lookup;
  readonly commonTables: ReadonlyMap<string, Result>;
  /** Values that `with` names. */
  readonly values: ReadonlyMap<string, Expression>;
  readonly problem: (problem: Problem) => void;
}

export const noFilters = (): Filters => ({ inputs: new Map(), gaps: new Set() });

export function addToFilters(filters: Filters, flow: Pick<Flow, 'inputs' | 'gaps'>): void {
  for (const [key, input] of flow.inputs) filters.inputs.set(key, input);
  for (const gap of flow.gaps) filters.gaps.add(gap);
}

export function addFilters(filters: Filters, more: Filters): void {
  for (const [key, input] of more.inputs) filters.inputs.set(key, input);
  for (const gap of more.gaps) filters.gaps.add(gap);
}
