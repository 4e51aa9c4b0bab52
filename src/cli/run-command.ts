import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { AdapterPlugin } from '../adapter/adapter.ts';
import { WarehouseError } from '../adapter/error.ts';
import type { RunResult } from '../artifact/run-result.ts';
import type { CommandEvent } from '../command/event.ts';
import { type Diagnostic, diagnose, StartFailure } from '../diagnostic/diagnostic.ts';
import { renderDiagnostic } from '../diagnostic/render.ts';
import { parseArguments } from './arguments.ts';
import { dispatch } from './dispatch.ts';
import { nodeEffects } from './node-effects.ts';
import { redaction } from './output.ts';
import { TerminalReporter } from './report/terminal.ts';

export interface CommandPlace {
  /** Absolute. */
  readonly workingDir: string;
  /** All that the command sees of the environment; default: nothing. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** By the `type` of a profile; they come before those that are installed. */
  readonly adapters?: ReadonlyMap<string, AdapterPlugin>;
  readonly onEvent?: (event: CommandEvent) => void;
  readonly signal?: AbortSignal;
}

export interface CommandEnd {
  /** As a process would end: 0, 1 when a node failed, 2 when the command could not start. */
  readonly exitCode: number;
  /** What a terminal without colors would show. */
  readonly output: string;
  /** How the nodes ended; empty for commands that run none. */
  readonly results: readonly RunResult[];
}

/** Runs a command line, such as `['build', '--select', 'orders']`, within this process. */
export async function runCommand(words: readonly string[], place: CommandPlace): Promise<CommandEnd> {
  const { adapters, env = {}, onEvent, signal = new AbortController().signal, workingDir } = place;
  const told: string[] = [];
  const hiding = redaction();
  const sink = { write: (text: string): void => void told.push(hiding.clean(text)) };
  const end = (exitCode: number, results: readonly RunResult[] = []): CommandEnd => ({
    exitCode,
    results,
    output: told.join(''),
  });
  const parsed = parseArguments(words, { color: false });
  if (parsed.kind === 'mistake') {
    sink.write(renderDiagnostic(parsed.diagnostic, { source: () => null, color: false }));
    return end(2);
  }
  if (parsed.kind !== 'command') return end(0);
  const reporter = new TerminalReporter({ ...plain, out: sink, err: sink, workingDir, source: sourceIn(workingDir) });
  const results: RunResult[] = [];
  const emit = (event: CommandEvent): void => {
    if (event.kind === 'run.end') results.push(...event.results);
    reporter.take(event);
    onEvent?.(event);
  };
  const real = nodeEffects({ env, workingDir, emit, hide: hiding.hide, ask: null });
  const effects = { ...real, loadAdapter: async (name: string) => adapters?.get(name) ?? real.loadAdapter(name) };
  try {
    return end((await dispatch(parsed.request, { env, workingDir, words, effects, signal })).exitCode, results);
  } catch (error) {
    for (const diagnostic of diagnosticsOf(error)) emit({ kind: 'diagnostic', at: new Date(), diagnostic });
    return end(2, results);
  }
}

const plain = {
  color: false,
  isTerminal: false,
  progress: 'plain',
  level: 'info',
  size: () => ({ columns: 80, rows: 24 }),
  now: () => new Date(),
  every: () => () => undefined,
} as const;

/** What a command that could not start says; a bug is thrown on. */
function diagnosticsOf(error: unknown): readonly Diagnostic[] {
  if (error instanceof StartFailure) return error.diagnostics;
  if (error instanceof WarehouseError) return [diagnose('warehouse-failed', null, { text: error.message, hint: error.hint })];
  throw error;
}

const sourceIn =
  (dir: string) =>
  (file: string): string | null => {
    try {
      return readFileSync(resolve(dir, file), 'utf8').replace(/^\uFEFF/, '');
    } catch {
      return null;
    }
  };
