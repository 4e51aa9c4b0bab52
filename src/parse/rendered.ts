import { varFunction } from '../context/base-var.ts';
import { templateDiagnostic } from '../context/template-diagnostic.ts';
import type { Yaml, YamlMap } from '../project/project.ts';
import { isYamlMap } from '../project/yaml.ts';
import { compileTemplate, Float, type Scope, TemplateError, toPlain } from '../template/index.ts';
import type { Parsing } from './draft.ts';
import { changedProperties, type PropertyEntry, valueSpan } from './properties.ts';

/** What stays as written: descriptions know docs blocks, tests are rendered in their model's context, queries when they are sent. */
const raw: ReadonlySet<string> = new Set([
  'description',
  'tests',
  'data_tests',
  'given',
  'expect',
  'overrides',
  'sql_header',
  'loaded_at_query',
]);
/** Metrics name dimensions in templates that are not for us to render. */
const rawInMetrics: ReadonlySet<string> = new Set(['filter', 'where', 'expr']);
const semanticKinds: ReadonlySet<string> = new Set(['metrics', 'semantic_models', 'saved_queries']);
const isTemplate = /\{[{%#]/;

/** An entry's data with `{{ }}` rendered to native values, where templates apply. */
export function rendered(parsing: Parsing, entry: PropertyEntry): YamlMap {
  const scope = yamlScope(parsing, entry.owner.name);
  const render = (value: Yaml, path: readonly (string | number)[]): Yaml => {
    if (typeof value === 'string') return isTemplate.test(value) ? renderText(parsing, entry, value, path, scope) : value;
    if (Array.isArray(value)) return value.map((item: Yaml, index) => render(item, [...path, index]));
    return isYamlMap(value) ? renderMap(value, path, isRaw, render) : value;
  };
  const isSemantic = semanticKinds.has(entry.kind);
  const isRaw = (key: string): boolean => raw.has(key) || (isSemantic && rawInMetrics.has(key));
  return renderMap(entry.data, [], isRaw, render);
}

/** Names may be templates too: those of entries, and of the tables of sources. */
export function withRenderedNames(parsing: Parsing): Parsing {
  const named = (entry: PropertyEntry): PropertyEntry => renderName(parsing, entry);
  return { ...parsing, properties: changedProperties(parsing.properties, named, one => parsing.draft.diagnostics.push(one)) };
}

function renderName(parsing: Parsing, entry: PropertyEntry): PropertyEntry {
  const scope = yamlScope(parsing, entry.owner.name);
  const render = (map: YamlMap, path: readonly (string | number)[]): YamlMap => {
    const written = map['name'];
    if (typeof written !== 'string' || !isTemplate.test(written)) return map;
    return { ...map, name: renderText(parsing, entry, written, [...path, 'name'], scope) };
  };
  const named = render(entry.data, []);
  const tables = named['tables'];
  const data =
    entry.kind === 'sources' && Array.isArray(tables)
      ? { ...named, tables: tables.map((table: Yaml, at) => (isYamlMap(table) ? render(table, ['tables', at]) : table)) }
      : named;
  return data === entry.data ? entry : { ...entry, data, name: String(data['name']) };
}

/** A test's configuration with its templates rendered. */
export function renderConfig(
  parsing: Parsing,
  entry: PropertyEntry,
  config: YamlMap,
  below: readonly (string | number)[],
): YamlMap {
  const scope = yamlScope(parsing, entry.owner.name);
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key,
      typeof value === 'string' && isTemplate.test(value) ? renderText(parsing, entry, value, below, scope) : value,
    ]),
  );
}

type Render = (value: Yaml, path: readonly (string | number)[]) => Yaml;

function renderMap(map: YamlMap, path: readonly (string | number)[], isRaw: (key: string) => boolean, render: Render): YamlMap {
  return Object.fromEntries(
    Object.entries(map).map(([key, value]) => [key, isRaw(key) || isHook(key, path) ? value : render(value, [...path, key])]),
  );
}

/** Hooks are rendered when they run. */
const isHook = (key: string, path: readonly (string | number)[]): boolean =>
  /^\+?(pre|post)[-_]hook$/.test(key) && path.at(-1) === 'config';

/** The names that templates in property files see: no macros, no references. */
export function yamlScope({ shared }: Parsing, packageName: string): Scope {
  const variable = varFunction({ vars: shared.varsOf(packageName), owner: null });
  return {
    names: () => ['var', ...shared.members.keys()],
    lookup(name) {
      if (name === 'var') return variable;
      const member = shared.members.get(name);
      return typeof member === 'function' ? member() : member;
    },
  };
}

function renderText(
  parsing: Parsing,
  entry: PropertyEntry,
  written: string,
  path: readonly (string | number)[],
  scope: Scope,
): Yaml {
  try {
    const value = compileTemplate({ file: entry.file.displayPath, text: written }).evaluateSync(scope, {
      undefinedNames: 'plain',
    });
    return value instanceof Float ? value : (toPlain(value) as Yaml);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    const span = valueSpan(entry, ...path);
    parsing.draft.diagnostics.push({ ...templateDiagnostic(error, span), span });
    return written;
  }
}
