import {
  fromPlain,
  HostObject,
  hostFunction,
  isTrue,
  type Kwargs,
  TemplateError,
  text,
  toPlain,
  type Value,
} from '../template/index.ts';

/** Where `config` reads and writes: partial while parsing, final when running. */
export interface ConfigStore {
  get(key: string): unknown;
  /** Null when the configuration is final: calls then change nothing. */
  readonly record: ((settings: Readonly<Record<string, unknown>>) => void) | null;
  /** What messages call the node, such as `stg_orders`. */
  readonly nodeName: string;
}

/** `config(…)`, `config.get(…)`, `config.require(…)` and the rest. */
export class ConfigObject extends HostObject {
  readonly typeName = 'config';
  readonly #store: ConfigStore;
  constructor(store: ConfigStore) {
    super();
    this.#store = store;
  }

  override call(args: readonly Value[], kwargs: Kwargs): Value {
    const { record } = this.#store;
    if (!record) return '';
    const [first] = args;
    const settings: [string, unknown][] =
      first instanceof Map ? [...first].map(([key, value]) => [text(key), toPlain(value)]) : [];
    for (const [key, value] of kwargs) settings.push([settingName(key), toPlain(value)]);
    record(Object.fromEntries(settings));
    return '';
  }

  override attribute(name: string): Value | undefined {
    switch (name) {
      case 'get':
        return hostFunction(name, ['name', 'default?', 'validator?'], (key, fallback) =>
          orElse(this.#get(text(key ?? null)), fallback),
        );
      case 'require':
        return hostFunction(name, ['name', 'validator?'], key => this.#require(text(key ?? null)));
      case 'meta_get':
        return hostFunction(name, ['name', 'default?', 'validator?'], (key, fallback) =>
          orElse(this.#meta(text(key ?? null)), fallback),
        );
      case 'meta_require':
        return hostFunction(
          name,
          ['name', 'validator?'],
          key => this.#meta(text(key ?? null)) ?? this.#missing(text(key ?? null)),
        );
      case 'set':
        return hostFunction(name, ['name', 'value'], (key, value) =>
          this.call([], new Map([[text(key ?? null), value ?? null]])),
        );
      case 'persist_relation_docs':
        return hostFunction(name, [], () => this.#persists('relation'));
      case 'persist_column_docs':
        return hostFunction(name, [], () => this.#persists('columns'));
      default:
        return undefined;
    }
  }

  override memberNames(): Iterable<string> {
    return ['get', 'require', 'meta_get', 'meta_require', 'set', 'persist_relation_docs', 'persist_column_docs'];
  }

  #get(key: string): Value | undefined {
    const value = this.#store.get(key);
    return value === undefined ? undefined : fromPlain(value);
  }
  #require(key: string): Value {
    const value = this.#get(key);
    return value === undefined ? this.#missing(key) : value;
  }
  #meta(key: string): Value | undefined {
    const meta = this.#get('meta');
    return meta instanceof Map ? meta.get(key) : undefined;
  }
  #missing(key: string): never {
    throw new TemplateError('other', `Required config '${key}' not found in the config of '${this.#store.nodeName}'`, {
      subject: key,
    });
  }
  #persists(what: string): boolean {
    const docs = this.#get('persist_docs');
    return docs instanceof Map && isTrue(docs.get(what) ?? false);
  }
}

/** The default stands for a key that is not there; a key that is None is None. */
const orElse = (value: Value | undefined, fallback: Value | undefined): Value =>
  value === undefined ? (fallback ?? null) : value;

/** `pre_hook=` in a call means the key `pre-hook`, since a keyword cannot have a dash. */
const settingName = (key: string): string => (key === 'pre_hook' || key === 'post_hook' ? key.replace('_', '-') : key);
