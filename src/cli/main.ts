import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { WarehouseError } from '../adapter/error.ts';
import type { EmitCommand } from '../command/event.ts';
import { type Diagnostic, diagnose, StartFailure } from '../diagnostic/diagnostic.ts';
import { renderDiagnostic } from '../diagnostic/render.ts';
import { readEnvironment, secretsOf } from '../project/environment.ts';
import { type Given, parseArguments, type Request } from './arguments.ts';
import { dispatch } from './dispatch.ts';
import { installed, nodeEffects } from './node-effects.ts';
import { type Redaction, redaction, streamSink } from './output.ts';
import { deferring } from './report/deferring.ts';
import type { Reporter, Sink } from './report/reporter.ts';
import { settingOf, textOf } from './request-options.ts';
import { interruptions } from './signals.ts';
import { logFormat, logLevel, progressStyle, usesColor } from './terminal-style.ts';

/** Everything from the words on the command line to the exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  const isTerminal = process.stdout.isTTY === true;
  const hiding = redaction();
  const out = streamSink(1, hiding);
  const err = streamSink(2, hiding);
  const color = usesColor(new Map(), process.env, { isTerminal: process.stderr.isTTY === true });
  const parsed = parseArguments(argv, { color: usesColor(new Map(), process.env, { isTerminal }) });
  hiding.hide(environmentSecrets(parsed.kind === 'command' ? parsed.request.given : new Map()));
  switch (parsed.kind) {
    case 'help':
      out.write(parsed.text.endsWith('\n') ? parsed.text : `${parsed.text}\n`);
      return 0;
    case 'version':
      out.write(`modelwright ${installed.version}\n`);
      return 0;
    case 'mistake':
      complain([parsed.diagnostic], err, color);
      return 2;
    case 'command':
      return runRequest(parsed.request, { argv, hiding, out, err, color });
    default:
      return parsed satisfies never;
  }
}

/** Known before the first line, since the words of the command line, which a line may quote, can hold one. */
const environmentSecrets = (given: Given): readonly string[] =>
  secretsOf(readEnvironment(process.env, sourceReader(given)('.env'), () => {}));

interface Streams {
  readonly argv: readonly string[];
  readonly hiding: Redaction;
  readonly out: Sink;
  readonly err: Sink;
  readonly color: boolean;
}

const complain = (diagnostics: readonly Diagnostic[], err: Sink, color: boolean): void => {
  for (const one of diagnostics) err.write(`${renderDiagnostic(one, { source: () => null, color })}\n`);
};

async function runRequest(request: Request, streams: Streams): Promise<number> {
  const reporter = await reporterFor(request, streams).then(deferring, (error: unknown) => {
    if (!(error instanceof StartFailure)) throw error;
    complain(error.diagnostics, streams.err, streams.color);
    return null;
  });
  return reporter === null ? 2 : runWith(request, reporter, streams);
}

async function runWith(request: Request, reporter: Reporter, { argv, hiding }: Streams): Promise<number> {
  const emit: EmitCommand = event => reporter.take(event);
  const interruption = interruptions(() => reporter.close());
  const place = { env: process.env, workingDir: process.cwd(), words: argv };
  const effects = nodeEffects({ ...place, emit, hide: hiding.hide, ask: asker() });
  try {
    const { exitCode } = await dispatch(request, { ...place, effects, signal: interruption.signal });
    return interruption.exitCode() ?? exitCode;
  } catch (error) {
    reportFailure(error, request, emit);
    return interruption.exitCode() ?? 2;
  } finally {
    interruption.stop();
    reporter.close();
  }
}

function reportFailure(error: unknown, { name }: Request, emit: EmitCommand): void {
  for (const diagnostic of diagnosticsOf(error)) emit({ kind: 'diagnostic', at: new Date(), diagnostic });
  emit({ kind: 'command.end', at: new Date(), command: name, exitCode: 2, elapsedMs: process.uptime() * 1000 });
}

function diagnosticsOf(error: unknown): readonly Diagnostic[] {
  if (error instanceof StartFailure) return error.diagnostics;
  if (error instanceof WarehouseError) return [diagnose('warehouse-failed', null, { text: error.message, hint: error.hint })];
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return [diagnose('command-unexpected', null, { version: installed.version }, { notes: text.split('\n') })];
}

async function reporterFor(request: Request, { out, err }: Streams): Promise<Reporter> {
  const { given } = request;
  const level = logLevel(given, process.env);
  if (logFormat(given, process.env) === 'json') {
    const { JsonReporter } = await import('./report/json.ts');
    return new JsonReporter({ out, level, pid: process.pid });
  }
  const { TerminalReporter } = await import('./report/terminal.ts');
  const isTerminal = process.stdout.isTTY === true;
  return new TerminalReporter({
    out,
    err,
    color: usesColor(given, process.env, { isTerminal }),
    isTerminal,
    progress: progressStyle(process.env, { isTerminal }),
    level,
    // A terminal that does not know its size says 0.
    size: () => ({ columns: process.stdout.columns || 80, rows: process.stdout.rows || 24 }),
    now: () => new Date(),
    every,
    source: sourceReader(given),
    workingDir: process.cwd(),
  });
}

function every(ms: number, act: () => void): () => void {
  const timer = setInterval(act, ms).unref();
  return () => clearInterval(timer);
}

/** Files are as spans name them, from the project's folder. */
function sourceReader(given: Given): (file: string) => string | null {
  const dir = resolve(textOf(given, 'projectDir') ?? settingOf(process.env, 'PROJECT_DIR') ?? '.');
  return file => {
    try {
      return readFileSync(resolve(dir, file), 'utf8').replace(/^\uFEFF/, '');
    } catch {
      return null;
    }
  };
}

function asker(): ((question: string) => Promise<string>) | null {
  if (process.stdin.isTTY !== true || process.stdout.isTTY !== true) return null;
  return async question => {
    const { createInterface } = await import('node:readline/promises');
    const reader = createInterface({ input: process.stdin, output: process.stdout });
    try {
      return await reader.question(question);
    } finally {
      reader.close();
    }
  };
}
