import type { Plain, PlainMap } from '../manifest/node.ts';

/** What stays of a run when the next one replaces `run_results.json`: a line of `run_history.jsonl`. */
export interface RunEntry {
  readonly invocation: string;
  readonly command: string;
  /** ISO 8601. */
  readonly at: string;
  /** By the node's id. */
  readonly results: Readonly<Record<string, RunMark>>;
}

/** Status, seconds, rows that the warehouse said were written or found; null: not known. */
export type RunMark = readonly [status: string, seconds: number | null, rows: number | null];

export const historyFile = 'run_history.jsonl';

/** So many runs are kept, and of large projects as many as fit. */
const most = { runs: 100, characters: 8_000_000 };

/**
 * The history with one more run, the oldest ones left out. Lines that are cut off are too. A command that builds again and again
 * leaves one line, with the last that is known of each node.
 */
export function withRun(history: string, runResults: PlainMap): string {
  const kept: string[] = [];
  let room = most.characters;
  const entry = runEntry(runResults);
  const [last = '', ...earlier] = lines(history).reverse();
  const before = entryOf(last);
  const isSame = before !== null && before.invocation === entry.invocation;
  const whole = isSame ? { ...entry, results: { ...before.results, ...entry.results } } : entry;
  for (const line of [JSON.stringify(whole), ...(isSame || last === '' ? [] : [last]), ...earlier]) {
    room -= line.length + 1;
    if (kept.length === most.runs || (room < 0 && kept.length > 0)) break;
    kept.push(line);
  }
  return kept
    .reverse()
    .map(line => `${line}\n`)
    .join('');
}

/** Oldest first. */
export const readHistory = (history: string): readonly RunEntry[] => lines(history).flatMap(line => entryOf(line) ?? []);

const lines = (history: string): string[] => history.split('\n').filter(line => line.startsWith('{') && line.endsWith('}'));

function entryOf(line: string): RunEntry | null {
  try {
    const entry = JSON.parse(line) as Partial<RunEntry>;
    const isWhole = typeof entry.at === 'string' && typeof entry.results === 'object' && entry.results !== null;
    return isWhole ? (entry as RunEntry) : null;
  } catch {
    return null;
  }
}

/** Of the artifact, in which secrets are blanked already. */
function runEntry({ metadata, args, results }: PlainMap): RunEntry {
  const facts = metadata as PlainMap;
  return {
    invocation: String(facts['invocation_id'] ?? ''),
    command: String((args as PlainMap)['which'] ?? ''),
    at: String(facts['generated_at'] ?? ''),
    results: Object.fromEntries((results as readonly PlainMap[]).map(result => [String(result['unique_id']), markOf(result)])),
  };
}

function markOf({ status, execution_time: seconds, adapter_response: response, failures }: PlainMap): RunMark {
  const rows = (response as PlainMap | null)?.['rows_affected'] ?? failures;
  return [String(status), numberOf(seconds), numberOf(rows)];
}

const numberOf = (value: Plain | undefined): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;
