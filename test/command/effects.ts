import { nodeEffects } from '../../src/cli/node-effects.ts';
import type { Effects } from '../../src/command/effects.ts';
import type { CommandEvent } from '../../src/command/event.ts';
import { StartFailure } from '../../src/diagnostic/diagnostic.ts';

export interface TestPlace {
  readonly workingDir: string;
  readonly templateDir?: string;
  readonly ask?: Effects['ask'];
  readonly env?: Effects['env'];
  readonly hide?: Effects['hide'];
}

/** This machine, with what the command tells kept. */
export function testEffects({ workingDir, templateDir, ask = null, env = {}, hide = () => {} }: TestPlace) {
  const events: CommandEvent[] = [];
  const real = nodeEffects({ env, workingDir, emit: event => void events.push(event), hide, ask });
  const effects: Effects = templateDir === undefined ? real : { ...real, installed: { ...real.installed, templateDir } };
  return { effects, events };
}

/** The codes of what keeps a command from starting. */
export async function refusalOf(running: Promise<unknown>): Promise<readonly string[]> {
  try {
    await running;
  } catch (error) {
    if (error instanceof StartFailure) return error.diagnostics.map(one => one.code);
    throw error;
  }
  return [];
}

export const never: AbortSignal = new AbortController().signal;
