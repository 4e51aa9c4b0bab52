import type { RunResult } from '../artifact/run-result.ts';
import { type BuildOrder, buildOrder } from '../graph/order.ts';
import type { NodeId } from '../manifest/id.ts';
import { invocationTag } from '../materialize/aside.ts';
import type { RelationName } from '../sql/relation.ts';
import { compilesAhead } from './ahead.ts';
import { createBacklog } from './backlog.ts';
import { runClone } from './clone.ts';
import { type BuiltNode, isIdle, isWriter, type RunNode } from './event.ts';
import { measureFreshness } from './freshness.ts';
import { nodeOfBatch } from './hook.ts';
import { isMicrobatch, runMicrobatch } from './microbatch.ts';
import { type BatchPlace, materializationOf, type NodeRun, type Outcome, targetOf } from './node-run.ts';
import { endNames, type OperationPlace, operationsOf, runOperation } from './operation.ts';
import { hasRelation, prepareSchemas } from './prepare.ts';
import { relationCache } from './relation-cache.ts';
import type { RunDeps } from './run-deps.ts';
import { withRunLock } from './run-lock.ts';
import { type NodeSession, runNode, type Shared } from './run-node.ts';
import { builtInRunners, runWith } from './runner.ts';
import { type ScheduleOptions, schedule } from './scheduler.ts';
import { createTurns } from './turn.ts';
import { runUnitTest } from './unit-test.ts';

export interface RunSummary {
  /** Hooks first and last, else in the order in which the nodes ended. */
  readonly results: readonly RunResult[];
  readonly cancelled: boolean;
  readonly elapsedMs: number;
}

/**
 * Runs the selected nodes that can run, parents first. A node's failure is a result; fails with StartFailure when the schemas cannot
 * be prepared, or when another run writes to the same relations. When the signal is aborted, running queries are cancelled and the
 * results so far are given.
 */
export async function execute(selection: ReadonlySet<NodeId>, deps: RunDeps, signal: AbortSignal): Promise<RunSummary> {
  const picked = chosen(selection, deps);
  const relations = [...picked.nodes.values()].flatMap(node => writtenBy(node, deps.options));
  if (deps.options.mode === 'plan') return run(picked, { ...deps, isLocked: false }, signal);
  return withRunLock({ ...deps, ...deps.options, relations }, isLocked => run(picked, { ...deps, isLocked }, signal), signal);
}

/** What a node may write to. */
const writtenBy = (node: RunNode, { storeFailures }: RunDeps['options']): readonly RelationName[] =>
  isWriter(node) && hasRelation(node, storeFailures) ? [targetOf(node)] : [];

interface LockedDeps extends RunDeps {
  /** Whether no other run can be at work on what this one writes. */
  readonly isLocked: boolean;
}

async function run({ nodes, order }: Chosen, deps: LockedDeps, signal: AbortSignal): Promise<RunSummary> {
  const { clock, emit } = deps;
  const startedAt = clock.now();
  const failFast = new AbortController();
  const shared = share(deps, { nodes, order, startedAt }, AbortSignal.any([signal, failFast.signal]));
  emit({ kind: 'run.start', at: startedAt, ...header(deps), nodes: order.ids.flatMap(id => nodes.get(id) ?? []) });
  const preparing = prepare(shared, [...nodes.values()], deps.isLocked);
  deps.warehouse.expect?.(Math.min(deps.options.threads, order.ids.filter(id => isFree(id, order)).length));
  await Promise.all([preparing, shared.ahead.fill()]);

  const results = await runOperations(shared, 'on-run-start', () => new Map());
  const hasStarted = results.every(result => result.status === 'success');
  results.push(...(await runNodes(shared, { nodes, order, failFast, canRun: hasStarted && !signal.aborted })));
  const names = () => endNames({ results, nodes: new Map([...nodes, ...operationNodes(deps)]) });
  if (!signal.aborted) results.push(...(await runOperations(shared, 'on-run-end', names)));
  await shared.backlog.done();
  const elapsedMs = clock.now().getTime() - startedAt.getTime();
  emit({ kind: 'run.end', at: clock.now(), elapsedMs, results, cancelled: signal.aborted });
  return { results, cancelled: signal.aborted, elapsedMs };
}

const header = ({ adapter, options }: RunDeps) => ({
  command: options.command,
  invocation: options.invocation,
  target: options.target,
  adapter: adapter.name,
  threads: options.threads,
  mode: options.mode,
});

interface Chosen {
  readonly nodes: ReadonlyMap<NodeId, RunNode>;
  readonly order: BuildOrder;
}

/** Ephemeral models and the like are looked through: what is behind them still comes later. */
function chosen(selection: ReadonlySet<NodeId>, { cloneFrom, graph, manifest, options }: RunDeps): Chosen {
  const find = (id: NodeId): RunNode | undefined =>
    manifest.nodes.get(id) ??
    manifest.unitTests.get(id) ??
    manifest.functions.get(id) ??
    manifest.sources.get(id) ??
    manifest.exposures.get(id) ??
    manifest.savedQueries.get(id);
  const nodes = new Map([...selection].flatMap(id => runnable(find(id)).map(node => [id, node] as const)));
  if (cloneFrom !== undefined) return { nodes, order: independent([...nodes.keys()]) };
  const order = buildOrder(graph, { manifest, selected: new Set(nodes.keys()), tests: options.tests });
  return { nodes, order };
}

/** What is cloned is not read by what is cloned after it. */
const independent = (ids: readonly NodeId[]): BuildOrder => ({
  ids,
  waitsFor: new Map(),
  releases: new Map(),
  priority: new Map(),
});

const runnable = (node: RunNode | undefined): readonly RunNode[] =>
  node === undefined ||
  node.resource_type === 'analysis' ||
  node.resource_type === 'operation' ||
  (node.resource_type === 'model' && materializationOf(node) === 'ephemeral')
    ? []
    : [node];

const operationNodes = ({ manifest }: RunDeps): readonly (readonly [NodeId, RunNode])[] =>
  [...operationsOf(manifest, 'on-run-start'), ...operationsOf(manifest, 'on-run-end')].map(node => [node.unique_id, node]);

interface Starting extends Chosen {
  readonly startedAt: Date;
}

function share(deps: RunDeps, { nodes, order, startedAt }: Starting, signal: AbortSignal): Shared {
  const { adapter, compiler, options, warehouse } = deps;
  const capabilities = adapter.capabilities(warehouse.server, warehouse.server.defaultCatalog);
  const cache = relationCache({ warehouse, names: capabilities.names, signal });
  const likely = deps.cloneFrom === undefined ? likelyOrder(order).flatMap(id => nodes.get(id) ?? []) : [];
  const ahead = compilesAhead({ compiler, nodes: likely, width: options.threads });
  const tag = invocationTag(startedAt, options.invocation);
  return { deps, cache, ahead, capabilities, tag, signal, turns: createTurns(), backlog: createBacklog() };
}
const isFree = (id: NodeId, { waitsFor }: BuildOrder): boolean => (waitsFor.get(id)?.length ?? 0) === 0;

/** In which nodes start, as far as that does not depend on how long each takes. */
const likelyOrder = ({ ids, priority }: BuildOrder): readonly NodeId[] =>
  [...ids].sort((a, b) => (priority.get(b) ?? 0) - (priority.get(a) ?? 0));

async function prepare(shared: Shared, nodes: readonly RunNode[], isLocked: boolean): Promise<void> {
  const { deps, signal } = shared;
  const session = await deps.warehouse.session({ tag: { invocation: deps.options.invocation, node: 'schemas' }, signal });
  try {
    const { mode, storeFailures } = deps.options;
    await prepareSchemas({ ...deps, ...shared, nodes, session, mode, storeFailures, isLocked }, signal);
  } finally {
    await session.close();
  }
}

interface NodesToRun extends Chosen {
  readonly failFast: AbortController;
  /** False when a hook before the nodes failed: then all are skipped. */
  readonly canRun: boolean;
}

async function runNodes(shared: Shared, { nodes, order, failFast, canRun }: NodesToRun): Promise<readonly RunResult[]> {
  const { deps, signal } = shared;
  const { clock, emit, options } = deps;
  const results: RunResult[] = [];
  const total = order.ids.length;
  let index = 0;
  const ended = new Set<NodeId>();
  const end = (node: RunNode, at: number, result: RunResult, skippedBecause: NodeId | null): void => {
    // A node that was given up may end later.
    if (ended.has(node.unique_id)) return;
    ended.add(node.unique_id);
    results.push(result);
    emit({ kind: 'node.end', at: clock.now(), node, index: at, total, result, skippedBecause });
  };
  const later = new Set([...nodes.values()].flatMap(node => relationBuiltBy(node) ?? []));
  // A pointer is made anew when its node is done, so it is never in the way of that node itself.
  const pointers = new Set([...nodes.keys()].flatMap(id => deps.manifest.pointers.get(id) ?? []).map(relationKey));
  const isBuiltLater = (name: RelationName): boolean => later.has(relationKey(name)) || pointers.has(relationKey(name));
  const run: ScheduleOptions['run'] = async (id, thread, spare) => {
    const node = nodes.get(id) as RunNode;
    later.delete(relationBuiltBy(node) ?? '');
    index += 1;
    const at = index;
    emit({ kind: 'node.start', at: clock.now(), node, index: at, total });
    const threadId = `Thread-${thread} (worker)`;
    if (isIdle(node)) {
      end(node, at, { ...unstarted(node, { status: 'no-op', message: 'NO-OP', diagnostics: [] }), threadId, failures: 0 }, null);
      return 'passed';
    }
    const act = (session: NodeSession, batch: BatchPlace | null): Promise<Outcome> =>
      actOn(shared, { node, session, batch, isBuiltLater });
    const result =
      isMicrobatch(node) && deps.cloneFrom === undefined
        ? await runMicrobatch(shared, { node, thread, spare, act })
        : await runNode(shared, { node, threadId, act: session => act(session, null) });
    end(node, at, result, null);
    const passed = options.mode === 'plan' || ['success', 'pass', 'warn'].includes(result.status);
    if (!passed && options.onFailure === 'stop') failFast.abort();
    return passed ? 'passed' : 'failed';
  };
  const onSkip = (id: NodeId, because: NodeId | null): void => {
    const node = nodes.get(id) as RunNode;
    index += 1;
    end(node, index, skipped(node, because), because);
  };
  const onGiveUp = (id: NodeId): void => {
    const node = nodes.get(id) as RunNode;
    end(node, index, unstarted(node, { status: 'skipped', message: UNANSWERED, diagnostics: [] }), null);
  };
  const { onFailure } = options;
  // One plan after the other, in an order that does not change from run to run.
  const threads = options.mode === 'plan' ? 1 : options.threads;
  if (!canRun) for (const id of order.ids) onSkip(id, null);
  else await schedule({ order, threads, run, onSkip, onGiveUp, onFailure }, signal);
  return results;
}

const UNANSWERED = 'Cancelled while it was running; the warehouse has not said that it stopped.';

const relationKey = ({ schema, name }: RelationName): string => JSON.stringify([schema, name]);

/** Null where nothing is built, or only added to. */
function relationBuiltBy(node: RunNode): string | null {
  if (!isWriter(node) || node.relation_name === null) return null;
  return ['incremental', 'snapshot'].includes(materializationOf(node)) ? null : relationKey(targetOf(node));
}

interface Acting {
  readonly node: BuiltNode;
  readonly session: NodeSession;
  readonly batch: BatchPlace | null;
  readonly isBuiltLater: (name: RelationName) => boolean;
}

function actOn({ ahead, deps, tag, turns }: Shared, { node, session, batch, isBuiltLater }: Acting): Promise<Outcome> {
  const { adapter, cloneFrom, compiler, manifest, options, readText, runners } = deps;
  if (node.resource_type === 'unit_test') return runUnitTest({ ...session, node, adapter, compiler });
  if (node.resource_type === 'source') return measureFreshness({ node, port: session.port, compiler });
  const { refresh, storeFailures } = options;
  const { port } = session;
  const slice = batch?.slice ?? null;
  const own = batch === null ? node : nodeOfBatch(node, batch);
  const run: NodeRun = {
    ...{ node: own, port, adapter, compiler, manifest, refresh, storeFailures, readText, isBuiltLater, batch, turns },
    tag: batch?.tag ?? tag,
    compile: () => {
      const compiled = slice === null ? ahead.take(node.unique_id) : null;
      return session.compiled(async () => compiled ?? compiler.compile(own, port, slice));
    },
    render: text => compiler.renderText(own, text, port, { slice }),
  };
  return cloneFrom === undefined ? runWith(new Map([...builtInRunners, ...(runners ?? [])]), run) : runClone(run, cloneFrom);
}

const skipped = (node: RunNode, because: NodeId | null): RunResult =>
  unstarted(node, {
    status: 'skipped',
    message: because === null ? null : `Skipped since \`${because}\` did not succeed.`,
    diagnostics: [],
  });

const unstarted = (node: RunNode, why: Pick<RunResult, 'status' | 'message' | 'diagnostics'>): RunResult => ({
  ...why,
  node: node.unique_id,
  timing: [],
  threadId: 'main',
  elapsedMs: 0,
  failures: null,
  adapterResponse: {},
  relationName: 'relation_name' in node ? node.relation_name : null,
  compiled: false,
  compiledCode: null,
});

/** One after the other; those after a failed one are skipped. */
async function runOperations(
  shared: Shared,
  place: OperationPlace,
  names: () => ReadonlyMap<string, unknown>,
): Promise<RunResult[]> {
  const { clock, compiler, emit, manifest, options } = shared.deps;
  const operations = options.operations === 'none' ? [] : operationsOf(manifest, place);
  if (operations.length === 0) return [];
  const extra = names();
  const results: RunResult[] = [];
  for (const [at, node] of operations.entries()) {
    const place = { node, index: at + 1, total: operations.length };
    emit({ kind: 'node.start', at: clock.now(), ...place });
    const act = ({ port }: NodeSession): Promise<Outcome> => runOperation({ node, port, compiler, extra });
    const skippedBecause = results.find(result => result.status !== 'success')?.node ?? null;
    const result =
      skippedBecause === null ? await runNode(shared, { node, threadId: 'main', act }) : skipped(node, skippedBecause);
    results.push(result);
    emit({ kind: 'node.end', at: clock.now(), ...place, result, skippedBecause });
  }
  return results;
}
