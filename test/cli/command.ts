import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const built = join(root, 'dist/src/cli/main.js');

/** How to start `model`: what was built, unless the sources are newer or nothing was. */
export const commandWords: readonly string[] = isFresh()
  ? [join(root, 'bin/model.cjs')]
  : ['--import', import.meta.resolve('tsx'), join(root, 'test/cli/from-sources.ts')];

function isFresh(): boolean {
  if (!existsSync(built) || !existsSync(join(root, 'bin/model.cjs'))) return false;
  const builtAt = statSync(built).mtimeMs;
  return ['src', 'adapters'].every(folder => newestMs(join(root, folder)) <= builtAt);
}

function newestMs(folder: string): number {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name => /\.(?:ts|sql)$/.test(name));
  return Math.max(...files.filter(name => !name.endsWith('.test.ts')).map(name => statSync(join(folder, name)).mtimeMs));
}

export interface CommandOptions {
  readonly dir: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Ended {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  /** What both streams got, in the order of writing. */
  readonly output: string;
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** What it has written so far. */
  output(): string;
}

/** Starts the real command in a process of its own that sees nothing of this one's environment. */
export function startModel(args: readonly string[], { dir, env = {} }: CommandOptions): Started {
  const folder = mkdtempSync(join(tmpdir(), 'model-output-'));
  const file = join(folder, 'output');
  const descriptor = openSync(file, 'w');
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [...commandWords, ...args], {
    cwd: dir,
    env: { PATH, HOME: folder, TZ: 'UTC', ...env },
    stdio: ['ignore', descriptor, descriptor],
  });
  closeSync(descriptor);
  // A test that fails or runs out of time leaves no command behind.
  const orphan = (): boolean => child.kill('SIGKILL');
  process.once('exit', orphan);
  let left: string | null = null;
  const output = (): string => left ?? readFileSync(file, 'utf8');
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', exitCode => {
      process.off('exit', orphan);
      left = output();
      rmSync(folder, { recursive: true });
      resolve({ exitCode, output: left });
    });
  });
  return { child, ended, output };
}

export const runModel = (args: readonly string[], options: CommandOptions): Promise<Ended> => startModel(args, options).ended;
