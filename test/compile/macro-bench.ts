import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import duckdb from '../../adapters/duckdb/index.ts';
import type { MacroFolder } from '../../src/adapter/adapter.ts';
import { AdapterObject } from '../../src/context/adapter-object.ts';
import { baseFunctions } from '../../src/context/base-functions.ts';
import { ColumnClass } from '../../src/context/column.ts';
import { ConfigObject } from '../../src/context/config-object.ts';
import { dispatchFunction } from '../../src/context/dispatch.ts';
import { buildMacroIndex, type MacroEntry, type MacroIndex, macroEntry } from '../../src/context/macro-index.ts';
import { NamedMembers } from '../../src/context/named-members.ts';
import { NodeScope } from '../../src/context/node-scope.ts';
import { allParts } from '../../src/context/relation.ts';
import { RelationClass } from '../../src/context/relation-class.ts';
import { resultMembers } from '../../src/context/result-store.ts';
import { tableOf } from '../../src/context/table.ts';
import { nodePort } from '../../src/execute/port.ts';
import { relationCache } from '../../src/execute/relation-cache.ts';
import type { MacroNode } from '../../src/manifest/node.ts';
import type { Cell } from '../../src/sql/relation.ts';
import {
  compileMacro,
  compileTemplate,
  fromPlain,
  type HostObject,
  hostFunction,
  scanBlocks,
  text,
  toPlain,
  type Value,
} from '../../src/template/index.ts';
import { never, type Opened, open } from '../adapter/duckdb.ts';

/** The built-in macros on a real DuckDB, seen from a node of the project `shop` whose target is `dev`. */
export interface MacroBench {
  /** What a template renders to. */
  render(template: string, settings?: Settings): Promise<string>;
  /** The value of a template that is one expression. */
  value(template: string, settings?: Settings): Promise<unknown>;
  /** All rows of the select that a template renders to. */
  rows(template: string, settings?: Settings): Promise<readonly (readonly Cell[])[]>;
  close(): Promise<void>;
}

export interface Settings {
  readonly config?: Readonly<Record<string, unknown>>;
  readonly flags?: Readonly<Record<string, unknown>>;
  readonly target?: string;
  /** Hears what tables print. */
  readonly print?: (text: string) => void;
  /** Macros of the project itself, as the text of a file. */
  readonly macros?: string;
}

export async function openBench(): Promise<MacroBench> {
  const warehouse = await open();
  const builtIn = duckdb.macros.flatMap(folder => macrosOf(folder));
  const template = (source: string) => compileTemplate({ file: 'bench.sql', text: source });
  const scope = (settings: Settings): NodeScope => scopeOf(warehouse, builtIn, settings);
  const render: MacroBench['render'] = (source, settings = {}) =>
    template(source).render(scope(settings), { undefinedNames: 'plain' });
  return {
    render,
    value: async (source, settings = {}) =>
      toPlain(await template(source).evaluate(scope(settings), { undefinedNames: 'plain' })),
    rows: async (source, settings) => warehouse.rows(await render(source, settings)),
    close: () => warehouse.close(),
  };
}

/** Every macro and test block of a folder. */
export function macrosOf({ packageName, folder }: MacroFolder): readonly MacroEntry[] {
  const path = fileURLToPath(folder);
  const files = readdirSync(path).filter(name => name.endsWith('.sql'));
  return files.flatMap(name => entriesOf(packageName, name, readFileSync(`${path}/${name}`, 'utf8')));
}

const entriesOf = (packageName: string, file: string, content: string): readonly MacroEntry[] =>
  scanBlocks(file, content).map(block => {
    const source = { file, text: block.text, start: block.start };
    const { name } = compileMacro(source);
    const node = { name, package_name: packageName, unique_id: `macro.${packageName}.${name}` } as MacroNode;
    return macroEntry(node, source);
  });

function scopeOf(warehouse: Opened, builtIn: readonly MacroEntry[], settings: Settings): NodeScope {
  const own = entriesOf('shop', 'own.sql', settings.macros ?? '');
  const macros = buildMacroIndex([...builtIn, ...own], { rootName: 'shop', internalNames: ['dbt_duckdb', 'dbt'] });
  const members = new Map<string, Value>(baseFunctions({ log: () => {}, print: () => {}, warn: () => {}, now: () => 0 }));
  const scope = new NodeScope({ macros, packageName: 'shop', variant: 'async', members: [members] });
  for (const [name, member] of membersOf(warehouse, macros, scope, settings)) members.set(name, member);
  return scope;
}

function* membersOf(
  warehouse: Opened,
  macros: MacroIndex,
  scope: NodeScope,
  settings: Settings,
): Generator<readonly [string, Value]> {
  const { dialect } = duckdb;
  const rules = { macros, adapters: ['duckdb'], searchOrders: new Map<string, readonly string[]>() };
  yield ['adapter', adapterOf(warehouse, dispatchFunction(rules, scope, 'shop'), settings)];
  yield ['api', new NamedMembers('api', apiMembers())];
  yield ['target', fromPlain({ name: settings.target ?? 'dev', schema: 'main', database: 'shop' })];
  yield ['flags', fromPlain({ FULL_REFRESH: false, STORE_FAILURES: false, ...settings.flags })];
  yield ['config', new ConfigObject({ get: key => settings.config?.[key], record: null, nodeName: 'bench' })];
  yield ['execute', true];
  yield* resultMembers();
  yield ['run_query', hostFunction('run_query', ['sql'], async sql => tableOf(await warehouse.query(text(sql ?? null))))];
  function apiMembers(): ReadonlyMap<string, Value> {
    return new Map<string, Value>([
      ['Column', new ColumnClass(dialect)],
      ['Relation', new RelationClass(dialect, allParts)],
    ]);
  }
}

const adapterOf = ({ session, warehouse }: Opened, dispatch: HostObject, { print }: Settings): AdapterObject => {
  const checked = duckdb.config.check({ type: 'duckdb' });
  if (!checked.ok) throw new Error('the settings of the bench are wrong');
  const capabilities = duckdb.capabilities(warehouse.server, null);
  const cache = relationCache({ warehouse, names: capabilities.names, signal: never });
  return new AdapterObject({
    adapterType: 'duckdb',
    dialect: duckdb.dialect,
    quoting: allParts,
    port: nodePort({ adapter: duckdb, warehouse, session, capabilities, cache, onStatement: () => {} }, never),
    dispatch,
    defaultDatabase: 'shop',
    methods: duckdb.templateMethods?.(checked.value) ?? {},
    flags: {},
    print: print ?? (() => undefined),
  });
};
