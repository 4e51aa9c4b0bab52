import { TemplateError } from '../../src/template/template.ts';
import { hostFunction, rawFunction } from '../../src/template/value/call.ts';
import { HostObject, type Kwargs, type Value, type ValueMap } from '../../src/template/value.ts';

/** The relation that `ref`, `source` and `this` give in the cases. */
export class Relation extends HostObject {
  readonly typeName = 'Relation';
  readonly #attributes: ReadonlyMap<string, Value>;
  readonly #rendered: string;
  constructor(database: string, schema: string, identifier: string) {
    super();
    const rendered = [database, schema, identifier].map(part => `"${part}"`).join('.');
    this.#rendered = rendered;
    this.#attributes = new Map<string, Value>([
      ['database', database],
      ['schema', schema],
      ['identifier', identifier],
      ['name', identifier],
      ['type', 'table'],
      ['is_view', false],
      ['render', rawFunction('render', () => rendered)],
    ]);
  }
  override attribute(name: string): Value | undefined {
    return this.#attributes.get(name);
  }
  override text(): string {
    return this.#rendered;
  }
  override repr(): string {
    return `<Relation ${this.#rendered}>`;
  }
}

export const refFunction = rawFunction('ref', (args, kwargs) => {
  const version = kwargs.get('v') ?? kwargs.get('version') ?? null;
  return new Relation('analytics', 'main', version === null ? String(args.at(-1)) : `${args.at(-1)}_v${version}`);
});

export const sourceFunction = rawFunction('source', ([sourceName, tableName]) => {
  return new Relation('raw', String(sourceName), String(tableName));
});

/** `config(…)` records; `config.get` and `config.require` read back. */
export class ConfigRecord extends HostObject {
  readonly typeName = 'Config';
  readonly #recorded: ValueMap = new Map();
  override call(args: readonly Value[], kwargs: Kwargs): Value {
    const given = args[0] instanceof Map ? args[0] : new Map<Value, Value>();
    for (const [name, value] of [...given, ...kwargs]) this.#recorded.set(name, value);
    return '';
  }
  readonly #get = hostFunction('get', ['name', 'default?', 'validator?'], (name = null, fallback = null) => {
    const value = this.#recorded.get(name);
    return value === undefined ? fallback : value;
  });
  readonly #require = hostFunction('require', ['name', 'validator?'], (name = null) => {
    const value = this.#recorded.get(name);
    if (value === undefined) throw new TemplateError('raised', `Required config '${name}' not found`);
    return value;
  });
  override attribute(name: string): Value | undefined {
    return new Map<string, Value>([
      ['get', this.#get],
      ['require', this.#require],
    ]).get(name);
  }
}

/** `adapter` of the cases: dispatch over the case's own macros, `quote` and `type`. */
export class AdapterDouble extends HostObject {
  readonly typeName = 'Adapter';
  readonly #attributes: ReadonlyMap<string, Value>;
  constructor(packages: ReadonlyMap<string, ValueMap>) {
    super();
    this.#attributes = new Map<string, Value>([
      ['type', rawFunction('type', () => 'duckdb')],
      ['quote', hostFunction('quote', ['identifier'], identifier => `"${identifier}"`)],
      [
        'dispatch',
        hostFunction('dispatch', ['macro_name', 'macro_namespace?'], (name, namespace = null) => {
          return dispatch(packages, String(name), namespace === null ? '' : String(namespace));
        }),
      ],
    ]);
  }
  override attribute(name: string): Value | undefined {
    return this.#attributes.get(name);
  }
}

function dispatch(packages: ReadonlyMap<string, ValueMap>, name: string, namespace: string): Value {
  if (name.includes('.')) {
    throw new TemplateError('raised', `In adapter.dispatch, got "${name}", but "." is not a valid macro name component`);
  }
  for (const packageName of new Set(['', namespace])) {
    for (const prefix of ['duckdb', 'default']) {
      const macro = packages.get(packageName)?.get(`${prefix}__${name}`);
      if (macro !== undefined) return macro;
    }
  }
  throw new TemplateError('raised', `In dispatch: No macro named '${name}' found within namespace: '${namespace}'`);
}
