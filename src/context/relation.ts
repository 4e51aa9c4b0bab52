import type { Dialect } from '../adapter/adapter.ts';
import type { RelationName } from '../sql/relation.ts';
import { HostObject, hostFunction, isTrue, type Kwargs, type Value } from '../template/index.ts';
import { FieldsObject } from './fields-object.ts';
import { type Arguments, type HostMembers, hostMember, hostMemberNames } from './host-members.ts';

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
export type RelationType =
  | 'table'
  | 'view'
  | 'cte'
  | 'external'
  | 'materialized_view'
  | 'pointer_table'
  | 'ephemeral'
  | 'function';

/** A span of time that a relation is cut to. Bounds are SQL texts; null is open. */
export interface EventTimeFilter {
  readonly fieldName: string;
  readonly start: string | null;
  readonly end: string | null;
}

export interface RelationFields {
  readonly database: string | null;
  readonly schema: string | null;
  readonly identifier: string | null;
  readonly type: RelationType | null;
  readonly include: Parts;
  readonly quote: Parts;
  /** What it prints instead of its name, such as the name of a common table expression or `read_csv(…)`; null for ordinary ones. */
  readonly rendered: string | null;
  /** Rows that printing it lets through, as `--empty` asks for; null for all. */
  readonly limit: number | null;
  readonly eventTimeFilter: EventTimeFilter | null;
  readonly dialect: Dialect;
}

/** `api.Relation`'s objects: what `ref`, `source` and `this` give. Immutable; every method gives another one. */
export class RelationObject extends HostObject {
  readonly typeName: string = 'Relation';
  readonly fields: RelationFields;
  constructor(fields: Partial<RelationFields> & Pick<RelationFields, 'dialect'>) {
    super();
    this.fields = { ...emptyFields, ...fields };
  }

  /** The name as the warehouse's catalog knows it; null when it has no schema or identifier. */
  get relationName(): RelationName | null {
    const { database, schema, identifier } = this.fields;
    return schema === null || identifier === null ? null : { catalog: database, schema, name: identifier };
  }

  with(change: Partial<RelationFields>): RelationObject {
    return new RelationObject({ ...this.fields, ...change });
  }

  /** The name alone, whatever printing cuts off. */
  render(): string {
    const { rendered, include, quote, dialect } = this.fields;
    if (rendered !== null) return rendered;
    const shown = parts.filter(part => include[part] && this.fields[part] !== null);
    return shown.map(part => (quote[part] ? dialect.identifier(this.fields[part] ?? '') : this.fields[part])).join('.');
  }
  override text(): string {
    const { limit, eventTimeFilter } = this.fields;
    if (limit === null && eventTimeFilter === null) return this.render();
    const conditions = [...(limit === 0 ? ['false'] : []), ...(eventTimeFilter ? timeConditions(eventTimeFilter) : [])];
    const where = conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`;
    return `(select * from ${this.render()}${where}${limit === null ? '' : ` limit ${limit}`})`;
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
  override contains(value: Value): boolean {
    return this.item(value) !== undefined;
  }
  override attribute(name: string): Value | undefined {
    return hostMember(members, this, name);
  }
  override memberNames(): Iterable<string> {
    return hostMemberNames(members);
  }
}

/** `relation.information_schema('TABLES')`: a view of the standard's catalog, or the schema of those views. */
class InformationSchema extends RelationObject {
  override readonly typeName = 'InformationSchema';
  readonly view: string | null;
  constructor(fields: RelationFields, view: string | null) {
    super({ ...fields, schema: null, identifier: 'INFORMATION_SCHEMA', type: 'view' });
    this.view = view;
  }
  override render(): string {
    const { database, include, quote, dialect } = this.fields;
    const catalog = database !== null && include.database ? [quote.database ? dialect.identifier(database) : database] : [];
    return [...catalog, 'INFORMATION_SCHEMA', ...(this.view === null ? [] : [this.view])].join('.');
  }
  override with(change: Partial<RelationFields>): InformationSchema {
    return new InformationSchema({ ...this.fields, ...change }, this.view);
  }
  override attribute(name: string): Value | undefined {
    if (name === 'information_schema_view') return this.view;
    if (name === 'replace')
      return hostFunction(name, ['**changes'], changes => {
        const view = changes instanceof Map ? changes.get('information_schema_view') : undefined;
        return new InformationSchema(this.fields, view === undefined ? this.view : textOrNull(view));
      });
    return super.attribute(name);
  }
}

const emptyFields: Omit<RelationFields, 'dialect'> = {
  database: null,
  schema: null,
  identifier: null,
  type: null,
  include: allParts,
  quote: allParts,
  rendered: null,
  limit: null,
  eventTimeFilter: null,
};

const timeConditions = ({ fieldName, start, end }: EventTimeFilter): readonly string[] => [
  ...(start === null ? [] : [`${fieldName} >= '${start}'`]),
  ...(end === null ? [] : [`${fieldName} < '${end}'`]),
];

const isKind =
  (...kinds: readonly RelationType[]) =>
  (self: RelationObject): Value =>
    self.fields.type !== null && kinds.includes(self.fields.type);

export const policyObject = (of: Parts): FieldsObject =>
  new FieldsObject(
    'Policy',
    parts.map(part => [part, of[part]]),
  );

const attributes: HostMembers<RelationObject>['attributes'] = {
  database: self => self.fields.database,
  schema: self => self.fields.schema,
  identifier: self => self.fields.identifier,
  name: self => self.fields.identifier,
  table: self => self.fields.identifier,
  type: self => self.fields.type,
  path: self =>
    new FieldsObject(
      'Path',
      parts.map(part => [part, self.fields[part]]),
    ),
  // By its type packages tell a relation from a text.
  metadata: () => new Map<Value, Value>([['type', 'BaseRelation']]),
  quote_policy: self => policyObject(self.fields.quote),
  include_policy: self => policyObject(self.fields.include),
  quote_character: self => self.fields.dialect.identifier('x').charAt(0),
  limit: self => self.fields.limit,
  event_time_filter: ({ fields: { eventTimeFilter: filter } }) =>
    filter &&
    new FieldsObject('EventTimeFilter', [
      ['field_name', filter.fieldName],
      ['start', filter.start],
      ['end', filter.end],
    ]),
  dbt_created: () => false,
  require_alias: () => false,
  catalog: () => null,
  is_table: isKind('table'),
  is_view: isKind('view'),
  is_cte: isKind('cte', 'ephemeral'),
  is_materialized_view: isKind('materialized_view'),
  is_pointer: isKind('pointer_table'),
  is_function: isKind('function'),
  can_be_renamed: isKind('table', 'view'),
  can_be_replaced: isKind('table', 'view'),
};

/** `database`, `schema`, `identifier` flags laid over the present ones. */
function changedParts(of: Parts, args: Arguments): Parts {
  const flag = (index: number, part: Part): boolean => {
    const given = args[index];
    return given === undefined || given === null ? of[part] : isTrue(given);
  };
  return { database: flag(0, 'database'), schema: flag(1, 'schema'), identifier: flag(2, 'identifier') };
}

/** A policy as templates give it, laid over another. */
export function policyOf(given: Value | undefined, fallback: Parts): Parts {
  const read =
    given instanceof Map
      ? (part: Part) => given.get(part)
      : given instanceof FieldsObject
        ? (part: Part) => given.fields.get(part)
        : null;
  return read === null ? fallback : changedParts(fallback, parts.map(read));
}

export const textOrNull = (value: Value | undefined): string | null => (typeof value === 'string' ? value : null);
const partParameters = parts.map(part => `${part}?`);

/** What keyword arguments such as `type=` and `path=` change. */
function changesOf(self: RelationObject, changes: Kwargs): Partial<RelationFields> {
  const { fields } = self;
  const given = changes.get('path');
  const path = given instanceof FieldsObject ? given.fields : given instanceof Map ? given : new Map<Value, Value>();
  const limit = changes.get('limit');
  return {
    ...Object.fromEntries(parts.filter(part => path.has(part)).map(part => [part, textOrNull(path.get(part))])),
    ...(path.size > 0 ? { rendered: null } : {}),
    ...(changes.has('type') ? { type: textOrNull(changes.get('type')) as RelationType | null } : {}),
    ...(limit === undefined ? {} : { limit: typeof limit === 'number' ? limit : null }),
    quote: policyOf(changes.get('quote_policy'), fields.quote),
    include: policyOf(changes.get('include_policy'), fields.include),
  };
}

const keywords = (value: Value | undefined): Kwargs => (value instanceof Map ? (value as unknown as Kwargs) : new Map());

function incorporate(self: RelationObject, [path, others]: Arguments): RelationObject {
  return self.with(changesOf(self, new Map([...(path === undefined ? [] : [['path', path] as const]), ...keywords(others)])));
}

function matches(self: RelationObject, args: Arguments): boolean {
  return parts.every((part, index) => {
    const wanted = textOrNull(args[index]);
    return wanted === null || wanted.toLowerCase() === self.fields[part]?.toLowerCase();
  });
}

/** All fields as plain values, as packages pass them on in `tojson`. */
function fieldDict(self: RelationObject): Value {
  const names = [
    'path',
    'type',
    'quote_character',
    'include_policy',
    'quote_policy',
    'dbt_created',
    'limit',
    'event_time_filter',
  ];
  return new Map<Value, Value>(
    names.map(name => {
      const value = attributes[name]?.(self) ?? null;
      return [name, value instanceof FieldsObject ? new Map<Value, Value>(value.fields) : value];
    }),
  );
}

export const ephemeralPrefix = '__dbt__cte__';
export const scdArguments = (key: Value | undefined, updatedAt: Value | undefined): Value => [
  ...(Array.isArray(key) ? key : [key ?? null]),
  updatedAt ?? null,
];

const methods: HostMembers<RelationObject>['methods'] = {
  render: { parameters: [], run: self => self.render() },
  render_limited: { parameters: [], run: self => self.text() },
  include: { parameters: partParameters, run: (self, args) => self.with({ include: changedParts(self.fields.include, args) }) },
  quote: { parameters: partParameters, run: (self, args) => self.with({ quote: changedParts(self.fields.quote, args) }) },
  incorporate: { parameters: ['path?', '**others'], run: incorporate },
  replace: { parameters: ['**changes'], run: (self, [changes]) => self.with(changesOf(self, keywords(changes))) },
  replace_path: { parameters: ['**changes'], run: (self, [changes]) => incorporate(self, [changes]) },
  without_identifier: { parameters: [], run: self => self.with({ include: { ...self.fields.include, identifier: false } }) },
  information_schema: {
    parameters: ['view_name?'],
    run: (self, [view]) => new InformationSchema(self.fields, textOrNull(view)),
  },
  information_schema_only: { parameters: [], run: self => new InformationSchema(self.fields, null) },
  matches: { parameters: partParameters, run: matches },
  quoted: { parameters: ['identifier'], run: (self, [name]) => self.fields.dialect.identifier(String(name)) },
  add_ephemeral_prefix: { parameters: ['name'], run: (_self, [name]) => `${ephemeralPrefix}${String(name)}` },
  scd_args: { parameters: ['primary_key', 'updated_at'], run: (_self, [key, updatedAt]) => scdArguments(key, updatedAt) },
  to_dict: { parameters: ['**options'], run: fieldDict },
  get: { parameters: ['name', 'default?'], run: (self, [name, fallback]) => self.attribute(String(name)) ?? fallback ?? null },
};

const members: HostMembers<RelationObject> = { attributes, methods };
