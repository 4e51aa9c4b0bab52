import { nodeScope } from '../context/node-context.ts';
import { templateDiagnostic } from '../context/template-diagnostic.ts';
import { nodeId } from '../manifest/id.ts';
import type { ExposureNode, NodeConfig, PlainMap, RefArgs } from '../manifest/node.ts';
import type { YamlMap } from '../project/project.ts';
import { compileTemplate, TemplateError } from '../template/index.ts';
import { emptyGraph } from './capture.ts';
import { mapOf, textsOf } from './column.ts';
import { overlay, projectLayers, unrenderedLayers } from './config.ts';
import { configDefaults } from './config-default.ts';
import { describe } from './doc.ts';
import { addDisabled, type Parsing } from './draft.ts';
import { fqnOf } from './fqn.ts';
import { entrySpan, type PropertyEntry } from './properties.ts';
import { rendered } from './rendered.ts';
import { patchConfig } from './sql-node.ts';

/** What uses the project's tables: a dashboard, a notebook, an application. */
export function parseExposure(parsing: Parsing, entry: PropertyEntry): void {
  const { owner, file, name } = entry;
  const data = rendered(parsing, entry);
  const fqn = fqnOf(owner.name, file.relativePath, name);
  const root = parsing.project.packages[0];
  const own = patchConfig(data, ['tags', 'meta']);
  const layers = [...projectLayers(root, owner, 'exposures', fqn), own];
  const config = layers.reduce(overlay, configDefaults.exposure as YamlMap);
  const { refs, sources, metrics } = dependencies(
    parsing,
    entry,
    'depends_on',
    Array.isArray(data['depends_on']) ? textsOf(data['depends_on']) : [],
  );
  const node: ExposureNode = {
    name,
    resource_type: 'exposure',
    package_name: owner.name,
    path: file.relativePath,
    original_file_path: file.path,
    unique_id: nodeId('exposure', owner.name, name),
    fqn,
    type: typeof data['type'] === 'string' ? data['type'] : '',
    owner: { email: null, name: null, ...mapOf(data['owner']) } as PlainMap,
    description: describe(parsing, entry, data['description'], ['description']).text,
    label: typeof data['label'] === 'string' ? data['label'] : null,
    maturity: typeof data['maturity'] === 'string' ? data['maturity'] : null,
    meta: mapOf(config['meta']) as PlainMap,
    tags: textsOf(config['tags']),
    config: config as unknown as NodeConfig,
    unrendered_config: [...unrenderedLayers(root, owner, 'exposures', fqn), own].reduce(overlay, {}) as PlainMap,
    url: typeof data['url'] === 'string' ? data['url'] : null,
    depends_on: { macros: [], nodes: [] },
    refs,
    sources,
    metrics,
    created_at: parsing.createdAt,
  };
  parsing.draft.origins.set(node.unique_id, {
    file: file.displayPath,
    path: entry.path,
    start: { line: 1, column: 1 },
    packageDir: owner.dir,
  });
  if (config['enabled'] === false) addDisabled(parsing.draft, node);
  else parsing.draft.exposures.set(node.unique_id, node);
}

export interface Dependencies {
  readonly refs: readonly RefArgs[];
  readonly sources: readonly (readonly [string, string])[];
  readonly metrics: readonly (readonly string[])[];
}

/** Reads `ref('x')`, `source('a', 'b')` and `metric('m')` written as text. */
export function dependencies(
  parsing: Parsing,
  entry: PropertyEntry,
  key: 'depends_on' | 'model' | 'name',
  calls: readonly string[],
): Dependencies {
  const refs: RefArgs[] = [];
  const sources: (readonly [string, string])[] = [];
  const metrics: string[][] = [];
  const scope = nodeScope(
    parsing.shared,
    {
      packageName: entry.owner.name,
      name: entry.name,
      uniqueId: null,
      database: null,
      schema: '',
      alias: null,
      model: () => null,
    },
    {
      variant: 'sync',
      execute: false,
      port: 'parsing',
      config: { get: () => undefined, record: null, nodeName: entry.name },
      ref: args => {
        refs.push(args);
        return null;
      },
      source: (source, table) => {
        sources.push([source, table]);
        return null;
      },
      graph: emptyGraph,
    },
  );
  for (const [index, call] of calls.entries()) {
    const metric = /^\s*metric\(\s*['"]([^'"]+)['"]\s*\)\s*$/.exec(call)?.[1];
    if (metric !== undefined) {
      metrics.push([metric]);
      continue;
    }
    const text = call.includes('{{') ? call : `{{ ${call} }}`;
    try {
      compileTemplate({ file: entry.file.displayPath, text }).evaluateSync(scope, { undefinedNames: 'plain' });
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      const span = entrySpan(entry, key, index);
      const diagnostic = templateDiagnostic(error, { span, names: () => ['ref', 'source', 'metric'] });
      parsing.draft.diagnostics.push({ ...diagnostic, span });
    }
  }
  return { refs, sources, metrics };
}
