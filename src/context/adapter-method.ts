import type { Dialect, TemplateMethod } from '../adapter/adapter.ts';
import type { PlainStep } from '../adapter/step.ts';
import type { YamlMap } from '../project/project.ts';
import type { RelationKind, RelationName } from '../sql/relation.ts';
import { type HostObject, TemplateError, text, type Value } from '../template/index.ts';
import type { WarehousePort } from './port.ts';
import { type Parts, RelationObject, type RelationType } from './relation.ts';
import type { Print } from './table.ts';

/** What `adapter.*` needs to know. */
export interface AdapterContext {
  readonly adapterType: string;
  readonly dialect: Dialect;
  readonly quoting: Parts;
  /** `parsing` while parsing; null when there is no connection: then nothing is known to exist. */
  readonly port: WarehousePort | null | 'parsing';
  readonly dispatch: HostObject;
  readonly defaultDatabase: string | null;
  /** What this adapter alone has. */
  readonly methods: Readonly<Record<string, TemplateMethod>>;
  readonly flags: YamlMap;
  readonly print: Print;
}

export type Arguments = readonly (Value | undefined)[];
export type AdapterMethod = { readonly parameters: readonly string[] } & (
  | { readonly pure: (context: AdapterContext, args: Arguments) => Value }
  | {
      /** The answer while parsing. */
      readonly parsing: () => Value;
      /** Whether that is also the answer without a connection: as on the first run, nothing exists yet. */
      readonly offline?: boolean;
      readonly ask: (port: WarehousePort, context: AdapterContext, args: Arguments) => Promise<Value>;
    }
);

const kindTypes: Readonly<Record<RelationKind, RelationType>> = {
  table: 'table',
  view: 'view',
  'materialized-view': 'materialized_view',
  external: 'external',
};
export const relationKind = (type: RelationType | null): RelationKind =>
  type === 'view' ? 'view' : type === 'materialized_view' ? 'materialized-view' : type === 'external' ? 'external' : 'table';

export function nameOf(value: Value | undefined): RelationName {
  const name = value instanceof RelationObject ? value.relationName : null;
  if (!name) throw new TemplateError('type', `expected a relation, got \`${text(value ?? null)}\``);
  return name;
}

/** Without a schema it is a temporary table, which no catalog lists. */
export const isTemporary = (value: Value | undefined): value is RelationObject =>
  value instanceof RelationObject && value.fields.schema === null && value.fields.identifier !== null;

export function schemaOf(
  value: Value | undefined,
  context: AdapterContext,
): { readonly catalog: string | null; readonly schema: string } {
  if (value instanceof RelationObject) return { catalog: value.fields.database, schema: value.fields.schema ?? '' };
  return { catalog: context.defaultDatabase, schema: text(value ?? null) };
}

export const asRelation = (context: AdapterContext, name: RelationName, kind: RelationKind): RelationObject =>
  new RelationObject({
    dialect: context.dialect,
    database: name.catalog,
    schema: name.schema,
    identifier: name.name,
    type: kindTypes[kind],
    quote: context.quoting,
  });

/** A method that is one step of a plan. */
export const applying = (
  parameters: readonly string[],
  step: (args: Arguments, context: AdapterContext) => PlainStep,
): AdapterMethod => ({
  parameters,
  parsing: () => null,
  ask: async (port, context, args) => {
    await port.apply(step(args, context));
    return null;
  },
});

export const catalogOf = (value: Value | undefined, context: AdapterContext): string | null =>
  typeof value === 'string' ? value : value instanceof RelationObject ? value.fields.database : context.defaultDatabase;
