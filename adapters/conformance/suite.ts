import { type CommandEnd, type CommandEvent, runCommand } from '../../src/index.ts';
import type { Cell } from '../../src/sql/relation.ts';
import type { CaseStep, ConformanceCase } from './case.ts';
import { type Look, openPlace, type Place, type Target } from './place.ts';

export { type CaseStep, type ConformanceCase, conformanceCases } from './case.ts';
export type { Target } from './place.ts';

/** Runs a case from nothing, and cleans up. Fails with what is not as the case says it is. */
export async function runCase({ files, steps }: ConformanceCase, target: Target): Promise<void> {
  const place = openPlace(target);
  try {
    place.write(files);
    for (const [index, step] of steps.entries()) {
      const wrong = await runStep(step, place, target);
      if (wrong.length > 0) throw new Error(`step ${index + 1}: ${wrong.join('\n')}`);
    }
  } finally {
    await place.close();
  }
}

async function runStep(step: CaseStep, place: Place, target: Target): Promise<readonly string[]> {
  place.write(step.files ?? {});
  place.write(Object.fromEntries(Object.entries(step.rows ?? {}).map(([path, count]) => [path, csvOf(count)])));
  if (step.sql !== undefined) await place.looking(look => sendAll(step, look, target));
  const wrong: string[] = [];
  if (step.model !== undefined) {
    const adapters = new Map([[target.plugin.name, target.plugin]]);
    const stopping = new AbortController();
    const onEvent = (event: CommandEvent): void => {
      if (event.kind === 'node.start' && event.node.name === step.cancel) stopping.abort();
    };
    const end = await runCommand(wordsOf(step.model), { workingDir: place.dir, adapters, onEvent, signal: stopping.signal });
    wrong.push(...wrongEnd(step, end));
  }
  // Tables of a run that went wrong would only hide why.
  if (wrong.length === 0 && looks(step)) wrong.push(...(await place.looking(look => wrongTables(step, look))));
  return wrong;
}

const csvOf = (count: number): string =>
  `id,name\n${Array.from({ length: count }, (_, index) => `${index + 1},row ${index + 1}`).join('\n')}\n`;

async function sendAll({ sql }: CaseStep, look: Look, { plugin: { dialect } }: Target): Promise<void> {
  for (const one of listed(sql))
    await look.send(
      one.replaceAll(/\{(schema:)?([\w.]*)\}/g, (_, isSchema: string | undefined, label: string) =>
        isSchema === undefined ? dialect.relation(look.name(label)) : dialect.identifier(look.schema(label)),
      ),
    );
}

const listed = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;

/** Words as a shell would cut them, with single and double quotes. */
const wordsOf = (line: string): readonly string[] =>
  [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, single, double, bare]) => single ?? double ?? bare ?? '');

function wrongEnd(
  { exit = 0, says, silent, status = {} }: CaseStep,
  { exitCode, output, results }: CommandEnd,
): readonly string[] {
  const wrong: string[] = [];
  if (exitCode !== exit) wrong.push(`it ended with ${exitCode}, not ${exit}`);
  for (const text of listed(says)) if (!output.includes(text)) wrong.push(`it did not say: ${text}`);
  for (const text of listed(silent)) if (output.includes(text)) wrong.push(`it said: ${text}`);
  const ended = new Map(results.map(result => [lastPart(result.node), result.status]));
  for (const [name, expected] of Object.entries(status))
    if (ended.get(name) !== expected) wrong.push(`\`${name}\` ended as ${ended.get(name) ?? 'nothing'}, not ${expected}`);
  return wrong.length === 0 ? [] : [...wrong, output];
}

/** A generic test's id ends in a digest; its name is before it. */
function lastPart(id: string): string {
  const parts = id.split('.');
  return (parts[0] === 'test' && parts.length > 3 ? parts.at(-2) : parts.at(-1)) ?? id;
}

const looks = ({ tables, columns, kinds, comments, relations }: CaseStep): boolean =>
  [tables, columns, kinds, comments, relations].some(one => one !== undefined);

async function wrongTables(step: CaseStep, look: Look): Promise<readonly string[]> {
  const wrong: string[] = [];
  const compare = (what: string, found: unknown, expected: unknown): void => {
    const [left, right] = [JSON.stringify(found), JSON.stringify(expected)];
    if (left !== right) wrong.push(`${what}: ${left}, not ${right}`);
  };
  for (const [label, rows] of Object.entries(step.tables ?? {}))
    compare(`rows of ${label}`, inOrder(await look.rows(label)), inOrder(rows as readonly (readonly Cell[])[]));
  for (const [label, names] of Object.entries(step.columns ?? {}))
    compare(
      `columns of ${label}`,
      (await look.columns(label)).map(one => one.name),
      names,
    );
  for (const [label, kind] of Object.entries(step.kinds ?? {}))
    compare(`kind of ${label}`, (await look.relation(label))?.kind ?? null, kind);
  for (const [label, text] of Object.entries(step.comments ?? {}))
    compare(`comment on ${label}`, await commentOn(label, look), text);
  if (step.relations !== undefined)
    compare('relations', (await look.relations()).map(one => one.name.name).sort(), [...step.relations].sort());
  return wrong;
}

async function commentOn(label: string, look: Look): Promise<string | null> {
  const relation = await look.relation(label);
  if (relation !== null) return relation.comment;
  const at = label.lastIndexOf('.');
  const columns = await look.columns(label.slice(0, at));
  return columns.find(one => one.name === label.slice(at + 1))?.comment ?? null;
}

/** Texts that are equal whatever an engine calls a number, in an order of their own. */
const inOrder = (rows: readonly (readonly unknown[])[]): readonly string[] =>
  rows.map(row => JSON.stringify(row.map(textOf))).sort();

function textOf(value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.map(textOf);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (typeof value === 'object') return Object.entries(value).map(([name, one]) => [name, textOf(one)]);
  return String(value);
}
