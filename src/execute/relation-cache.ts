import type { Catalog, RelationInfo, SchemaName, Warehouse } from '../adapter/adapter.ts';
import type { Capabilities } from '../adapter/capabilities.ts';
import type { PlainStep } from '../adapter/step.ts';
import type { CatalogChange } from '../context/port.ts';
import type { RelationKind, RelationName } from '../sql/relation.ts';

/** What exists in the warehouse, read once per schema and kept true by the steps that run. Shared by all nodes of an invocation. */
export interface RelationCache {
  relation(name: RelationName): Promise<RelationInfo | null>;
  relations(schema: SchemaName): Promise<readonly RelationInfo[]>;
  /** Names as the warehouse spells them. */
  schemas(catalog: string | null): Promise<readonly string[]>;
  hasSchema(schema: SchemaName): Promise<boolean>;
  /** Reads the schemas that are not known yet in one round trip. */
  load(schemas: readonly SchemaName[]): Promise<void>;
  /** Reads again what has these names. */
  refresh(names: readonly RelationName[]): Promise<void>;
  /** Starts to note changes, so that they can be taken back when their transaction is rolled back. */
  journal(): Journal;
}

export interface Journal {
  /** Notes what a step that has run changed. */
  record(step: PlainStep): Promise<void>;
  /** Notes what a statement of an author's own changed. */
  note(change: CatalogChange): Promise<void>;
  undo(): void;
}

type SchemaContents = Map<string, RelationInfo>;

export interface CacheOptions {
  readonly warehouse: Warehouse;
  readonly names: Capabilities['names'];
  /** Of the invocation: what one node reads serves all others. */
  readonly signal: AbortSignal;
}

export function relationCache({ warehouse, names, signal }: CacheOptions): RelationCache {
  const { catalog, server } = warehouse;
  const fold = (name: string): string => (names.caseSensitive ? name : name.toLowerCase());
  const schemaKey = ({ catalog: of, schema }: SchemaName): string =>
    JSON.stringify([fold(of ?? server.defaultCatalog ?? ''), fold(schema)]);
  const contents = new Map<string, Promise<SchemaContents>>();
  const schemaNames = new Map<string, Promise<Set<string>>>();

  const load = async (scope: readonly SchemaName[]): Promise<void> => {
    const unknown = new Map(scope.filter(schema => !contents.has(schemaKey(schema))).map(schema => [schemaKey(schema), schema]));
    if (unknown.size === 0) return;
    const read = readSchemas(catalog, { schemas: unknown, schemaKey, fold }, signal);
    for (const key of unknown.keys())
      contents.set(
        key,
        forgetFailure(
          contents,
          key,
          read.then(all => all.get(key) ?? new Map()),
        ),
      );
    await read;
  };
  const of = async (schema: SchemaName): Promise<SchemaContents> => {
    await load([schema]);
    return (await contents.get(schemaKey(schema))) ?? new Map();
  };
  const schemas = (name: string | null): Promise<Set<string>> => {
    const key = fold(name ?? server.defaultCatalog ?? '');
    const known = schemaNames.get(key);
    if (known !== undefined) return known;
    const read = forgetFailure(
      schemaNames,
      key,
      catalog.schemas(name, signal).then(list => new Set(list)),
    );
    schemaNames.set(key, read);
    return read;
  };

  return {
    load,
    relation: async name => (await of(name)).get(fold(name.name)) ?? null,
    relations: async schema => [...(await of(schema)).values()],
    schemas: async name => [...(await schemas(name))],
    hasSchema: async ({ catalog: name, schema }) => [...(await schemas(name))].some(known => fold(known) === fold(schema)),
    refresh: async names => {
      const scope = new Map(
        names.map(({ catalog: of, schema }) => [schemaKey({ catalog: of, schema }), { catalog: of, schema }]),
      );
      const now = await readSchemas(catalog, { schemas: scope, schemaKey, fold }, signal);
      for (const name of names) {
        const found = now.get(schemaKey(name))?.get(fold(name.name));
        const known = await of(name);
        if (found === undefined) known.delete(fold(name.name));
        else known.set(fold(name.name), found);
      }
    },
    journal: () => journal({ isLoaded: schema => contents.has(schemaKey(schema)), of, schemas, fold }),
  };
}

/** A failed read must not be the answer to all later questions. */
function forgetFailure<T>(map: Map<string, Promise<T>>, key: string, read: Promise<T>): Promise<T> {
  read.catch(() => map.delete(key));
  return read;
}

interface ReadScope {
  readonly schemas: ReadonlyMap<string, SchemaName>;
  readonly schemaKey: (schema: SchemaName) => string;
  readonly fold: (name: string) => string;
}

async function readSchemas(
  catalog: Catalog,
  { schemas, schemaKey, fold }: ReadScope,
  signal: AbortSignal,
): Promise<Map<string, SchemaContents>> {
  const found = new Map<string, SchemaContents>([...schemas.keys()].map(key => [key, new Map()]));
  for (const info of await catalog.relations([...schemas.values()], signal))
    found.get(schemaKey(info.name))?.set(fold(info.name.name), info);
  return found;
}

interface CacheAccess {
  readonly isLoaded: (schema: SchemaName) => boolean;
  readonly of: (schema: SchemaName) => Promise<SchemaContents>;
  readonly schemas: (catalog: string | null) => Promise<Set<string>>;
  readonly fold: (name: string) => string;
}

function journal({ isLoaded, of, schemas, fold }: CacheAccess): Journal {
  const undos: (() => void)[] = [];
  const set = async (name: RelationName, info: RelationInfo | null): Promise<void> => {
    const relations = await of(name);
    const key = fold(name.name);
    const before = relations.get(key);
    undos.push(() => (before === undefined ? relations.delete(key) : relations.set(key, before)));
    if (info === null) relations.delete(key);
    else relations.set(key, info);
  };
  /** Of a released table only the foreign key has gone. */
  const forgetView = async (name: RelationName): Promise<void> => {
    if (isLoaded(name) && (await of(name)).get(fold(name.name))?.kind !== 'table') await set(name, null);
  };
  const record = async (step: PlainStep): Promise<void> => {
    switch (step.kind) {
      case 'create-schema':
        (await schemas(step.catalog)).add(step.schema);
        return;
      case 'create-table':
        return step.temporary ? undefined : set(step.target, fresh(step.target, 'table'));
      case 'create-materialized-view':
        return set(step.target, fresh(step.target, 'materialized-view'));
      case 'create-view':
        return set(step.target, fresh(step.target, 'view'));
      case 'define-table':
      case 'load-csv':
        return set(step.target, fresh(step.target, 'table'));
      case 'drop':
        // What was never looked at, such as a session's own tables, need not be read to be forgotten.
        return isLoaded(step.target) ? set(step.target, null) : undefined;
      case 'supersede':
        await set(step.live, fresh(step.live, step.builtIs));
        await set(step.built, null);
        for (const name of step.released) await forgetView(name);
        return;
      default:
        return;
    }
  };
  const dropSchema = async (schema: SchemaName): Promise<void> => {
    const names = await schemas(schema.catalog);
    const gone = [...names].filter(name => fold(name) === fold(schema.schema));
    undos.push(() => {
      for (const name of gone) names.add(name);
    });
    for (const name of gone) names.delete(name);
    if (isLoaded(schema)) for (const { name } of [...(await of(schema)).values()]) await set(name, null);
  };
  const note = async (change: CatalogChange): Promise<void> => {
    switch (change.kind) {
      case 'added':
        return set(change.name, fresh(change.name, change.is));
      case 'dropped':
        return isLoaded(change.name) ? set(change.name, null) : undefined;
      case 'renamed':
        await set(change.from, null);
        return set(change.to, fresh(change.to, change.is));
      case 'schema-dropped':
        return dropSchema(change.schema);
      default:
        return change satisfies never;
    }
  };
  return {
    record,
    note,
    undo: () => {
      for (const undo of undos.splice(0).reverse()) undo();
    },
  };
}

const fresh = (name: RelationName, kind: RelationKind): RelationInfo => ({
  name,
  kind,
  rows: null,
  bytes: null,
  comment: null,
  owner: null,
  isBound: null,
});
