import type { Dialect } from '../adapter/adapter.ts';
import type { RelationName } from '../sql/relation.ts';
import { fromPlain, HostObject, hostFunction, isTrue, type Value } from '../template/index.ts';

/** Which parts of a name something applies to. */
export interface Parts {
  readonly database: boolean;
  readonly schema: boolean;
  readonly identifier: boolean;
}
type Part = keyof Parts;
const parts: readonly Part[] = ['database', 'schema', 'identifier'];
export const allParts: Parts = { database: true, schema: true, identifier: true };

/** dbt's names of relation kinds. */
export type RelationType = 'table' | 'view' | 'cte' | 'external' | 'materialized_view' | 'pointer_table' | 'ephemeral';

interface RelationFields {
  readonly database: string | null;
  readonly schema: string | null;
  readonly identifier: string | null;
  readonly type: RelationType | null;
  readonly include: Parts;
  readonly quote: Parts;
  /** What it prints instead of its name, such as the name of a common table expression or `read_csv(…)`; null for ordinary ones. */
  readonly rendered: string | null;
  readonly dialect: Dialect;
}

/** `api.Relation`'s objects: what `ref`, `source` and `this` give. Immutable; every method gives another one. */
export class RelationObject extends HostObject {
  readonly typeName = 'Relation';
  readonly fields: RelationFields;
  constructor(fields: Partial<RelationFields> & Pick<RelationFields, 'dialect'>) {
    super();
    this.fields = {
      database: null,
      schema: null,
      identifier: null,
      type: null,
      include: allParts,
      quote: allParts,
      rendered: null,
      ...fields,
    };
  }

  /** The name as the warehouse's catalog knows it; null when it has no schema or identifier. */
  get relationName(): RelationName | null {
    const { database, schema, identifier } = this.fields;
    return schema === null || identifier === null ? null : { catalog: database, schema, name: identifier };
  }

  with(change: Partial<RelationFields>): RelationObject {
    return new RelationObject({ ...this.fields, ...change });
  }

  override text(): string {
    const { rendered, include, quote, dialect } = this.fields;
    if (rendered !== null) return rendered;
    const shown = parts.filter(part => include[part] && this.fields[part] !== null);
    return shown.map(part => (quote[part] ? dialect.identifier(this.fields[part] ?? '') : this.fields[part])).join('.');
  }
  override repr(): string {
    return `<${this.typeName} ${this.text()}>`;
  }
  override equals(other: Value): boolean {
    return other instanceof RelationObject && other.text() === this.text();
  }
  override hashKey(): string {
    return `relation:${this.text()}`;
  }
  /** dbt's relations are mappings of their fields; packages tell a relation by it. */
  override mapping(): boolean {
    return true;
  }
  override item(key: Value): Value | undefined {
    return typeof key === 'string' && Object.hasOwn(attributes, key) ? attributes[key]?.(this) : undefined;
  }
  override iterate(): Iterable<Value> {
    return Object.keys(attributes);
  }
  override attribute(name: string): Value | undefined {
    const read = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
    if (read) return read(this);
    const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
    return method && hostFunction(name, method.parameters, (...args) => method.run(this, args));
  }
}

const isKind =
  (...kinds: readonly RelationType[]) =>
  (self: RelationObject): Value =>
    self.fields.type !== null && kinds.includes(self.fields.type);
const policy = (of: Parts): Value => new Map<Value, Value>(parts.map(part => [part, of[part]]));

const attributes: Readonly<Record<string, (self: RelationObject) => Value>> = {
  database: self => self.fields.database,
  schema: self => self.fields.schema,
  identifier: self => self.fields.identifier,
  name: self => self.fields.identifier,
  table: self => self.fields.identifier,
  type: self => self.fields.type,
  metadata: () => new Map<Value, Value>([['type', 'BaseRelation']]),
  path: self => new Map<Value, Value>(parts.map(part => [part, self.fields[part]])),
  quote_policy: self => policy(self.fields.quote),
  include_policy: self => policy(self.fields.include),
  is_table: isKind('table'),
  is_view: isKind('view'),
  is_cte: isKind('cte', 'ephemeral'),
  is_external: isKind('external'),
  is_materialized_view: isKind('materialized_view'),
  is_pointer: isKind('pointer_table'),
  can_be_renamed: isKind('table', 'view'),
  can_be_replaced: isKind('table', 'view'),
};

type Arguments = readonly (Value | undefined)[];
interface RelationMethod {
  readonly parameters: readonly string[];
  readonly run: (self: RelationObject, args: Arguments) => Value;
}

/** `database`, `schema`, `identifier` flags laid over the present ones. */
function changedParts(of: Parts, args: Arguments): Parts {
  const flag = (index: number, part: Part): boolean => {
    const given = args[index];
    return given === undefined || given === null ? of[part] : isTrue(given);
  };
  return { database: flag(0, 'database'), schema: flag(1, 'schema'), identifier: flag(2, 'identifier') };
}

const textOrNull = (value: Value | undefined): string | null => (typeof value === 'string' ? value : null);
const partParameters = parts.map(part => `${part}?`);

function incorporate(self: RelationObject, [path, type]: Arguments): RelationObject {
  const given = path instanceof Map ? path : new Map<Value, Value>();
  const part = (name: Part): string | null => (given.has(name) ? textOrNull(given.get(name)) : self.fields[name]);
  return self.with({
    database: part('database'),
    schema: part('schema'),
    identifier: part('identifier'),
    type: type === undefined ? self.fields.type : (textOrNull(type) as RelationType | null),
  });
}

function matches(self: RelationObject, args: Arguments): boolean {
  return parts.every((part, index) => {
    const wanted = textOrNull(args[index]);
    return wanted === null || wanted.toLowerCase() === self.fields[part]?.toLowerCase();
  });
}

const methods: Readonly<Record<string, RelationMethod>> = {
  render: { parameters: [], run: self => self.text() },
  include: { parameters: partParameters, run: (self, args) => self.with({ include: changedParts(self.fields.include, args) }) },
  quote: { parameters: partParameters, run: (self, args) => self.with({ quote: changedParts(self.fields.quote, args) }) },
  incorporate: { parameters: ['path?', 'type?'], run: incorporate },
  replace_path: {
    parameters: ['**changes'],
    run: (self, [changes]) => incorporate(self, [changes]),
  },
  without_identifier: { parameters: [], run: self => self.with({ include: { ...self.fields.include, identifier: false } }) },
  information_schema: {
    parameters: ['view_name?'],
    run: (self, [view]) =>
      self.with({
        schema: 'information_schema',
        identifier: textOrNull(view),
        type: 'view',
        quote: { ...self.fields.quote, schema: false, identifier: false },
        include: { database: true, schema: true, identifier: view !== undefined && view !== null },
      }),
  },
  matches: { parameters: partParameters, run: matches },
  quoted: { parameters: ['identifier'], run: (self, [name]) => self.fields.dialect.identifier(String(name)) },
  get: { parameters: ['name', 'default?'], run: (self, [name, fallback]) => self.attribute(String(name)) ?? fallback ?? null },
};

/** `api.Relation`: `create(…)` and the names of the kinds. */
export class RelationClass extends HostObject {
  readonly typeName = 'type';
  readonly #dialect: Dialect;
  readonly #quote: Parts;
  constructor(dialect: Dialect, quote: Parts) {
    super();
    this.#dialect = dialect;
    this.#quote = quote;
  }
  override attribute(name: string): Value | undefined {
    if (name === 'create') return this.#create;
    if (name === 'get_default_quote_policy') return hostFunction(name, [], () => policy(this.#quote));
    if (name === 'get_default_include_policy') return hostFunction(name, [], () => policy(allParts));
    return Object.hasOwn(kindNames, name) ? fromPlain(kindNames[name]) : undefined;
  }

  readonly #create = hostFunction(
    'create',
    ['database?', 'schema?', 'identifier?', 'type?', 'quote_policy?', 'include_policy?', '**others'],
    (database, schema, identifier, type, quote, include) =>
      new RelationObject({
        dialect: this.#dialect,
        database: textOrNull(database),
        schema: textOrNull(schema),
        identifier: textOrNull(identifier),
        type: textOrNull(type) as RelationType | null,
        quote: policyOf(quote, this.#quote),
        include: policyOf(include, allParts),
      }),
  );
}

function policyOf(given: Value | undefined, fallback: Parts): Parts {
  return given instanceof Map
    ? changedParts(
        fallback,
        parts.map(part => given.get(part)),
      )
    : fallback;
}

const kindNames: Readonly<Record<string, RelationType>> = {
  Table: 'table',
  View: 'view',
  CTE: 'cte',
  External: 'external',
  MaterializedView: 'materialized_view',
};
