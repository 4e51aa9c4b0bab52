import { expect, test } from 'vitest';
import { TerminalReporter } from '../../src/cli/report/terminal.ts';
import type { CommandEvent } from '../../src/command/event.ts';

/** Clears the screen, sets the title, recolours, reorders, and rings. */
const attack = 'a\x1b[2J\x1b]0;owned\x07\x9b31m\u202eb\r\x08';
const at = new Date(0);

function said(events: readonly object[], isTerminal: boolean): string {
  const written: string[] = [];
  const sink = { write: (text: string) => void written.push(text) };
  const reporter = new TerminalReporter({
    out: sink,
    err: sink,
    color: false,
    isTerminal,
    progress: 'plain',
    level: 'debug',
    size: () => ({ columns: 80, rows: 24 }),
    now: () => at,
    every: () => () => {},
    source: () => attack,
    workingDir: '/x',
  });
  for (const event of events) reporter.take({ at, ...event } as CommandEvent);
  reporter.close();
  return written.join('');
}

const node = {
  unique_id: `model.shop.${attack}`,
  resource_type: 'model',
  name: attack,
  alias: attack,
  schema: attack,
  package_name: 'shop',
  path: attack,
  original_file_path: attack,
  config: { materialized: attack },
};
const result = {
  node: node.unique_id,
  status: 'error',
  message: attack,
  diagnostics: [],
  compiled: true,
  failures: null,
  adapterResponse: {},
  elapsedMs: 0,
};
const diagnostic = {
  code: 'x',
  severity: 'error',
  text: attack,
  hint: attack,
  notes: [attack],
  span: { file: attack, line: 1, column: 1, length: 1 },
  frames: [{ name: attack, span: { file: attack, line: 2, column: 1, length: 1 } }],
};
const events: readonly object[] = [
  { kind: 'command.start', command: 'build', version: '1' },
  { kind: 'project', name: attack, targetDir: `/x/${attack}`, adapter: 'duckdb', adapterVersion: '1' },
  { kind: 'run.start', command: 'build', mode: 'apply', nodes: [node], threads: 1, adapter: 'duckdb', target: attack },
  { kind: 'node.start', node, index: 1, total: 1 },
  { kind: 'log', level: 'info', text: attack, node: null },
  { kind: 'statement', sql: attack, elapsedMs: 0, rows: null, node: null },
  { kind: 'diagnostic', diagnostic },
  { kind: 'output', text: attack, node: null },
  ...['table', 'json', 'csv'].map(format => ({
    kind: 'rows',
    node: null,
    columns: [{ name: attack, type: { kind: 'text' } }],
    rows: [[attack]],
    format,
  })),
  { kind: 'note', text: attack },
  { kind: 'artifact', path: attack },
  { kind: 'node.end', node, index: 1, total: 1, result, skippedBecause: null },
  { kind: 'node.end', node, index: 1, total: 1, result: { ...result, status: 'skipped' }, skippedBecause: attack },
  { kind: 'run.end', results: [result], elapsedMs: 0, cancelled: false },
];

/** What a terminal acts on, all but the end of a line. */
const acting = /(?!\n)[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

for (const event of events) {
  const { kind, format } = event as { readonly kind: string; readonly format?: string };
  test(`a terminal gets no control character from ${format ?? kind}`, () => {
    const before = events.slice(0, 3);
    const shown = said([...before, event, ...(kind === 'node.end' ? events.slice(-1) : [])], true);
    expect(shown).not.toMatch(acting);
  });
}

test('a program gets data as it is', () => {
  expect(said([{ kind: 'output', text: attack, node: null }], false)).toBe(`${attack}\n`);
});

test('the line to run again is one that a shell takes for names', () => {
  const evil = { ...node, name: "a'; $(touch x) `y`" };
  const shown = said(
    [
      ...events.slice(0, 3),
      { kind: 'node.end', node: evil, index: 1, total: 1, result, skippedBecause: null },
      events.at(-1) ?? {},
    ],
    true,
  );
  expect(shown).toContain(`model build -s 'a'\\''; $(touch x) \`y\`+'`);
});
