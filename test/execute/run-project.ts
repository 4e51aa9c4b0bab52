import { readFileSync } from 'node:fs';
import duckdb from '../../adapters/duckdb/index.ts';
import type { RunResult } from '../../src/artifact/run-result.ts';
import type { Compiler } from '../../src/compile/compiler.ts';
import type { Event } from '../../src/execute/event.ts';
import { execute, type RunSummary } from '../../src/execute/execute.ts';
import type { RunOptions, Written } from '../../src/execute/run-deps.ts';
import { buildGraph } from '../../src/graph/graph.ts';
import type { NodeId } from '../../src/manifest/id.ts';
import type { Origin } from '../../src/manifest/manifest.ts';
import type { ManifestNode, PlainMap } from '../../src/manifest/node.ts';
import type { Row, Sql } from '../../src/sql/relation.ts';
import { never, open } from '../adapter/duckdb.ts';
import { manifestFrom } from '../graph/shop.ts';
import { runDefaults } from './run-defaults.ts';

/** A node with the SQL that compiling it gives. */
export interface SqlNode {
  readonly id: string;
  readonly sql?: string;
  readonly reads?: readonly string[];
  readonly config?: PlainMap;
  readonly more?: PlainMap;
}

export interface Ran extends RunSummary {
  readonly events: readonly Event[];
  readonly written: readonly Written[];
  /** By the last part of the id. */
  readonly by: Readonly<Record<string, RunResult>>;
  /** `status message`, by the last part of the id. */
  readonly said: Readonly<Record<string, string>>;
}

export interface TestRun extends Partial<RunOptions> {
  readonly signal?: AbortSignal;
  /** Called with each event as it happens. */
  readonly onEvent?: (event: Event) => void;
  readonly only?: readonly string[];
}

export interface TestProject {
  readonly dir: string;
  run(nodes: readonly SqlNode[], options?: TestRun): Promise<Ran>;
  rows(sql: string): Promise<readonly Row[]>;
  send(sql: string): Promise<unknown>;
  /** `name kind` of all that exists in the schemas of the tests, sorted. */
  relations(): Promise<readonly string[]>;
  close(): Promise<void>;
}

const noContract = { columns: {}, constraints: [], contract: { enforced: false, alias_types: true, checksum: null } };

const lastPart = (id: string): string => id.split('.').at(-1) ?? id;

const inShop = ({ id, sql = 'select 1 as one', reads = [], config = {}, more = {} }: SqlNode) => {
  const name = lastPart(id);
  const hasRelation = !id.startsWith('operation.') && !(id.startsWith('test.') && config['store_failures'] !== true);
  const place = {
    database: 'memory',
    schema: 'shop',
    alias: name,
    relation_name: hasRelation ? `"memory"."shop"."${name}"` : null,
  };
  return { id, reads, more: { name, raw_code: sql, config: { enabled: true, ...config }, ...noContract, ...place, ...more } };
};

/** Each node has its file for itself. */
const originOf = (node: ManifestNode, packageDir: string): Origin => ({
  file: node.original_file_path,
  path: null,
  start: { line: 1, column: 1 },
  packageDir,
});

/** The SQL is the node's text, and each file starts with it. */
const plainCompiler = (): Compiler => ({
  compile: async node => ({
    node,
    sql: node.raw_code as Sql,
    ownSql: node.raw_code,
    relation: node.resource_type === 'test' ? null : { catalog: node.database, schema: node.schema, name: node.alias },
    extraCtes: [],
    macros: [],
    map: { segments: [{ offset: 0, file: node.original_file_path, line: 1, column: 1, kind: 'text' }] },
    sqlHeader: typeof node.config['sql_header'] === 'string' ? node.config['sql_header'] : null,
    slice: null,
  }),
  compileAhead: async () => null,
  renderText: async (_node, text, _port, { extra = new Map() } = {}) =>
    text.replaceAll(/\$(\w+)/g, (_, name: string) => JSON.stringify(extra.get(name)).replaceAll("'", "''")),
  ownMaterialization: () => null,
  isOverridden: () => false,
  changedMaterialization: () => null,
  renderComment: () => Promise.reject(new Error('not used here')),
  callMacro: () => Promise.reject(new Error('not used here')),
  evaluate: () => Promise.reject(new Error('not used here')),
  collectFreshness: () => Promise.reject(new Error('not used here')),
  compileInline: () => Promise.reject(new Error('not used here')),
  readUnitTest: () => {
    throw new Error('not used here');
  },
  compileUnitTest: () => Promise.reject(new Error('not used here')),
});

/** With `capabilities` DuckDB is treated like a warehouse that can do only that. */
export async function testProject(capabilities = duckdb.capabilities(duckdb.dialect.assumedServer, null)): Promise<TestProject> {
  const opened = await open();
  let count = 0;
  return {
    dir: opened.dir,
    rows: opened.rows,
    send: opened.run,
    close: opened.close,
    relations: async () =>
      (
        await opened.rows(`select table_name || ' ' || case table_type when 'VIEW' then 'view' else 'table' end
          from information_schema.tables where table_schema <> 'main' order by 1`)
      ).map(([text]) => String(text)),
    run: async (nodes, { signal = never, onEvent, only, ...options } = {}) => {
      const read = manifestFrom(nodes.map(inShop));
      const manifest = { ...read, origins: new Map([...read.nodes].map(([id, node]) => [id, originOf(node, opened.dir)])) };
      const events: Event[] = [];
      const written: Written[] = [];
      const emit = (event: Event): void => {
        events.push(event);
        onEvent?.(event);
      };
      const selection = new Set((only ?? nodes.map(node => node.id)) as NodeId[]);
      count += 1;
      const deps = {
        adapter: { ...duckdb, capabilities: () => capabilities },
        warehouse: opened.warehouse,
        compiler: plainCompiler(),
        manifest,
        graph: buildGraph(manifest),
        emit,
        clock: { now: () => new Date() },
        readText: async (path: string) => readFileSync(path, 'utf8'),
        written: async (one: Written) => void written.push(one),
        options: { ...runDefaults, invocation: `${count}0000000-0000-4000-8000-000000000000`, ...options },
      };
      const summary = await execute(selection, deps, signal);
      const by = Object.fromEntries(summary.results.map(result => [lastPart(result.node), result]));
      const said = Object.fromEntries(
        summary.results.map(r => [lastPart(r.node), [r.status, r.message].filter(Boolean).join(' ')]),
      );
      return { ...summary, events, written, by, said };
    },
  };
}
