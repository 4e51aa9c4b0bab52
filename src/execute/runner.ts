import { diagnose } from '../diagnostic/diagnostic.ts';
import { nearest } from '../diagnostic/nearest.ts';
import type { ManifestNode } from '../manifest/node.ts';
import { runMaterialization, runTestMaterialization } from './custom-materialization.ts';
import { runDataTest } from './data-test.ts';
import { runExternal } from './external.ts';
import { runFunction } from './function.ts';
import { runModel } from './model.ts';
import { materializationOf, type NodeRun, type Outcome, type Runner, refused } from './node-run.ts';
import { pointAt, retirePointer } from './pointer.ts';
import { runSeed } from './seed.ts';
import { runSnapshot } from './snapshot.ts';

/** Runners by what `materializationOf` says. */
export type Runners = ReadonlyMap<string, Runner>;

export const builtInRunners: Runners = new Map<string, Runner>([
  ['view', runModel],
  ['table', runModel],
  ['incremental', runModel],
  ['materialized_view', runModel],
  ['table_function', runModel],
  ['external', runExternal],
  ['seed', runSeed],
  ['snapshot', runSnapshot],
  ['test', runDataTest],
  ['function', runFunction],
]);

export async function runWith(runners: Runners, run: NodeRun): Promise<Outcome> {
  const { batch, manifest, node, turns } = run;
  const [pointer, retired] = [manifest.pointers.get(node.unique_id), manifest.retiredPointers.get(node.unique_id)];
  const versions = node.resource_type === 'model' && node.version !== null ? `model.${node.package_name}.${node.name}.v` : null;
  if (versions === null) return built(runners, run);
  const isPointed = [...manifest.pointers.keys(), ...manifest.retiredPointers.keys()].some(id => id.startsWith(versions));
  if (!isPointed) return built(runners, run);
  // A pointer may still be bound to this version, and would go along with it while the latest one takes it.
  const isBound = run.port.capabilities.viewBinding === 'identity';
  if (pointer === undefined && retired === undefined)
    return isBound ? turns.take(versions, () => built(runners, run)) : built(runners, run);
  const outcome = await built(runners, run);
  // Of a node in batches, the table is whole when all of them are there.
  if (outcome.status !== 'success' || batch?.completes === false) return outcome;
  return turns.take(versions, async () => {
    if (pointer !== undefined) return pointAt(run, pointer, outcome);
    return retired === undefined ? outcome : retirePointer(run, retired, outcome);
  });
}

async function built(runners: Runners, run: NodeRun): Promise<Outcome> {
  const { node } = run;
  if (node.resource_type !== 'seed' && node.language === 'python')
    return refused([diagnose('run-unsupported-language', null, { node: node.name, language: node.language })]);
  const materialized = materializationOf(node);
  const runner = runners.get(materialized);
  const own = canBeOwn(node) ? ownBlock(run, materialized, runner) : null;
  if (own !== null) return node.resource_type === 'test' ? runTestMaterialization(run, own) : runMaterialization(run, own);
  return runner === undefined ? refused([unsupported(node, materialized, runners)]) : runner(run);
}

/** A project's block of that name, or the built-in one when the project has changed what that is built from. */
const ownBlock = ({ compiler, node }: NodeRun, materialized: string, runner: Runner | undefined) =>
  compiler.ownMaterialization(materialized, runner === undefined ? 'none' : 'replaceable') ??
  (runner === undefined ? null : compiler.changedMaterialization(materialized, node));

/** Seeds are read from files, which no block could. */
const canBeOwn = (node: ManifestNode): boolean => node.resource_type !== 'seed';

function unsupported(node: ManifestNode, materialized: string, runners: Runners) {
  const supported = [...runners.keys()]
    .filter(name => !['seed', 'snapshot', 'test', 'function'].includes(name))
    .concat('ephemeral');
  return diagnose('run-unsupported-materialization', null, {
    node: node.name,
    materialized,
    supported,
    near: nearest(materialized, supported),
  });
}
