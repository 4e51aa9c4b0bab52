import type { Capabilities } from '../adapter/capabilities.ts';
import type { RunResult, Timing } from '../artifact/run-result.ts';
import type { CompiledNode } from '../compile/compiled.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { Span } from '../diagnostic/span.ts';
import type { NodeId } from '../manifest/id.ts';
import { type Origin, parentsOf } from '../manifest/manifest.ts';
import { sourceName } from '../manifest/node.ts';
import type { Sql } from '../sql/relation.ts';
import type { Ahead } from './ahead.ts';
import type { Backlog } from './backlog.ts';
import { dryRunPort, type PlannedStep } from './dry-run.ts';
import { type BuiltNode, isWriter } from './event.ts';
import { failureDiagnostics, isCancelled, warehouseErrorOf } from './failure.ts';
import { goneMeanwhile } from './gone.ts';
import { materializationOf, type Outcome } from './node-run.ts';
import { type NodePort, nodePort, type Sent } from './port.ts';
import { reconnecting } from './reconnect.ts';
import type { RelationCache } from './relation-cache.ts';
import type { RunDeps } from './run-deps.ts';
import type { Turns } from './turn.ts';

/** What all nodes of an invocation share. */
export interface Shared {
  readonly deps: RunDeps;
  readonly cache: RelationCache;
  readonly capabilities: Capabilities;
  readonly tag: string;
  readonly turns: Turns;
  readonly ahead: Ahead;
  /** What is left to write down. */
  readonly backlog: Backlog;
  /** Aborted when the user cancels, and at the first failure when that ends the run. */
  readonly signal: AbortSignal;
}

export interface NodeJob {
  readonly node: BuiltNode;
  readonly threadId: string;
  /** The name of the batch; not given for a whole node. */
  readonly part?: string;
  readonly act: (session: NodeSession) => Promise<Outcome>;
}

/** What is there while one node runs. */
export interface NodeSession {
  readonly port: NodePort;
  /** Notes what was compiled, and how long it took. */
  compiled(compile: () => Promise<CompiledNode>): Promise<CompiledNode>;
}

/** One node in a session of its own, from compiling to its result. Fails only with what `written` has failed with before. */
export async function runNode(shared: Shared, job: NodeJob): Promise<RunResult> {
  const { clock, written } = shared.deps;
  const trace: Trace = { startedAt: clock.now(), compiled: null, timing: [], statements: [], port: null };
  const ended = await outcomeOf(shared, job, trace);
  const completedAt = clock.now();
  const compiledAt = trace.timing[0]?.completedAt ?? trace.startedAt;
  trace.timing.push({ name: 'execute', startedAt: compiledAt, completedAt });
  const { compiled, statements } = trace;
  if (written !== undefined) shared.backlog.add(() => written({ node: job.node, part: job.part ?? null, compiled, statements }));
  return {
    ...ended,
    node: job.node.unique_id,
    timing: trace.timing,
    threadId: job.threadId,
    elapsedMs: completedAt.getTime() - trace.startedAt.getTime(),
    relationName: 'relation_name' in job.node ? job.node.relation_name : null,
    compiled: compiled !== null,
    compiledCode: compiled?.sql ?? null,
  };
}

/** What is noted while a node runs. */
interface Trace {
  readonly startedAt: Date;
  compiled: CompiledNode | null;
  readonly timing: Timing[];
  readonly statements: Sql[];
  port: NodePort | null;
}

type Ended = Pick<RunResult, 'status' | 'message' | 'failures' | 'adapterResponse' | 'diagnostics' | 'freshness'>;

async function outcomeOf(shared: Shared, job: NodeJob, trace: Trace): Promise<Ended> {
  const { deps, signal } = shared;
  const { node } = job;
  const written = deps.manifest.origins.get(node.unique_id);
  const announce = (text: string): void =>
    deps.emit({ kind: 'log', at: deps.clock.now(), level: 'warn', text, node: node.unique_id });
  const isRepeatable = (): boolean => trace.port === null || mayRepeat(node, trace.port.sent);
  try {
    const outcome = await reconnecting(() => attempt(shared, job, trace), { isRepeatable, announce }, signal);
    return told({ ...outcome, diagnostics: placed(outcome.diagnostics, () => originSpan(written, deps)) }, deps);
  } catch (error) {
    if (isCancelled(error) && signal.aborted) return failed('skipped', 'Cancelled while it was running.', []);
    if (deps.options.mode === 'plan' && warehouseErrorOf(error)?.reason === 'missing') return failed('skipped', UNKNOWN, []);
    const { compiled, port } = trace;
    const origin = originSpan(written, deps);
    const isWholeFile = written === undefined || written.path === null;
    const context = {
      node: node.resource_type === 'source' ? sourceName(node) : node.name,
      origin,
      isWholeFile,
      compiled,
      statement: port?.statementOf(error) ?? null,
      reads: () => readsOf(node, deps),
    };
    const gone = await goneMeanwhile(shared, node, error);
    const diagnostics = placed(gone === null ? failureDiagnostics(error, context) : [gone], () => origin);
    // A source in `error` is one that was looked at, and is old.
    const status = node.resource_type === 'source' ? 'runtime error' : 'error';
    return failed(status, diagnostics.map(one => one.text).join('\n'), diagnostics);
  }
}

const UNKNOWN = 'Its plan is not known before what it reads is built.';

/** In a session of its own. */
async function attempt(shared: Shared, { node, act }: NodeJob, trace: Trace): Promise<Outcome> {
  const { deps, signal } = shared;
  const session = await deps.warehouse.session({ tag: { invocation: deps.options.invocation, node: node.unique_id }, signal });
  try {
    const port = nodePort({ ...deps, ...shared, session, onStatement: noting(shared, node.unique_id, trace) }, signal);
    trace.port = port;
    if (deps.options.mode === 'apply') return await act(nodeSession(shared, port, trace));
    const steps: PlannedStep[] = [];
    const dry = dryRunPort(port, { ...deps, ...shared, onPlan: step => void steps.push(step) });
    const outcome = await act(nodeSession(shared, dry, trace));
    deps.emit({ kind: 'plan', at: deps.clock.now(), node, steps });
    return outcome;
  } finally {
    await session.close();
  }
}

/** These are made anew, or only looked at: doing it twice gives what doing it once gives. */
const madeAnew: ReadonlySet<string> = new Set(['view', 'table', 'seed', 'test', 'unit_test']);

/** Rows may have been added, and what the author sends may do anything. */
function mayRepeat(node: BuiltNode, { steps, own }: Sent): boolean {
  if (own) return false;
  return !steps || madeAnew.has(isWriter(node) ? materializationOf(node) : node.resource_type);
}

/** Warnings are told at once; what a result carries is why it failed. */
function told(outcome: Outcome, { emit, clock }: RunDeps): Outcome {
  for (const diagnostic of outcome.diagnostics)
    if (diagnostic.severity === 'warning') emit({ kind: 'diagnostic', at: clock.now(), diagnostic });
  return { ...outcome, diagnostics: outcome.diagnostics.filter(one => one.severity === 'error') };
}

const readsOf = (node: BuiltNode, { manifest }: RunDeps) =>
  parentsOf(node).flatMap(id => {
    const read = manifest.nodes.get(id);
    return read === undefined || !('relation_name' in read) ? [] : [{ name: read.name, relation: read.relation_name }];
  });

/** What says of no place where it is, is about the node. */
const placed = (diagnostics: readonly Diagnostic[], origin: () => Span | null): readonly Diagnostic[] =>
  diagnostics.map(one => (one.span === null ? { ...one, span: origin() } : one));

/** Only asked for when there is something to tell: finding a place in a properties file means reading it again. */
function originSpan(origin: Origin | undefined, { locate }: RunDeps): Span | null {
  if (origin === undefined) return null;
  if (origin.path !== null && locate !== undefined) return locate(origin);
  return { file: origin.file, ...origin.start, length: 1 };
}

const failed = (status: 'error' | 'runtime error' | 'skipped', message: string, diagnostics: readonly Diagnostic[]): Ended => ({
  status,
  message,
  failures: null,
  adapterResponse: {},
  diagnostics,
});

const noting =
  ({ deps }: Shared, node: NodeId, trace: Trace): Parameters<typeof nodePort>[0]['onStatement'] =>
  ({ sql, elapsedMs, rows, origin }) => {
    if (origin === 'step' || origin === 'check' || origin === 'query') trace.statements.push(sql);
    deps.emit({ kind: 'statement', at: deps.clock.now(), node, sql, elapsedMs, rows });
  };

const nodeSession = ({ deps: { clock } }: Shared, port: NodePort, trace: Trace): NodeSession => ({
  port,
  compiled: async compile => {
    const startedAt = clock.now();
    trace.compiled = await compile();
    trace.timing.push({ name: 'compile', startedAt, completedAt: clock.now() });
    // What templates asked before belongs to compiling, not to what is run.
    trace.statements.length = 0;
    return trace.compiled;
  },
});
