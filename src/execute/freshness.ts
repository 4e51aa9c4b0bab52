import type { SourceFreshness } from '../artifact/run-result.ts';
import type { Compiler } from '../compile/compiler.ts';
import { TableObject } from '../context/table.ts';
import { diagnose, StartFailure } from '../diagnostic/diagnostic.ts';
import { thresholdOf } from '../manifest/freshness.ts';
import { type PlainMap, type SourceNode, sourceName } from '../manifest/node.ts';
import { microsText } from '../sql/moment.ts';
import { HostObject, text, type Value } from '../template/index.ts';
import { PyDateTime } from '../template/module/date-time.ts';
import { warehouseErrorOf } from './failure.ts';
import type { Outcome } from './node-run.ts';
import type { NodePort } from './port.ts';

export interface FreshnessRun {
  readonly node: SourceNode;
  readonly port: NodePort;
  readonly compiler: Compiler;
}

/** Asks when the newest row of a source came, through the macro that a project may have made its own, and judges its age. */
export async function measureFreshness({ node, port, compiler }: FreshnessRun): Promise<Outcome> {
  if (node.loaded_at_field === null && node.loaded_at_query === null)
    throw new StartFailure([diagnose('parse-freshness-unmeasurable', null, { source: sourceName(node) })]);
  const returned = await compiler.collectFreshness(node, port).catch((error: unknown) => {
    // What a warehouse says is about the source, however many macros are between.
    throw warehouseErrorOf(error) ?? error;
  });
  const freshness = momentsOf(node, tableIn(returned));
  const { status, limit } = verdictOf(freshness, node.freshness);
  const message = limit === null ? null : `${newestText(freshness)} may be ${limit}.`;
  return { status, message, failures: null, adapterResponse: { _message: 'OK' }, diagnostics: [], freshness };
}

const newestText = ({ maxLoadedAt }: SourceFreshness): string =>
  maxLoadedAt === null ? 'No row says when it came; the newest' : `The newest row came at ${microsText(maxLoadedAt)}; it`;

/** The macro gives the result of a statement; those of old packages give its table. */
const tableIn = (returned: Value): Value =>
  returned instanceof HostObject && !(returned instanceof TableObject) ? (returned.attribute('table') ?? null) : returned;

/** One row of two values: the newest moment, or null, and now. Moments without a zone are UTC. */
function momentsOf(node: SourceNode, table: Value): SourceFreshness {
  const rows = table instanceof TableObject ? table.rowValues : [];
  const [row] = rows;
  if (row === undefined || rows.length > 1 || row.length !== 2)
    throw new StartFailure([
      diagnose('run-freshness-shape', null, { source: sourceName(node), rows: rows.length, columns: row?.length ?? 0 }),
    ]);
  const [loaded = null, now = null] = row;
  const maxLoadedAt = loaded === null ? null : microsOf(node, 'max_loaded_at', loaded);
  return { maxLoadedAt, snapshottedAt: microsOf(node, 'snapshotted_at', now) };
}

function microsOf(node: SourceNode, column: string, value: Value): bigint {
  if (value instanceof PyDateTime) return value.epochMicros;
  const field = node.loaded_at_query === null && column === 'max_loaded_at' ? node.loaded_at_field : null;
  throw new StartFailure([diagnose('run-freshness-type', null, { source: sourceName(node), column, value: text(value), field })]);
}

/** A source without rows is older than any threshold. `limit`: the one that it has passed, in words. */
function verdictOf({ maxLoadedAt, snapshottedAt }: SourceFreshness, criteria: PlainMap | null) {
  const age = maxLoadedAt === null ? Number.POSITIVE_INFINITY : Number(snapshottedAt - maxLoadedAt) / 1_000_000;
  for (const status of ['error', 'warn'] as const) {
    const limit = thresholdOf(criteria?.[`${status}_after`]);
    if (limit !== null && age > limit.seconds) return { status, limit: limit.text };
  }
  return { status: 'pass', limit: null } as const;
}
