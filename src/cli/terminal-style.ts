import type { Given } from './arguments.ts';
import type { LogLevel } from './report/reporter.ts';
import { choiceOf, settingOf } from './request-options.ts';

type Env = Readonly<Record<string, string | undefined>>;

const isOn = (value: string | undefined): boolean => value !== undefined && /^(1|true|t|yes|y|on)$/i.test(value);
const isOff = (value: string | undefined): boolean => value !== undefined && /^(0|false|f|no|n|off)$/i.test(value);

/** Flags first, then what the environment says (https://no-color.org, https://force-color.org), then whether a terminal listens. */
export function usesColor(given: Given, env: Env, { isTerminal }: { readonly isTerminal: boolean }): boolean {
  if (given.get('color') === false || given.get('useColors') === false) return false;
  if (given.get('useColors') === true) return true;
  const setting = settingOf(env, 'USE_COLORS');
  if (isOff(setting)) return false;
  if (env['NO_COLOR']) return false;
  if (env['FORCE_COLOR'] !== undefined) return !/^(0|false)$/.test(env['FORCE_COLOR']);
  return isTerminal && env['TERM'] !== 'dumb';
}

/** Drawing over lines needs a person at a terminal that can move its cursor. */
export const progressStyle = (env: Env, { isTerminal }: { readonly isTerminal: boolean }): 'live' | 'plain' =>
  isTerminal && env['TERM'] !== 'dumb' && !(env['CI'] && !isOff(env['CI'])) ? 'live' : 'plain';

export type LogFormat = 'text' | 'json';

export function logFormat(given: Given, env: Env): LogFormat {
  const known = ['text', 'json', 'default', 'debug'] as const;
  const chosen = choiceOf(given, 'logFormat', { flag: '--log-format', known }) ?? settingOf(env, 'LOG_FORMAT');
  return chosen === 'json' ? 'json' : 'text';
}

const levels = ['debug', 'info', 'warn', 'error', 'none'] as const;

export function logLevel(given: Given, env: Env): LogLevel {
  const written = choiceOf(given, 'logLevel', { flag: '--log-level', known: levels });
  if (written !== undefined) return written;
  if (given.get('quiet') === true || (given.get('quiet') === undefined && isOn(settingOf(env, 'QUIET')))) return 'error';
  if (given.get('debug') === true || (given.get('debug') === undefined && isOn(settingOf(env, 'DEBUG')))) return 'debug';
  return levels.find(level => level === settingOf(env, 'LOG_LEVEL')) ?? 'info';
}
