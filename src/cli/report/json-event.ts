import { instant } from '../../artifact/metadata.ts';
import type { RunResult } from '../../artifact/run-result.ts';
import type { CommandEvent } from '../../command/event.ts';
import type { RunNode } from '../../execute/event.ts';
import type { NodeId } from '../../manifest/id.ts';
import { diagnosticLine } from './json-diagnostic.ts';
import { nodeInfo, runResult } from './json-node.ts';
import { packageLines } from './json-package.ts';
import { saveLines } from './json-save.ts';
import { counted, detailOf, kindOf, labelOf, secondsText, verdictOf } from './node-line.ts';
import type { LogLevel } from './reporter.ts';
import { rowsJson } from './rows.ts';
import { isTrouble } from './summary.ts';

export interface LogLine {
  /** The event names and codes are those that orchestrators know. */
  readonly name: string;
  readonly code: string;
  readonly level: Exclude<LogLevel, 'none'>;
  readonly msg: string;
  readonly thread: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What later lines need of earlier events. */
export interface LineState {
  readonly invocation: string;
  readonly names: Map<NodeId, string>;
  readonly started: Map<NodeId, Date>;
  readonly nodes: Map<NodeId, RunNode>;
  /** Whether lines of this level are wanted; those that a run has most of are not made in vain. */
  readonly tells: (level: LogLine['level']) => boolean;
}

type EventOf<K extends CommandEvent['kind']> = Extract<CommandEvent, { readonly kind: K }>;
type Line = Omit<LogLine, 'thread'> & { readonly thread?: string };

export const jsonLines = (event: CommandEvent, state: LineState): readonly LogLine[] =>
  linesOf(event, state).map(line => ({ ...line, thread: line.thread ?? 'MainThread' }));

function linesOf(event: CommandEvent, state: LineState): readonly Line[] {
  switch (event.kind) {
    case 'command.start':
      return startLines(event);
    case 'project':
      return [
        line('AdapterRegistered', 'E034', 'info', `Registered adapter: ${event.adapter}=${event.adapterVersion}`, {
          adapter_name: event.adapter,
          adapter_version: `=${event.adapterVersion}`,
        }),
      ];
    case 'run.start':
      return runStartLines(event);
    case 'node.start':
      return nodeStartLines(event, state);
    case 'plan':
      return [planLine(event)];
    case 'node.end':
      return nodeEndLines(event, state);
    case 'run.end':
      return runEndLines(event, state);
    case 'log':
      return [line('JinjaLogInfo', 'I062', event.level, event.text, { msg: event.text, ...about(event.node, state) })];
    case 'statement':
      return statementLines(event, state);
    case 'diagnostic':
      return [diagnosticLine(event.diagnostic)];
    case 'artifact':
      return [
        line('ArtifactWritten', 'P001', 'debug', `Wrote artifact to ${event.path}`, {
          artifact_path: event.path,
          artifact_type: artifactType(event.path),
        }),
      ];
    case 'output':
      return [line('PrintEvent', 'Z052', 'info', event.text, { msg: event.text, unique_id: event.node })];
    case 'rows':
      return [rowsLine(event)];
    case 'package':
      return packageLines(event);
    case 'save':
      return saveLines(event);
    case 'note':
      return [line('Note', 'Z050', 'info', event.text, { msg: event.text })];
    case 'command.end':
      return [commandEndLine(event)];
    default:
      return event satisfies never;
  }
}

/** By the file's name: what readers of the lines call the artifact. */
const artifactTypes: Readonly<Record<string, string>> = {
  'manifest.json': 'WritableManifest',
  'run_results.json': 'RunExecutionResult',
  'catalog.json': 'CatalogArtifact',
  'sources.json': 'FreshnessExecutionResultArtifact',
};

function artifactType(path: string): string {
  const name = path.split(/[/\\]/).at(-1) ?? path;
  return artifactTypes[name] ?? name.replace(/\.json$/, '');
}

type LineLevel = LogLine['level'];

const line = (name: string, code: string, level: LineLevel, msg: string, data: LogLine['data']): Line => ({
  name,
  code,
  level,
  msg,
  data,
});

function startLines({ args, command, dbtVersion, version }: EventOf<'command.start'>): readonly Line[] {
  const given = { ...args, which: command };
  return [
    line('MainReportVersion', 'A001', 'info', `Running Modelwright ${version} as dbt=${dbtVersion}`, {
      version: `=${dbtVersion}`,
      modelwright_version: version,
      log_version: 3,
    }),
    line('MainReportArgs', 'A002', 'debug', `Running ${command}`, {
      args: Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)])),
    }),
  ];
}

function runStartLines({ nodes, threads, target }: EventOf<'run.start'>): readonly Line[] {
  const text = `Concurrency: ${threads} threads (target='${target}')`;
  return [
    line('FoundStats', 'W006', 'info', `Found ${counted(nodes.length, 'node')} to run`, {
      stat_line: counted(nodes.length, 'node'),
    }),
    line('ConcurrencyLine', 'Q027', 'info', text, { num_threads: threads, target_name: target, node_count: nodes.length }),
  ];
}

/** No other tool plans, so the event is ours. */
function planLine({ node, steps }: EventOf<'plan'>): Line {
  const of = node === null ? { unique_id: null } : { unique_id: node.unique_id, node_name: node.name };
  return line('NodePlanned', 'M001', 'info', `Plan of ${node?.unique_id ?? 'the schemas'}`, { ...of, steps });
}

function nodeStartLines(
  { at, node, index, total }: EventOf<'node.start'>,
  { names, started, nodes, tells }: LineState,
): readonly Line[] {
  names.set(node.unique_id, node.name);
  started.set(node.unique_id, at);
  nodes.set(node.unique_id, node);
  const infoWith = (status: string) => ({ node_info: nodeInfo(node, { status, startedAt: at, finishedAt: null }) });
  const info = infoWith('started');
  const description = describe(node);
  const place = { description, index, total };
  const start = line('LogStartLine', 'Q011', 'info', `${index} of ${total} START ${description}`, { ...place, ...info });
  if (!tells('debug')) return [start];
  return [
    line('NodeStart', 'Q024', 'debug', `Began running node ${node.unique_id}`, info),
    start,
    // From outside, the two cannot be told apart before the first statement has ended.
    line('NodeCompiling', 'Q030', 'debug', `Began compiling node ${node.unique_id}`, infoWith('compiling')),
    line('NodeExecuting', 'Q031', 'debug', `Began executing node ${node.unique_id}`, infoWith('executing')),
  ];
}

const describe = (node: RunNode): string => `${node.resource_type === 'source' ? 'freshness of' : kindOf(node)} ${labelOf(node)}`;

function nodeEndLines(
  { at, node, index, total, result, skippedBecause }: EventOf<'node.end'>,
  state: LineState,
): readonly Line[] {
  const startedAt = state.started.get(node.unique_id) ?? null;
  const info = nodeInfo(node, { status: result.status, startedAt, finishedAt: at });
  const because = skippedBecause === null ? null : (state.names.get(skippedBecause) ?? skippedBecause);
  state.names.set(node.unique_id, node.name);
  const place = { index, total, execution_time: result.elapsedMs / 1000, node_info: info };
  const thread = result.threadId === 'main' ? 'MainThread' : result.threadId;
  const lines =
    result.status === 'skipped' ? [skipLine(node, { because, place, result })] : [resultLine(node, { result, place })];
  if (!state.tells('debug')) return lines.map(one => ({ ...one, thread }));
  const finished = line('NodeFinished', 'Q025', 'debug', `Finished running node ${node.unique_id}`, {
    node_info: info,
    run_result: runResult(result, node),
  });
  return [...lines, finished].map(one => ({ ...one, thread }));
}

interface EndPlace {
  readonly result: RunResult;
  readonly place: { readonly index: number; readonly total: number };
}

/** By the kind of node: the event that tells how one ended. */
const resultNames: Readonly<Record<string, readonly [string, string]>> = {
  model: ['LogModelResult', 'Q012'],
  seed: ['LogSeedResult', 'Q016'],
  snapshot: ['LogSnapshotResult', 'Q015'],
  test: ['LogTestResult', 'Q007'],
  unit_test: ['LogTestResult', 'Q007'],
  operation: ['LogHookEndLine', 'Q033'],
  source: ['LogFreshnessResult', 'Q018'],
};

const noOpName = ['LogNodeNoOpResult', 'Q019'] as const;

function resultLine(node: RunNode, { result, place }: EndPlace): Line {
  const [name, code] = result.status === 'no-op' ? noOpName : (resultNames[node.resource_type] ?? ['LogNodeResult', 'Q008']);
  const verdict = verdictOf(result);
  const level = verdict === 'FAIL' || verdict === 'ERROR' || verdict === 'STALE' ? 'error' : verdict === 'WARN' ? 'warn' : 'info';
  const msg = `${place.index} of ${place.total} ${verdict} ${describe(node)} (${detailOf(result, null)})`;
  return line(name, code, level, msg, {
    ...place,
    name: node.name,
    description: describe(node),
    status: result.status,
    num_models: place.total,
    num_failures: result.failures ?? 0,
    msg: result.message ?? '',
    ...kindData(node, result),
  });
}

/** What only one kind of node has. */
function kindData(node: RunNode, { message }: RunResult): LogLine['data'] {
  switch (node.resource_type) {
    case 'seed':
      return { schema: node.schema, relation: node.alias, result_message: message ?? '' };
    case 'test':
      return { attached_node: node.attached_node ?? '' };
    case 'source':
      return { source_name: node.source_name, table_name: node.name };
    default:
      return {};
  }
}

interface Skip extends EndPlace {
  readonly because: string | null;
}

function skipLine(node: RunNode, { because, place, result }: Skip): Line {
  const msg = `${place.index} of ${place.total} SKIP ${describe(node)} (${detailOf(result, because)})`;
  const schema = 'schema' in node ? node.schema : null;
  const data = { ...place, resource_type: node.resource_type, schema, node_name: node.name, status: result.status };
  return line('SkippingDetails', 'Q034', 'info', msg, data);
}

function runEndLines({ at, elapsedMs, results, cancelled }: EventOf<'run.end'>, state: LineState): readonly Line[] {
  const is = (...statuses: readonly RunResult['status'][]): number =>
    results.filter(result => statuses.includes(result.status)).length;
  const stats = {
    pass: is('success', 'pass'),
    warn: is('warn'),
    error: is('error', 'fail', 'runtime error', 'partial success'),
    skip: is('skipped'),
    noop: is('no-op'),
    total: results.length,
  };
  const text = `PASS=${stats.pass} WARN=${stats.warn} ERROR=${stats.error} SKIP=${stats.skip} NO-OP=${stats.noop} TOTAL=${stats.total}`;
  const done = `Finished running ${counted(results.length, 'node')} in ${secondsText(elapsedMs)}`;
  return [
    line('FinishedRunningStats', 'E047', 'info', done, {
      execution: secondsText(elapsedMs),
      execution_time: elapsedMs / 1000,
      cancelled,
    }),
    line('EndOfRunSummary', 'Z030', 'info', endText(stats, cancelled), {
      num_errors: stats.error,
      num_warnings: stats.warn,
      num_partial_success: is('partial success'),
      keyboard_interrupt: cancelled,
    }),
    ...results.flatMap(result => troubleLines(result, state)),
    line('StatsLine', 'Z023', 'info', `Done. ${text}`, { stats }),
    line('EndRunResult', 'Q037', 'debug', 'Command end result', {
      elapsed_time: elapsedMs / 1000,
      generated_at: instant(at),
      success: stats.error === 0 && !cancelled,
      results: results.map(result => runResult(result, null)),
    }),
  ];
}

function endText({ error, warn }: { readonly error: number; readonly warn: number }, cancelled: boolean): string {
  if (cancelled) return 'Cancelled';
  if (error > 0) return `Completed with ${counted(error, 'error')} and ${counted(warn, 'warning')}`;
  return warn > 0 ? `Completed with ${counted(warn, 'warning')}` : 'Completed successfully';
}

/** What a node is named again for at the end, and what was said of it. */
function troubleLines(result: RunResult, { nodes }: LineState): readonly Line[] {
  if (!isTrouble(result)) return [];
  const node = nodes.get(result.node);
  const path = node?.original_file_path ?? '';
  const data = { node_name: node?.name ?? result.node, path, resource_type: node?.resource_type ?? '', unique_id: result.node };
  const about = `${data.resource_type} ${data.node_name} (${path})`;
  const msg = result.message ?? result.status;
  return result.status === 'warn'
    ? [
        line('RunResultWarning', 'Z021', 'warn', `Warning in ${about}`, data),
        line('RunResultWarningMessage', 'Z046', 'warn', msg, { msg, unique_id: result.node }),
      ]
    : [
        line('RunResultFailure', 'Z022', 'error', `Failure in ${about}`, data),
        line('RunResultError', 'Z024', 'error', msg, { msg, unique_id: result.node }),
      ];
}

function statementLines({ node, sql, elapsedMs, rows }: EventOf<'statement'>, state: LineState): readonly Line[] {
  if (!state.tells('debug')) return [];
  const data = { conn_name: node ?? 'master', ...about(node, state) };
  const status = rows === null ? 'OK' : `OK ${rows}`;
  return [
    line('SQLQuery', 'E016', 'debug', sql, { ...data, sql }),
    line('SQLQueryStatus', 'E017', 'debug', `SQL status: ${status} in ${secondsText(elapsedMs)}`, {
      ...data,
      status,
      elapsed: elapsedMs / 1000,
    }),
  ];
}

function rowsLine({ node, columns, rows }: EventOf<'rows'>): Line {
  const preview = rowsJson(columns, rows);
  return line('ShowNode', 'Q041', 'info', preview, {
    node_name: node?.name ?? 'inline_query',
    unique_id: node?.id ?? null,
    is_inline: node === null,
    output_format: 'json',
    preview,
  });
}

function commandEndLine({ at, command, exitCode, elapsedMs }: EventOf<'command.end'>): Line {
  const success = exitCode === 0;
  const msg = `Command \`model ${command}\` ${success ? 'succeeded' : 'failed'} after ${secondsText(elapsedMs)}`;
  return line('CommandCompleted', 'Q039', 'debug', msg, {
    command,
    success,
    completed_at: instant(at),
    elapsed: elapsedMs / 1000,
  });
}

const about = (id: NodeId | null, { nodes, started }: LineState): Readonly<Record<string, unknown>> => {
  const node = id === null ? undefined : nodes.get(id);
  const startedAt = id === null ? null : (started.get(id) ?? null);
  return node === undefined ? {} : { node_info: nodeInfo(node, { status: 'executing', startedAt, finishedAt: null }) };
};
