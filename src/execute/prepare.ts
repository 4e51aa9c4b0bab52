import type { SchemaName, Session } from '../adapter/adapter.ts';
import type { Capabilities } from '../adapter/capabilities.ts';
import { WarehouseError } from '../adapter/error.ts';
import { diagnose, StartFailure } from '../diagnostic/diagnostic.ts';
import { isAsideOf, leftoverOf } from '../materialize/aside.ts';
import { dropStep } from '../materialize/replace.ts';
import type { RelationName } from '../sql/relation.ts';
import { dryRunPort, type PlannedStep } from './dry-run.ts';
import { isWriter, type RunNode } from './event.ts';
import { targetOf } from './node-run.ts';
import { placeProblems } from './place-check.ts';
import { nodePort } from './port.ts';
import type { RelationCache } from './relation-cache.ts';
import type { RunDeps } from './run-deps.ts';

export interface PrepareOptions extends Pick<RunDeps, 'adapter' | 'warehouse' | 'emit' | 'clock'> {
  readonly nodes: readonly RunNode[];
  readonly capabilities: Capabilities;
  readonly cache: RelationCache;
  /** Of this invocation: what carries it is not a leftover. */
  readonly tag: string;
  readonly session: Session;
  readonly storeFailures: 'all' | 'configured';
  /** `plan`: tell what is missing instead of making it. */
  readonly mode: 'apply' | 'plan';
  /** Whether no other run can be at work on the nodes' relations. */
  readonly isLocked: boolean;
}

/** Creates the missing schemas of a run, reads what is in all of them, and drops what runs that were killed left behind. */
export async function prepareSchemas(options: PrepareOptions, signal: AbortSignal): Promise<void> {
  const nodes = options.nodes.filter(node => hasRelation(node, options.storeFailures));
  const schemas = schemasOf(nodes);
  const { names } = options.capabilities;
  const problems = placeProblems(nodes.filter(isWriter), { names, catalog: options.warehouse.server.defaultCatalog });
  if (problems.length > 0) throw new StartFailure(problems);
  const { cache, clock, emit, mode } = options;
  const real = nodePort({ ...options, onStatement: () => {} }, signal);
  const steps: PlannedStep[] = [];
  const onPlan = (step: PlannedStep): void => void steps.push(step);
  const port = mode === 'plan' ? dryRunPort(real, { ...options, onPlan }) : real;
  try {
    for (const schema of schemas) {
      if (!(await cache.hasSchema(schema))) await port.apply({ kind: 'create-schema', ...schema });
    }
    await cache.load(schemas);
  } catch (error) {
    if (!(error instanceof WarehouseError)) throw error;
    throw new StartFailure([diagnose('run-schemas-failed', null, { message: error.message, hint: error.hint })]);
  }
  if (mode === 'apply') await sweep(schemas, options, signal);
  else if (steps.length > 0) emit({ kind: 'plan', at: clock.now(), node: null, steps });
}

export const hasRelation = (node: RunNode, storeFailures: PrepareOptions['storeFailures']): boolean =>
  isWriter(node) &&
  (node.resource_type === 'function' ||
    node.relation_name !== null ||
    (node.resource_type === 'test' && storeFailures === 'all'));

/** Each once. */
export function schemasOf(nodes: readonly RunNode[]): readonly SchemaName[] {
  const schemas = new Map<string, SchemaName>();
  for (const node of nodes) {
    if (!isWriter(node)) continue;
    schemas.set(JSON.stringify([node.database, node.schema]), { catalog: node.database, schema: node.schema });
  }
  return [...schemas.values()];
}

async function sweep(schemas: readonly SchemaName[], options: PrepareOptions, signal: AbortSignal): Promise<void> {
  const { cache, clock, emit } = options;
  const port = nodePort({ ...options, onStatement: () => {} }, signal);
  for (const schema of schemas) {
    for (const { name, kind } of await cache.relations(schema)) {
      if (!isDead(name, options)) continue;
      try {
        await port.apply(dropStep(name, kind));
        emit({
          kind: 'log',
          at: clock.now(),
          level: 'debug',
          text: `Dropped \`${name.name}\`, which a killed run left behind.`,
          node: null,
        });
      } catch (error) {
        if (!(error instanceof WarehouseError) || error.reason === 'cancelled') throw error;
        emit({
          kind: 'log',
          at: clock.now(),
          level: 'warn',
          text: `\`${name.name}\`, which a killed run left behind, cannot be dropped: ${error.message}`,
          node: null,
        });
      }
    }
  }
}

const LONGEST_RUN_MS = 48 * 3600 * 1000;

/**
 * Whether the run that built this aside can no longer be at work. One process holds an embedded database, and its runs come one
 * after the other. On a server another run may be busy, so only old leftovers count, and those of relations that we have locked.
 */
function isDead(name: RelationName, { capabilities, clock, isLocked, nodes, tag }: PrepareOptions): boolean {
  const leftover = leftoverOf(name.name);
  if (leftover === null || leftover.invocation === tag) return false;
  const isOld = clock.now().getTime() - leftover.startedAt.getTime() > LONGEST_RUN_MS;
  if (capabilities.sessions.model === 'in-process' || isOld) return true;
  return isLocked && nodes.some(node => isWriter(node) && isAsideOf(name, targetOf(node), capabilities));
}
