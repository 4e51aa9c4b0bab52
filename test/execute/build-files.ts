import duckdb from '../../adapters/duckdb/index.ts';
import type { RunResult } from '../../src/artifact/run-result.ts';
import { createCompiler } from '../../src/compile/create-compiler.ts';
import { hasErrors } from '../../src/diagnostic/diagnostic.ts';
import { execute } from '../../src/execute/execute.ts';
import type { RunOptions } from '../../src/execute/run-deps.ts';
import { buildGraph } from '../../src/graph/graph.ts';
import type { NodeId } from '../../src/manifest/id.ts';
import { originSpan } from '../../src/parse/draft.ts';
import { never, type Opened } from '../adapter/duckdb.ts';
import { openFiles } from '../parse/open.ts';
import type { FileTexts } from '../project/folder.ts';
import { runDefaults } from './run-defaults.ts';

export interface FilesBuild extends Partial<RunOptions> {
  readonly only?: (id: NodeId) => boolean;
}

/** Builds a project of these files as `model build` does; gives the results by the last part of the node's id. */
export async function buildFiles(
  { warehouse }: Pick<Opened, 'warehouse'>,
  files: FileTexts,
  { only = () => true, ...options }: FilesBuild = {},
): Promise<ReadonlyMap<string, RunResult>> {
  const opened = await openFiles(files);
  if (hasErrors(opened.diagnostics)) throw new Error(opened.diagnostics.map(one => one.text).join('\n'));
  const { manifest, project } = opened;
  const { nodes, unitTests, functions, exposures, savedQueries } = manifest;
  const all = [nodes, unitTests, functions, exposures, savedQueries].flatMap(found => [...found.keys()]);
  const selected = all.filter(only);
  const { results } = await execute(
    new Set(selected),
    {
      adapter: duckdb,
      warehouse,
      compiler: createCompiler({ ...opened, selected }),
      manifest,
      graph: buildGraph(manifest),
      emit: () => {},
      clock: { now: () => new Date() },
      readText: async () => null,
      locate: origin => originSpan(project, origin),
      options: { ...runDefaults, threads: 1, ...options },
    },
    never,
  );
  return new Map(results.map(result => [result.node.split('.').at(-1) ?? '', result]));
}

export const statuses = (results: ReadonlyMap<string, RunResult>): Readonly<Record<string, string>> =>
  Object.fromEntries([...results].map(([name, { status }]) => [name, status]));
