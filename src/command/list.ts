import { resourceTypes } from '../graph/resource-type.ts';
import { graphNode } from '../manifest/manifest.ts';
import type { GraphNode, Plain, PlainMap } from '../manifest/node.ts';
import { nodeRecord } from '../manifest/record.ts';
import { choose, nothingSelected } from './choose.ts';
import type { Effects } from './effects.ts';
import { invoke } from './invocation.ts';
import { openProject, refuseOrTell } from './open-project.ts';
import type { NodeOptions } from './options.ts';
import { fine, type Outcome } from './outcome.ts';

export interface ListOptions extends NodeOptions {
  readonly format: ListFormat;
  /** Keys of the JSON lines, with dots into nested ones. */
  readonly outputKeys?: readonly string[];
}
export const listFormats = ['text', 'json', 'name', 'path', 'selector'] as const;
export type ListFormat = (typeof listFormats)[number];

/** Names what a selection holds, one line each. */
export const list = (options: ListOptions, effects: Effects, signal: AbortSignal): Promise<Outcome> =>
  invoke(options, { effects, signal }, async invocation => {
    const open = await openProject(options, invocation);
    const usual = options.resourceTypes === undefined ? resourceTypes.filter(kind => kind !== 'analysis') : resourceTypes;
    const ids = choose(open, { ...options, kinds: usual }, effects);
    if (ids.size === 0) refuseOrTell([nothingSelected('list')], open.project, effects);
    const lineOf = { text: selectorOf, selector: selectorOf, name: nameOf, path: pathOf, json: jsonOf(options.outputKeys) };
    const nodes = [...ids].flatMap(id => graphNode(open.manifest, id) ?? []);
    const lines = nodes.map(node => ({ node: node.unique_id, text: lineOf[options.format](node) }));
    for (const line of options.format === 'json' ? lines : lines.sort((a, b) => compare(a.text, b.text)))
      effects.emit({ kind: 'output', at: effects.clock.now(), ...line });
    return fine;
  });

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** What `--select` takes for exactly this node. */
function selectorOf(node: GraphNode): string {
  switch (node.resource_type) {
    case 'source':
      return `source:${node.package_name}.${node.source_name}.${node.name}`;
    case 'exposure':
    case 'metric':
    case 'semantic_model':
    case 'saved_query':
    case 'unit_test':
      return `${node.resource_type}:${node.package_name}.${node.name}`;
    default:
      return node.fqn.join('.');
  }
}

function nameOf(node: GraphNode): string {
  if (node.resource_type === 'source') return `${node.source_name}.${node.name}`;
  return node.resource_type === 'model' && node.version !== null ? `${node.name}.v${node.version}` : node.name;
}

const pathOf = (node: GraphNode): string => node.original_file_path;

const usualKeys = [
  'alias',
  'name',
  'source_name',
  'depends_on',
  'unique_id',
  'original_file_path',
  'resource_type',
  'tags',
  'config',
  'package_name',
];

const jsonOf =
  (keys: readonly string[] | undefined) =>
  (node: GraphNode): string => {
    const record = nodeRecord(node);
    const found = (keys ?? usualKeys).flatMap(key => {
      const value = valueAt(record, key);
      return value === undefined ? [] : [[key, value] as const];
    });
    return JSON.stringify(Object.fromEntries(found), (_key, value) => (typeof value === 'bigint' ? String(value) : value));
  };

/** `config.materialized` goes into the map; undefined when there is nothing. */
const valueAt = (record: PlainMap, path: string): Plain | undefined =>
  path
    .split('.')
    .reduce<Plain | undefined>(
      (value, key) =>
        typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, key)
          ? (value as PlainMap)[key]
          : undefined,
      record,
    );
