import type { RunResult, SourceFreshness } from '../../artifact/run-result.ts';
import { terminalText, terminalWidth } from '../../diagnostic/terminal-text.ts';
import type { RunNode } from '../../execute/event.ts';
import { sourceName } from '../../manifest/node.ts';

/** What kind of thing a node makes, in one word. */
export function kindOf(node: RunNode): string {
  if (node.resource_type === 'model') return terminalText(String(node.config.materialized ?? 'view'));
  if (node.resource_type === 'operation') return 'hook';
  return node.resource_type.replace('_', ' ');
}

/** What the node is called: a table by its schema and name, a source's table by both of its names, all else by its own name. */
export function labelOf(node: RunNode): string {
  const hasTable = node.resource_type === 'model' || node.resource_type === 'seed' || node.resource_type === 'snapshot';
  if (node.resource_type === 'source') return terminalText(sourceName(node));
  return terminalText(hasTable ? `${node.schema}.${node.alias}` : node.name);
}

export type Verdict = 'OK' | 'PASS' | 'WARN' | 'FAIL' | 'STALE' | 'ERROR' | 'SKIP' | 'NO-OP';

export function verdictOf({ freshness, status }: Pick<RunResult, 'status' | 'freshness'>): Verdict {
  switch (status) {
    case 'success':
      return 'OK';
    case 'pass':
      return 'PASS';
    case 'warn':
      return 'WARN';
    case 'fail':
      return 'FAIL';
    case 'error':
      return freshness === undefined ? 'ERROR' : 'STALE';
    case 'runtime error':
    case 'partial success':
      return 'ERROR';
    case 'skipped':
      return 'SKIP';
    case 'no-op':
      return 'NO-OP';
    default:
      return status satisfies never;
  }
}

/** `99 rows, 0.04s`; for a skipped node why. */
export function detailOf(result: RunResult, because: string | null): string {
  if (result.status === 'skipped')
    return because === null
      ? result.message === null
        ? 'not run'
        : result.message.startsWith('Cancelled')
          ? 'cancelled'
          : terminalText(result.message)
      : `since ${terminalText(because)} did not succeed`;
  const rows = result.adapterResponse['rows_affected'];
  // A unit test counts itself as its one failure; which rows differ is told below.
  const failures = result.node.startsWith('unit_test.') ? 0 : (result.failures ?? 0);
  const parts = [
    ...(result.message === 'No-op' ? ['nothing to do'] : []),
    ...(typeof rows === 'number' && result.freshness === undefined ? [counted(rows, 'row')] : []),
    ...(result.freshness === undefined ? [] : [ageText(result.freshness)]),
    ...(failures > 0 ? [counted(failures, 'failing row')] : []),
    secondsText(result.elapsedMs),
  ];
  return parts.join(', ');
}

/** `2h 05m old`. */
const ageText = ({ maxLoadedAt, snapshottedAt }: SourceFreshness): string =>
  maxLoadedAt === null ? 'no rows' : `${longText(Number(snapshottedAt - maxLoadedAt) / 1000)} old`;

const dayMs = 86_400_000;
const longText = (ms: number): string => (ms < 2 * dayMs ? secondsText(ms) : counted(Math.floor(ms / dayMs), 'day'));

export const counted = (count: number, noun: string): string => `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;

/** `1,234,567`. Asking for a locale loads tables that take longer than all else that a short run prints. */
const grouped = (count: number): string => String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');

/** `0.04s`, `12.3s`, `3m 20s`, `2h 05m`. */
export function secondsText(ms: number): string {
  if (ms < 10_000) return `${(ms / 1000).toFixed(2)}s`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)}s`;
  const seconds = Math.round(ms / 1000);
  const two = (number: number): string => String(number).padStart(2, '0');
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m ${two(seconds % 60)}s`;
  return `${Math.floor(seconds / 3600)}h ${two(Math.floor((seconds % 3600) / 60))}m`;
}

/** Padded to so many terminal cells. */
export const padded = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - terminalWidth(text)));

/** Cut to so many terminal cells, the cut shown. */
export function cut(text: string, width: number): string {
  if (terminalWidth(text) <= width) return text;
  let kept = '';
  let used = 0;
  for (const char of text) {
    used += terminalWidth(char);
    if (used > width - 1) break;
    kept += char;
  }
  return `${kept}…`;
}
