import type { PlainMap } from '../manifest/node.ts';
import { DBT_VERSION } from '../project/dbt-version.ts';
import type { Effects } from './effects.ts';
import type { ProjectOptions } from './options.ts';
import type { Outcome } from './outcome.ts';

/** One run of one command. */
export interface Invocation {
  /** A UUID. */
  readonly id: string;
  readonly command: string;
  readonly startedAt: Date;
  readonly args: PlainMap;
  readonly effects: Effects;
  readonly signal: AbortSignal;
}

/** Tells when the command starts and ends. What `body` fails with is the caller's. */
export async function invoke(
  options: Pick<ProjectOptions, 'command' | 'args'>,
  { effects, signal }: Pick<Invocation, 'effects' | 'signal'>,
  body: (invocation: Invocation) => Promise<Outcome>,
): Promise<Outcome> {
  const { command, args = {} } = options;
  const { clock, emit, installed } = effects;
  const startedAt = clock.now();
  const id = effects.uuid();
  const versions = { version: installed.version, dbtVersion: DBT_VERSION };
  emit({ kind: 'command.start', at: startedAt, command, invocation: id, ...versions, args });
  const end = (exitCode: number): void => {
    const at = clock.now();
    emit({ kind: 'command.end', at, command, exitCode, elapsedMs: at.getTime() - startedAt.getTime() });
  };
  const outcome = await body({ id, command, startedAt, args, effects, signal });
  end(outcome.exitCode);
  return outcome;
}
