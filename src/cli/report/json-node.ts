import { instant } from '../../artifact/metadata.ts';
import type { RunResult } from '../../artifact/run-result.ts';
import type { RunNode } from '../../execute/event.ts';

export interface Moment {
  readonly status: string;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

/** The keys that orchestrators look at. Times that are not known are empty texts. */
export function nodeInfo(node: RunNode, { status, startedAt, finishedAt }: Moment): Readonly<Record<string, unknown>> {
  return {
    unique_id: node.unique_id,
    resource_type: node.resource_type,
    materialized: materializedOf(node),
    node_name: node.name,
    node_path: node.path,
    node_status: status,
    node_started_at: startedAt === null ? '' : instant(startedAt),
    node_finished_at: finishedAt === null ? '' : instant(finishedAt),
    node_relation: relationOf(node),
    meta: 'meta' in node ? node.meta : {},
    node_checksum: 'checksum' in node && typeof node.checksum === 'object' ? (node.checksum?.checksum ?? '') : '',
  };
}

function relationOf(node: RunNode): Readonly<Record<string, string>> {
  if (!('relation_name' in node)) return { database: '', schema: '', alias: '', relation_name: '' };
  const alias = node.resource_type === 'source' ? '' : node.alias;
  return { database: node.database ?? '', schema: node.schema, alias, relation_name: node.relation_name ?? '' };
}

const materializedOf = (node: RunNode): string =>
  typeof node.config.materialized === 'string'
    ? node.config.materialized
    : (otherKinds[node.resource_type] ?? node.resource_type);

const otherKinds: Readonly<Record<string, string>> = { unit_test: 'unit', source: '' };

export const runResult = (result: RunResult, node: RunNode | null): Readonly<Record<string, unknown>> => ({
  unique_id: result.node,
  status: result.status,
  thread: result.threadId,
  execution_time: result.elapsedMs / 1000,
  message: result.message,
  num_failures: result.failures ?? 0,
  adapter_response: result.adapterResponse,
  timing_info: result.timing.map(({ name, startedAt, completedAt }) => ({
    name,
    started_at: instant(startedAt),
    completed_at: instant(completedAt),
  })),
  ...(node === null ? {} : { relation_name: result.relationName }),
});
