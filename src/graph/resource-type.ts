import type { GraphNode } from '../manifest/node.ts';

/** What a selection can be narrowed to: everything but operations. */
export const resourceTypes: readonly GraphNode['resource_type'][] = [
  'model',
  'seed',
  'snapshot',
  'source',
  'test',
  'unit_test',
  'exposure',
  'analysis',
  'metric',
  'semantic_model',
  'saved_query',
  'function',
];
