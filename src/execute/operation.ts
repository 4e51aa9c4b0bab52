import type { RunResult } from '../artifact/run-result.ts';
import type { Compiler } from '../compile/compiler.ts';
import { RecordObject } from '../context/record-object.ts';
import type { NodeId } from '../manifest/id.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { OperationNode } from '../manifest/node.ts';
import type { Sql } from '../sql/relation.ts';
import type { RunNode } from './event.ts';
import type { Outcome } from './node-run.ts';
import type { NodePort } from './port.ts';
import { schemasOf } from './prepare.ts';

export type OperationPlace = 'on-run-start' | 'on-run-end';

/** The project's hooks for one end of the run, in the order in which they are written. */
export const operationsOf = (manifest: Manifest, place: OperationPlace): readonly OperationNode[] =>
  [...manifest.nodes.values()]
    .filter(node => node.resource_type === 'operation')
    .filter(node => node.tags.includes(place))
    .sort(
      (a, b) =>
        Number(a.package_name === manifest.projectName) - Number(b.package_name === manifest.projectName) || a.index - b.index,
    );

export interface OperationRun {
  readonly node: OperationNode;
  readonly port: NodePort;
  readonly compiler: Compiler;
  /** Names that only this hook's template sees. */
  readonly extra: ReadonlyMap<string, unknown>;
}

/** Renders the hook and sends what is left of it, if anything. */
export async function runOperation({ node, port, compiler, extra }: OperationRun): Promise<Outcome> {
  const sql = await compiler.renderText(node, node.raw_code, port, { extra });
  if (sql.trim() !== '') await port.run([{ kind: 'hook', sql: sql as Sql }]);
  const message = `${node.name} passed`;
  return { status: 'success', message, failures: 0, adapterResponse: {}, diagnostics: [] };
}

export interface Ended {
  readonly results: readonly RunResult[];
  readonly nodes: ReadonlyMap<NodeId, RunNode>;
}

/** What `on-run-end` hooks see besides the usual names. */
export function endNames({ results, nodes }: Ended): ReadonlyMap<string, unknown> {
  const built = results.filter(result => result.status === 'success').flatMap(result => nodes.get(result.node) ?? []);
  const schemas = schemasOf(built.filter(node => ['model', 'seed', 'snapshot'].includes(node.resource_type)));
  return new Map<string, unknown>([
    ['results', results.map(result => resultForTemplate(result, nodes.get(result.node)))],
    ['schemas', [...new Set(schemas.map(({ schema }) => schema))]],
    ['database_schemas', schemas.map(({ catalog, schema }) => [catalog, schema])],
  ]);
}

const resultForTemplate = (result: RunResult, node: RunNode | undefined): RecordObject =>
  new RecordObject('RunResult', {
    node: node === undefined ? null : new RecordObject('Node', node),
    status: result.status,
    thread_id: result.threadId,
    execution_time: result.elapsedMs / 1000,
    timing: result.timing.map(
      ({ name, startedAt, completedAt }) =>
        new RecordObject('TimingInfo', {
          name,
          started_at: startedAt.toISOString(),
          completed_at: completedAt.toISOString(),
        }),
    ),
    adapter_response: result.adapterResponse,
    message: result.message,
    failures: result.failures,
    unique_id: result.node,
  });
