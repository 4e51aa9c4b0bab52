import { join, relative } from 'node:path';
import type { RunResult } from '../../artifact/run-result.ts';
import { sqlPath } from '../../command/sql-path.ts';
import type { Diagnostic } from '../../diagnostic/diagnostic.ts';
import { terminalLines, terminalText } from '../../diagnostic/terminal-text.ts';
import type { RunNode } from '../../execute/event.ts';
import { sourceName } from '../../manifest/node.ts';
import { counted, kindOf, labelOf, secondsText, type Verdict, verdictOf } from './node-line.ts';

/** A node that ended in a way that its author should look at. */
export interface Trouble {
  readonly node: RunNode;
  readonly result: RunResult;
}

export const isTrouble = ({ status }: RunResult): boolean =>
  ['error', 'fail', 'warn', 'runtime error', 'partial success'].includes(status);

export interface SummaryPlace {
  /** Absolute; null before the project was read. */
  readonly targetDir: string | null;
  readonly workingDir: string;
  readonly command: string;
  readonly render: (diagnostic: Diagnostic) => string;
  readonly paint: (verdict: Verdict, text: string) => string;
  readonly dim: (text: string) => string;
}

/** What went wrong, once more and in full, since the lines that told it may have scrolled away. */
export function troubleText({ node, result }: Trouble, place: SummaryPlace): string {
  const verdict = verdictOf(result);
  const title = `${place.paint(verdict, verdict)}  ${kindOf(node)} ${labelOf(node)}`;
  const said =
    result.diagnostics.length > 0
      ? result.diagnostics.map(place.render)
      : result.message === null
        ? []
        : [terminalLines(result.message)];
  const shown =
    result.compiled && place.targetDir !== null
      ? relative(place.workingDir, join(place.targetDir, 'compiled', sqlPath(node)))
      : null;
  const file = shown === null ? [] : [place.dim(`SQL: ${terminalText(shown)}`)];
  const rows =
    (result.failures ?? 0) > 0 && node.resource_type === 'test' ? [place.dim(`Rows: model show ${shellWord(node.name)}`)] : [];
  return [title, ...[...said, ...file, ...rows].map(text => text.replace(/^/gm, '  ').replace(/^ +$/gm, ''))].join('\n');
}

export interface Ended {
  readonly results: readonly RunResult[];
  readonly elapsedMs: number;
  readonly cancelled: boolean;
}

const words: readonly (readonly [string, readonly Verdict[], Verdict])[] = [
  ['ok', ['OK', 'PASS'], 'OK'],
  ['warned', ['WARN'], 'WARN'],
  ['stale', ['STALE'], 'STALE'],
  ['failed', ['FAIL', 'ERROR'], 'FAIL'],
  ['skipped', ['SKIP'], 'SKIP'],
  ['without effect', ['NO-OP'], 'NO-OP'],
];

/** `Done in 1.24s: 28 nodes, 26 ok, 1 failed, 1 skipped.` */
export function totalsText({ results, elapsedMs, cancelled }: Ended, { paint }: Pick<SummaryPlace, 'paint'>): string {
  const verdicts = results.map(verdictOf);
  const parts = words.flatMap(([word, of, color]) => {
    const count = verdicts.filter(verdict => of.includes(verdict)).length;
    return count === 0 ? [] : [paint(color, `${count} ${word}`)];
  });
  const start = cancelled ? 'Cancelled after' : 'Done in';
  return `${start} ${secondsText(elapsedMs)}: ${[counted(results.length, 'node'), ...parts].join(', ')}.`;
}

/** `Dry run: 28 nodes, 30 statements. Nothing was changed.` */
export const plannedText = ({ results, cancelled }: Ended, statements: number): string =>
  `${cancelled ? 'Cancelled' : 'Dry run'}: ${counted(results.length, 'node')}, ${counted(statements, 'statement')}. Nothing was changed.`;

/** How to run again what failed; null when nothing did. The names are left out when a line would not hold them. */
export function againText(troubles: readonly Trouble[], { command }: Pick<SummaryPlace, 'command'>): string | null {
  const failed = troubles.filter(({ result, node }) => verdictOf(result) !== 'WARN' && node.resource_type !== 'operation');
  const names = failed.map(({ node }) => shellWord(selectorOf(node, command)));
  if (names.length === 0) return null;
  const byName = names.length > 5 ? null : `model ${command} -s ${names.join(' ')}`;
  // Looking at sources is no run that could be retried.
  if (command === 'source freshness') return byName === null ? null : `Again, only this: ${byName}`;
  return `Again, what failed or was skipped: model retry${byName === null ? '' : `, or by name: ${byName}`}`;
}

function selectorOf(node: RunNode, command: string): string {
  if (node.resource_type === 'source') return `source:${sourceName(node)}`;
  return command === 'build' && node.resource_type !== 'test' ? `${node.name}+` : node.name;
}

/** As a shell takes it for one word, since such a line is there to be copied. */
const shellWord = (name: string): string =>
  /^[\w.:+-]+$/.test(name) ? name : terminalText(`'${name.replaceAll("'", "'\\''")}'`);
