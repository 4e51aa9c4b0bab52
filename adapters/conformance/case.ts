import { readdirSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';

/** A tiny project and what is done with it, step by step. Each is a file `cases/<area>/<name>.yml`. */
export interface ConformanceCase {
  /** `<area>/<name>` */
  readonly name: string;
  /** The behaviour, in one sentence. */
  readonly what: string;
  /** Path → text, beside a project file `shop` and the profile. */
  readonly files: Files;
  readonly steps: readonly CaseStep[];
}

/** Null deletes the file. */
export type Files = Readonly<Record<string, string | null>>;

export interface CaseStep {
  /** Written before anything else of the step. */
  readonly files?: Files;
  /** CSV files of so many rows: `id` counts from 1, `name` is `row <id>`. */
  readonly rows?: Readonly<Record<string, number>>;
  /** Sent as it is, but for names in braces: `{orders}` is the quoted name of that relation, `{other.orders}` of one in a schema `<schema>_other`, `{schema:other}` that schema's. */
  readonly sql?: string | readonly string[];
  /** A command line without `model`. */
  readonly model?: string;
  /** Cancels the command as soon as this node has started, as Ctrl-C does. */
  readonly cancel?: string;
  /** Default 0. */
  readonly exit?: number;
  /** What the command's output contains. */
  readonly says?: string | readonly string[];
  /** What it does not contain. */
  readonly silent?: string | readonly string[];
  /** By the last part of a node's id. */
  readonly status?: Readonly<Record<string, string>>;
  /** Rows of relations, in any order; values compare as text, null as null. */
  readonly tables?: Readonly<Record<string, readonly (readonly unknown[])[]>>;
  /** Names of columns, in order. */
  readonly columns?: Readonly<Record<string, readonly string[]>>;
  /** `table`, `view`, `materialized-view`, `external`; null when nothing has that name. */
  readonly kinds?: Readonly<Record<string, string | null>>;
  /** Comment of a relation, or of a column as `orders.id`; null for none. */
  readonly comments?: Readonly<Record<string, string | null>>;
  /** All relations of the schema, sorted by name. */
  readonly relations?: readonly string[];
}

const folder = new URL('./cases/', import.meta.url);

/** All cases, sorted by name. */
export const conformanceCases = (): readonly ConformanceCase[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(path => path.replaceAll('\\', '/'))
    .filter(path => path.endsWith('.yml'))
    .sort()
    .map(path => readCase(path));

function readCase(path: string): ConformanceCase {
  const { what, files, steps } = load(readFileSync(new URL(path, folder), 'utf8')) as Partial<ConformanceCase>;
  if (what === undefined || steps === undefined) throw new Error(`${path} lacks \`what\` or \`steps\`.`);
  for (const step of steps) {
    const strange = Object.keys(step).filter(key => !stepKeys.has(key));
    if (strange.length > 0) throw new Error(`${path} has a step with \`${strange.join('`, `')}\`, which means nothing.`);
  }
  return { name: path.slice(0, -'.yml'.length), what, files: files ?? {}, steps };
}

const stepKeys: ReadonlySet<string> = new Set([
  'files',
  'rows',
  'sql',
  'model',
  'cancel',
  'exit',
  'says',
  'silent',
  'status',
  'tables',
  'columns',
  'kinds',
  'comments',
  'relations',
] satisfies readonly (keyof CaseStep)[]);
