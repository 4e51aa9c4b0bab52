import type { BatchResults, RunResult } from '../artifact/run-result.ts';
import { type Checked, type Diagnostic, diagnose, hasErrors } from '../diagnostic/diagnostic.ts';
import type { NodeId } from '../manifest/id.ts';
import type { ModelNode } from '../manifest/node.ts';
import { batchSizes } from '../manifest/strategy.ts';
import { type Batch, type BatchSize, batchEnd, batchesBetween, batchOf, dueSpan } from '../materialize/batch.ts';
import { isoText, momentOf } from '../sql/moment.ts';
import { configReader } from './config-value.ts';
import type { RunNode } from './event.ts';
import { type BatchPlace, type Outcome, refused, targetOf } from './node-run.ts';
import type { EarlierBatches } from './run-deps.ts';
import { type NodeSession, runNode, type Shared } from './run-node.ts';
import type { SpareThreads } from './scheduler.ts';

/** Whether the node is built one span of time after the other. */
export const isMicrobatch = (node: RunNode): node is ModelNode =>
  node.resource_type === 'model' &&
  node.config.materialized === 'incremental' &&
  String(node.config['incremental_strategy']).toLowerCase() === 'microbatch';

export interface MicrobatchJob {
  readonly node: ModelNode;
  readonly thread: number;
  readonly spare: SpareThreads;
  /** Builds one batch. */
  readonly act: (session: NodeSession, batch: BatchPlace) => Promise<Outcome>;
}

/** Builds the batches that are due, each on its own, so that one that fails leaves the others. Fails as `runNode` does. */
export async function runMicrobatch(shared: Shared, job: MicrobatchJob): Promise<RunResult> {
  const { node, thread } = job;
  const startedAt = shared.deps.clock.now();
  const config = microbatchConfig(node);
  if (hasErrors(config.diagnostics))
    return runNode(shared, { node, threadId: threadName(thread), act: async () => refused(config.diagnostics) });
  const existing = await shared.cache.relation(targetOf(node));
  const earlier = shared.deps.options.batches?.get(node.unique_id);
  // What has been built of a table that was to start over stays.
  const isNew = existing?.kind !== 'table' || (startsOver(node, shared) && (earlier?.successful ?? []).length === 0);
  const batches = dueBatches(shared, config.value, { isNew, earlier });
  const results = await runAll(shared, job, { batches, isNew, isConcurrent: mayBeConcurrent(node, config.value, shared) });
  return joined(node, { startedAt, endedAt: shared.deps.clock.now(), batches, results, earlier });
}

const startsOver = ({ config }: ModelNode, { deps }: Shared): boolean =>
  typeof config['full_refresh'] === 'boolean' ? config['full_refresh'] : deps.options.refresh === 'full';

interface MicrobatchConfig {
  readonly begin: Date;
  readonly size: BatchSize;
  readonly lookback: number;
  /** Null: as the model allows it. */
  readonly concurrent: boolean | null;
}

function microbatchConfig(node: ModelNode): Checked<MicrobatchConfig> {
  const reader = configReader(node.name, node.config);
  const begin = momentOf(String(node.config['begin'] ?? ''));
  const value = {
    begin: begin ?? new Date(0),
    size: reader.choice('batch_size', batchSizes, 'day'),
    lookback: reader.count('lookback') ?? 1,
    concurrent: reader.flag('concurrent_batches'),
  };
  const missing = ['event_time', 'begin', 'batch_size'].filter(key => (node.config[key] ?? null) === null);
  const problems: Diagnostic[] = missing.map(key => diagnose('parse-microbatch-config', null, { node: node.name, key }));
  if (begin === null && !missing.includes('begin'))
    problems.push(
      diagnose('run-config-value', null, {
        node: node.name,
        key: 'begin',
        value: String(node.config['begin']),
        expected: 'a date or a moment, as `2026-01-31` or `2026-01-31 06:00:00`',
        near: null,
      }),
    );
  return { value, diagnostics: [...reader.diagnostics, ...problems] };
}

interface DueOptions {
  readonly isNew: boolean;
  readonly earlier: EarlierBatches | undefined;
}

function dueBatches({ deps }: Shared, config: MicrobatchConfig, { isNew, earlier }: DueOptions): readonly Batch[] {
  const { begin, lookback, size } = config;
  if (earlier !== undefined) return earlier.failed.map(([start, end]) => batchOf(start, end, size));
  const now = deps.clock.now();
  const span = deps.options.window ?? (isNew ? { start: begin, end: batchEnd(now, size) } : dueSpan({ now, size, lookback }));
  return batchesBetween(span, size);
}

/** A model that reads its own table would see what batches beside it have done so far. */
const mayBeConcurrent = (node: ModelNode, { concurrent }: MicrobatchConfig, { capabilities, deps }: Shared): boolean =>
  deps.options.mode === 'apply' && capabilities.concurrentBatches && (concurrent ?? !/\bthis\b/.test(node.raw_code));

interface Running {
  readonly batches: readonly Batch[];
  readonly isNew: boolean;
  readonly isConcurrent: boolean;
}

/** The first makes the table where there is none, and the last ends the node, so these two are never among the concurrent ones. */
async function runAll(shared: Shared, job: MicrobatchJob, running: Running): Promise<readonly (RunResult | null)[]> {
  const { batches, isNew, isConcurrent } = running;
  const results: (RunResult | null)[] = batches.map(() => null);
  const last = batches.length - 1;
  const run = async (at: number, thread: number): Promise<void> => {
    if (shared.signal.aborted) return;
    const completes = at === last && results.every((one, place) => place === at || one?.status === 'success');
    results[at] = await runBatch(shared, job, { batches, isNew, at, thread, completes });
  };
  if (last >= 0) await run(0, job.thread);
  if (isNew && results[0]?.status !== 'success') return results;
  const between = batches.map((_, at) => at).slice(1, Math.max(1, last));
  if (isConcurrent) await withSpareThreads(between, job, run);
  else for (const at of between) await run(at, job.thread);
  if (last > 0) await run(last, job.thread);
  return results;
}

/** On the node's own thread and on those that nobody else needs when a batch starts. */
async function withSpareThreads(
  places: readonly number[],
  { spare, thread: own }: MicrobatchJob,
  run: (at: number, thread: number) => Promise<void>,
): Promise<void> {
  const left = [...places];
  const helpers = new Set<Promise<void>>();
  const work = async (thread: number): Promise<void> => {
    for (let at = left.shift(); at !== undefined; at = left.shift()) {
      callForHelp();
      await run(at, thread);
    }
  };
  const callForHelp = (): void => {
    const thread = left.length > 0 ? spare.take() : null;
    if (thread === null) return;
    const helper = work(thread).finally(() => spare.give(thread));
    helpers.add(helper);
  };
  await work(own);
  for (const helper of helpers) await helper;
}

interface BatchJob extends Pick<Running, 'batches' | 'isNew'> {
  readonly at: number;
  readonly thread: number;
  readonly completes: boolean;
}

async function runBatch(shared: Shared, job: MicrobatchJob, batchJob: BatchJob): Promise<RunResult> {
  const { batches, isNew, at, thread, completes } = batchJob;
  const batch = batches[at] as Batch;
  const place: BatchPlace = {
    slice: { ...batch, isIncremental: !isNew || at > 0 },
    isFirst: at === 0,
    isLast: at === batches.length - 1,
    completes,
    // Batches may wait beside each other.
    tag: `${shared.tag}${at.toString(36)}`,
  };
  const { node } = job;
  const result = await runNode(shared, {
    node,
    threadId: threadName(thread),
    part: batch.name,
    act: session => job.act(session, place),
  });
  const { clock, emit } = shared.deps;
  const rows = result.adapterResponse['rows_affected'];
  const counted = typeof rows === 'number' ? `, ${rows} ${rows === 1 ? 'row' : 'rows'}` : '';
  const text = `Batch ${at + 1} of ${batches.length} of ${node.name}, ${batch.name}: ${result.status}${counted}`;
  emit({ kind: 'log', at: clock.now(), level: 'info', text, node: node.unique_id });
  return result;
}

const threadName = (thread: number): string => `Thread-${thread} (worker)`;

interface Joining {
  readonly startedAt: Date;
  readonly endedAt: Date;
  readonly batches: readonly Batch[];
  /** Null for those that did not run. */
  readonly results: readonly (RunResult | null)[];
  readonly earlier: EarlierBatches | undefined;
}

function joined(node: ModelNode, { startedAt, endedAt, batches, results, earlier }: Joining): RunResult {
  const isGood = (at: number): boolean => results[at]?.status === 'success';
  const span = ({ start, end }: Batch): readonly [string, string] => [isoText(start), isoText(end)];
  const found: BatchResults = {
    successful: [
      ...batches.filter((_, at) => isGood(at)).map(span),
      ...(earlier?.successful ?? []).map(([start, end]) => [isoText(start), isoText(end)] as const),
    ],
    failed: batches.filter((_, at) => !isGood(at)).map(span),
  };
  const good = batches.filter((_, at) => isGood(at)).length;
  const wasCancelled = results.some(one => one?.status === 'skipped') && results.every(one => one?.status !== 'error');
  const status = good === batches.length ? 'success' : good > 0 ? 'partial success' : wasCancelled ? 'skipped' : 'error';
  const diagnostics = results.flatMap(one => one?.diagnostics ?? []);
  const rows = results.map(one => one?.adapterResponse['rows_affected']).filter(one => typeof one === 'number');
  return {
    status,
    message: messageOf({ status, good, all: batches.length, diagnostics }),
    node: node.unique_id as NodeId,
    timing: [{ name: 'execute', startedAt, completedAt: endedAt }],
    threadId: results.find(one => one !== null)?.threadId ?? 'main',
    elapsedMs: endedAt.getTime() - startedAt.getTime(),
    failures: 0,
    adapterResponse: rows.length === 0 ? {} : { _message: 'OK', rows_affected: rows.reduce((sum, one) => sum + one, 0) },
    relationName: node.relation_name,
    compiled: false,
    compiledCode: null,
    batches: found,
    diagnostics: [...diagnostics].slice(0, MOST_TOLD),
  };
}

/** Batches mostly fail for one reason. */
const MOST_TOLD = 3;

interface Told {
  readonly status: RunResult['status'];
  readonly good: number;
  readonly all: number;
  readonly diagnostics: readonly Diagnostic[];
}

function messageOf({ status, good, all, diagnostics }: Told): string | null {
  if (status === 'success') return 'SUCCESS';
  if (status === 'partial success') return `PARTIAL SUCCESS (${good}/${all})`;
  return diagnostics[0]?.text ?? null;
}
