import type { ManifestNode, PlainMap } from '../manifest/node.ts';
import { plan } from '../materialize/plan.ts';
import { configReader } from './config-value.ts';
import { betweenHooks } from './hook.ts';
import { type NodeRun, type Outcome, refused, success, targetOf } from './node-run.ts';
import { commentSteps } from './persist-docs.ts';

/** Loads a file into a table between its hooks. The warehouse reads the file itself. */
export function runSeed(run: NodeRun): Promise<Outcome> {
  return betweenHooks(run, () => load(run));
}

async function load(run: NodeRun): Promise<Outcome> {
  const { node, port, tag } = run;
  const reader = configReader(node.name, node.config);
  const source = {
    path: filePath(node),
    delimiter: reader.text('delimiter', ','),
    columnTypes: texts(reader.map('column_types')),
  };
  if (reader.diagnostics.length > 0) return refused(reader.diagnostics);
  const target = targetOf(node);
  const goal = { kind: 'seed', target, existing: await port.relation(target), invocation: tag, source } as const;
  const rows = await port.run(plan(goal, port.capabilities).value);
  await port.run(await commentSteps(run, { target, is: 'table' }));
  return success({ verb: 'INSERT', rows });
}

const filePath = (node: ManifestNode): string => {
  const root = node.resource_type === 'seed' ? node.root_path : null;
  return root === null ? node.original_file_path : `${root}/${node.original_file_path}`;
};

const texts = (map: PlainMap): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(map).map(([name, type]) => [name, String(type)]));
