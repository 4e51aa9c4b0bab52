import type { RunResult } from '../artifact/run-result.ts';
import { runResultsArtifact } from '../artifact/run-results-artifact.ts';
import { type MacroEntry, packageMacros } from '../context/macro-index.ts';
import { templateDiagnostic } from '../context/template-diagnostic.ts';
import { type Diagnostic, diagnose, StartFailure } from '../diagnostic/diagnostic.ts';
import { nearest } from '../diagnostic/nearest.ts';
import { failureDiagnostics, isBuiltIn, warehouseErrorOf } from '../execute/failure.ts';
import type { YamlMap } from '../project/project.ts';
import { TemplateError } from '../template/index.ts';
import { compilerOf } from './compile-nodes.ts';
import type { Effects } from './effects.ts';
import { type Invocation, invoke } from './invocation.ts';
import { type LazyPort, lazyPort } from './lazy-port.ts';
import { type OpenProject, openProject } from './open-project.ts';
import type { ProjectOptions } from './options.ts';
import type { Outcome } from './outcome.ts';
import { runArgs } from './run-args.ts';
import { artifactMeta, targetFolder, writeManifest } from './target-folder.ts';

export interface RunOperationOptions extends ProjectOptions {
  /** `macro` or `package.macro`. */
  readonly macro: string;
  /** What the macro is given, by name. */
  readonly macroArgs: YamlMap;
}

/** Calls one macro, which may send statements; each is committed by itself unless the macro says otherwise. */
export const runOperation = (options: RunOperationOptions, effects: Effects, signal: AbortSignal): Promise<Outcome> =>
  invoke(options, { effects, signal }, async invocation => {
    const open = await openProject(options, invocation);
    const folder = targetFolder(open.project, invocation);
    await writeManifest(open, invocation, { folder, compiled: new Map() });
    const macro = findOperation(open, options.macro);
    const lazy = lazyPort(open, invocation);
    try {
      const result = await operate({ open, lazy, macro, args: options.macroArgs }, invocation);
      for (const diagnostic of result.diagnostics) effects.emit({ kind: 'diagnostic', at: effects.clock.now(), diagnostic });
      if (open.project.flags['WRITE_JSON'] !== false) {
        const args = { ...runArgs(open.project, invocation), macro: options.macro, args: options.macroArgs as never };
        const meta = { ...artifactMeta(open, invocation), elapsedMs: result.elapsedMs, args, secrets: open.secrets };
        await folder.writeJson('run_results.json', runResultsArtifact([result], meta));
      }
      return { exitCode: result.status === 'success' ? 0 : 1, results: [result] };
    } finally {
      await lazy.close();
    }
  });

/** The root project's macro of that name, else one of any package, else a built-in one. Fails with StartFailure. */
function findOperation({ context, project }: OpenProject, written: string): MacroEntry {
  const { macros } = context;
  const [packageName, name] = written.includes('.') ? splitOnce(written) : [null, written];
  const packages = project.packages.map(one => one.name);
  const found =
    packageName === null
      ? (packages.map(one => macros.packages.get(one)?.get(name)).find(one => one !== undefined) ?? macros.internal.get(name))
      : packageMacros(macros, packageName)?.get(name);
  if (found !== undefined) return found;
  const own = packages.flatMap(one => [...(macros.packages.get(one)?.keys() ?? [])].flatMap(macro => [macro, `${one}.${macro}`]));
  const near = nearest(written, own) ?? nearest(name, own) ?? nearest(name, macros.internal.keys());
  throw new StartFailure([diagnose('command-unknown-macro', null, { name: written, near })]);
}

function splitOnce(written: string): readonly [string, string] {
  const at = written.indexOf('.');
  return [written.slice(0, at), written.slice(at + 1)];
}

interface Operation {
  readonly open: OpenProject;
  readonly lazy: LazyPort;
  readonly macro: MacroEntry;
  readonly args: YamlMap;
}

async function operate(operation: Operation, { effects }: Invocation): Promise<RunResult> {
  const { open, lazy, macro, args } = operation;
  const startedAt = effects.clock.now();
  const failure = await compilerOf(open, [])
    .callMacro(macro, args, lazy.port)
    .then(
      () => null,
      (error: unknown) => ({ error }),
    );
  const diagnostics = failure === null ? [] : await diagnosticsOf(failure.error, operation);
  const completedAt = effects.clock.now();
  return {
    node: macro.node.unique_id,
    status: failure === null ? 'success' : 'error',
    timing: [
      { name: 'compile', startedAt, completedAt: startedAt },
      { name: 'execute', startedAt, completedAt },
    ],
    threadId: 'MainThread',
    elapsedMs: completedAt.getTime() - startedAt.getTime(),
    message: failure === null ? null : diagnostics.map(one => one.text).join('\n'),
    failures: failure === null ? 0 : 1,
    adapterResponse: {},
    relationName: null,
    compiled: false,
    compiledCode: null,
    diagnostics,
  };
}

async function diagnosticsOf(error: unknown, { lazy, macro }: Operation): Promise<readonly Diagnostic[]> {
  if (error instanceof TemplateError && error.cause instanceof StartFailure) throw error.cause;
  if (error instanceof TemplateError && warehouseErrorOf(error) === null) {
    // Arguments that came from the command line are at no place in a file.
    return [templateDiagnostic(error, null)];
  }
  const said = warehouseErrorOf(error);
  const statement = said === null ? null : (await lazy.open()).statementOf(error);
  const frames = error instanceof TemplateError ? error.frames : [];
  const origin = frames.find(frame => !isBuiltIn(frame.span))?.span ?? null;
  const context = { node: macro.node.name, origin, isWholeFile: false, compiled: null, statement };
  const notes = statement === null ? [] : [`sent: ${lineAt(statement, said?.offset ?? 0)}`];
  return failureDiagnostics(said ?? error, context).map(one => ({ ...one, frames, notes }));
}

/** The line of a text that holds the offset. */
const lineAt = (text: string, offset: number): string =>
  text
    .slice(text.lastIndexOf('\n', offset - 1) + 1)
    .split('\n', 1)[0]
    ?.trim() ?? '';
