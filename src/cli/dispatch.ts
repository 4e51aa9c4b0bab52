import { resolve } from 'node:path';
import type { Effects } from '../command/effects.ts';
import type { Outcome } from '../command/outcome.ts';
import { diagnose, StartFailure } from '../diagnostic/diagnostic.ts';
import type { Given, Request } from './arguments.ts';
import {
  choiceOf,
  listOf,
  mapOf,
  numberOf,
  projectOptions,
  type RequestPlace,
  selectionOptions,
  textOf,
} from './request-options.ts';

export interface Dispatching extends RequestPlace {
  readonly effects: Effects;
  readonly signal: AbortSignal;
}

/** Loads the command's code, and nothing else, and runs it. */
export async function dispatch(request: Request, place: Dispatching): Promise<Outcome> {
  const run = commands[request.name];
  if (run === undefined) throw new Error(`no command ${request.name}`);
  return run(request, place);
}

type Run = (request: Request, place: Dispatching) => Promise<Outcome>;

const nodeOptions = (request: Request, place: Dispatching) => ({
  ...projectOptions(request, place),
  ...selectionOptions(request),
  ...lockOptions(request.given),
  ...(request.given.get('dryRun') === true ? { mode: 'plan' as const } : {}),
});

function lockOptions(given: Given): { readonly waitForLockMs?: number } {
  if (given.get('waitForLock') === true) return { waitForLockMs: Number.POSITIVE_INFINITY };
  const seconds = numberOf(given, 'waitForLock', { flag: '--wait-for-lock', least: 0 });
  return seconds === undefined ? {} : { waitForLockMs: seconds * 1000 };
}

/** For commands that mean something of their own by `--state`. */
const withoutState = ({ given, ...request }: Request): Request => ({
  ...request,
  given: new Map([...given].filter(([name]) => name !== 'state')),
});

const inlineOf = ({ given }: Request) => {
  const inline = textOf(given, 'inline');
  return inline === undefined ? {} : { inline };
};

const commands: Readonly<Record<string, Run>> = {
  init: async ({ given, operands: [name] }, { effects, signal }) => {
    const dir = textOf(given, 'dir');
    const options = { ...(name === undefined ? {} : { name }), ...(dir === undefined ? {} : { dir }) };
    return (await import('../command/init.ts')).init({ command: 'init', ...options }, effects, signal);
  },
  deps: async (request, place) => {
    const { given } = request;
    const text = textOf(given, 'addPackage');
    const source = choiceOf(given, 'source', { flag: '--source', known: packageSources }) ?? 'hub';
    const work =
      given.get('dryRun') === true ? ('tell' as const) : given.get('lock') === true ? ('lock' as const) : ('install' as const);
    const resolve = given.get('upgrade') === true ? ('anew' as const) : ('when-changed' as const);
    const add = text === undefined ? {} : { add: { text, source } };
    const { deps } = await import('../command/deps.ts');
    return deps({ ...projectOptions(request, place), work, resolve, ...add }, place.effects, place.signal);
  },
  build: async (request, place) =>
    (await import('../command/build.ts')).build(nodeOptions(request, place), place.effects, place.signal),
  dev: async (request, place) => {
    const { given } = request;
    const start = given.get('initialBuild') === false ? ('wait' as const) : ('build' as const);
    const reach = given.get('downstream') === false ? ('changed' as const) : ('below' as const);
    const { dev } = await import('../command/dev.ts');
    const port = numberOf(given, 'port', { flag: '--port', least: 0 }) ?? null;
    const host = textOf(given, 'host') ?? '127.0.0.1';
    const docs = given.get('docs') === false ? null : { host, port };
    return dev({ ...nodeOptions(request, place), start, reach, docs }, place.effects, place.signal);
  },
  run: async (request, place) =>
    (await import('../command/run.ts')).run(nodeOptions(request, place), place.effects, place.signal),
  test: async (request, place) =>
    (await import('../command/test.ts')).test(nodeOptions(request, place), place.effects, place.signal),
  seed: async (request, place) =>
    (await import('../command/seed.ts')).seed(nodeOptions(request, place), place.effects, place.signal),
  snapshot: async (request, place) =>
    (await import('../command/snapshot.ts')).snapshot(nodeOptions(request, place), place.effects, place.signal),
  clone: async (request, place) =>
    (await import('../command/clone.ts')).clone(nodeOptions(request, place), place.effects, place.signal),
  retry: async (request, place) => {
    const state = textOf(request.given, 'state');
    const stateDir = state === undefined ? {} : { stateDir: resolve(place.workingDir, state) };
    const mode = request.given.get('dryRun') === true ? { mode: 'plan' as const } : {};
    const options = { ...projectOptions(withoutState(request), place), ...lockOptions(request.given), ...stateDir, ...mode };
    return (await import('../command/retry.ts')).retry(options, place.effects, place.signal);
  },
  'source freshness': async (request, place) => {
    const output = textOf(request.given, 'output');
    const outputPath = output === undefined ? {} : { outputPath: resolve(place.workingDir, output) };
    const { sourceFreshness } = await import('../command/source-freshness.ts');
    return sourceFreshness({ ...nodeOptions(request, place), ...outputPath }, place.effects, place.signal);
  },
  compile: async (request, place) => {
    const introspect = request.given.get('introspect') === false ? ('never' as const) : ('when-asked' as const);
    const options = { ...nodeOptions(request, place), ...inlineOf(request), introspect };
    return (await import('../command/compile.ts')).compile(options, place.effects, place.signal);
  },
  parse: async (request, place) =>
    (await import('../command/parse.ts')).parse(projectOptions(request, place), place.effects, place.signal),
  list: async (request, place) => {
    const { list, listFormats } = await import('../command/list.ts');
    const format = choiceOf(request.given, 'output', { flag: '--output', known: listFormats }) ?? 'text';
    const keys = listOf(request.given, 'outputKeys').flatMap(text => text.split(/[\s,]+/));
    const outputKeys = keys.length > 0 ? { outputKeys: keys } : {};
    return list({ ...nodeOptions(request, place), format, ...outputKeys }, place.effects, place.signal);
  },
  show: async (request, place) => {
    const limit = numberOf(request.given, 'limit', { flag: '--limit', least: -1 }) ?? 5;
    const format = choiceOf(request.given, 'output', { flag: '--output', known: rowFormats }) ?? 'table';
    const options = { ...nodeOptions(request, place), ...inlineOf(request), format, limit: limit === -1 ? null : limit };
    return (await import('../command/show.ts')).show(options, place.effects, place.signal);
  },
  'run-operation': async (request, place) => {
    const [macro] = request.operands;
    if (macro === undefined) throw new StartFailure([diagnose('command-operation-unnamed', null, {})]);
    const options = { ...projectOptions(request, place), macro, macroArgs: mapOf(request.given, 'args') ?? {} };
    return (await import('../command/run-operation.ts')).runOperation(options, place.effects, place.signal);
  },
  check: async (request, place) =>
    (await import('../command/check.ts')).check(nodeOptions(request, place), place.effects, place.signal),
  lineage: async (request, place) => {
    const { lineage, lineageFormats } = await import('../command/lineage.ts');
    const format = choiceOf(request.given, 'output', { flag: '--output', known: lineageFormats }) ?? 'tree';
    const directions = (['upstream', 'downstream'] as const).filter(one => request.given.get(one) === true);
    const [of = ''] = request.operands;
    return lineage({ ...projectOptions(request, place), of, directions, format }, place.effects, place.signal);
  },
  impact: async (request, place) => {
    const { impact, impactFormats } = await import('../command/impact.ts');
    const format = choiceOf(request.given, 'output', { flag: '--output', known: impactFormats }) ?? 'markdown';
    const state = textOf(request.given, 'state') ?? '';
    const statePath = state === '' ? '' : resolve(place.workingDir, state);
    return impact({ ...projectOptions(withoutState(request), place), state: statePath, format }, place.effects, place.signal);
  },
  debug: async (request, place) =>
    (await import('../command/debug.ts')).debug(projectOptions(request, place), place.effects, place.signal),
  clean: async (request, place) =>
    (await import('../command/clean.ts')).clean(projectOptions(request, place), place.effects, place.signal),
  'docs generate': async (request, place) => {
    const content = request.given.get('compile') === false ? ('without-sql' as const) : ('whole' as const);
    const { docsGenerate } = await import('../command/docs-generate.ts');
    return docsGenerate({ ...nodeOptions(request, place), content }, place.effects, place.signal);
  },
  'docs serve': async (request, place) => {
    const port = numberOf(request.given, 'port', { flag: '--port', least: 0 }) ?? 8080;
    const host = textOf(request.given, 'host') ?? '127.0.0.1';
    const { docsServe } = await import('../command/docs-serve.ts');
    return docsServe({ ...projectOptions(request, place), port, host }, place.effects, place.signal);
  },
};

const rowFormats = ['table', 'json', 'csv'] as const;
const packageSources = ['hub', 'git', 'local'] as const;
