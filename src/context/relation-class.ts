import type { Dialect } from '../adapter/adapter.ts';
import { HostObject, hostFunction, text, type Value } from '../template/index.ts';
import { FieldsObject, fieldOf } from './fields-object.ts';
import {
  allParts,
  ephemeralPrefix,
  type Parts,
  policyObject,
  policyOf,
  RelationObject,
  type RelationType,
  scdArguments,
  textOrNull,
} from './relation.ts';

/** `api.Relation`: ways to make a relation, and the names of the kinds. */
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
    switch (name) {
      case 'create':
        return this.#create;
      case 'create_from':
      case 'create_from_source':
        return hostFunction(name, ['*args', '**options'], args => this.#from(Array.isArray(args) ? args.at(-1) : undefined));
      case 'create_ephemeral_from':
        return hostFunction(name, ['*args', '**options'], args => this.#ephemeral(Array.isArray(args) ? args.at(-1) : undefined));
      case 'add_ephemeral_prefix':
        return hostFunction(name, ['name'], given => `${ephemeralPrefix}${text(given ?? null)}`);
      case 'scd_args':
        return hostFunction(name, ['primary_key', 'updated_at'], scdArguments);
      case 'get_default_quote_policy':
        return hostFunction(name, [], () => policyObject(this.#quote));
      case 'get_default_include_policy':
        return hostFunction(name, [], () => policyObject(allParts));
      case 'get_relation_type':
        return new KindNames();
      default:
        return Object.hasOwn(kindNames, name) ? kindNames[name] : undefined;
    }
  }

  readonly #create = hostFunction(
    'create',
    ['database?', 'schema?', 'identifier?', 'type?', 'quote_policy?', 'include_policy?', 'limit?', '**others'],
    (database, schema, identifier, type, quote, include, limit) =>
      new RelationObject({
        dialect: this.#dialect,
        database: textOrNull(database),
        schema: textOrNull(schema),
        identifier: textOrNull(identifier),
        type: textOrNull(type) as RelationType | null,
        quote: policyOf(quote, this.#quote),
        include: policyOf(include, allParts),
        limit: typeof limit === 'number' ? limit : null,
      }),
  );

  /** Of a node's record, such as `model` or one of `graph.nodes`. */
  #from(node: Value | undefined): RelationObject {
    const config = fieldOf(node, 'config');
    return new RelationObject({
      dialect: this.#dialect,
      database: textOrNull(fieldOf(node, 'database')),
      schema: textOrNull(fieldOf(node, 'schema')),
      identifier: textOrNull(fieldOf(node, 'alias')) ?? textOrNull(fieldOf(node, 'identifier')),
      quote: policyOf(fieldOf(node, 'quoting') ?? fieldOf(config, 'quoting'), this.#quote),
    });
  }
  #ephemeral(node: Value | undefined): RelationObject {
    const name = textOrNull(fieldOf(node, 'alias')) ?? textOrNull(fieldOf(node, 'name')) ?? '';
    return this.#from(node).with({ type: 'cte', rendered: `${ephemeralPrefix}${name}` });
  }
}

/** `Table`, `View` …, and as a function: the kind of that name. */
class KindNames extends FieldsObject {
  constructor() {
    super('RelationType', Object.entries(kindNames));
  }
  override call(args: readonly Value[]): Value {
    return text(args[0] ?? null);
  }
}

const kindNames: Readonly<Record<string, RelationType>> = {
  Table: 'table',
  View: 'view',
  CTE: 'cte',
  External: 'external',
  MaterializedView: 'materialized_view',
  PointerTable: 'pointer_table',
  Function: 'function',
};
