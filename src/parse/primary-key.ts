import type { ManifestNode, ModelNode, TestNode } from '../manifest/node.ts';
import type { Draft } from './draft.ts';
import { isSame } from './memory.ts';

/** Tests that say a set of columns is unique, and the argument that names the columns. */
const combinations: Readonly<Record<string, string>> = {
  unique_combination_of_columns: 'combination_of_columns',
  expect_compound_columns_to_be_unique: 'column_list',
};

/** Fills `primary_key` of models that declare none from their tests: unique and never null, else unique. */
export function inferPrimaryKeys(draft: Draft): void {
  const tests = new Map<string, TestNode[]>();
  for (const node of [...draft.nodes.values(), ...[...draft.disabled.values()].flat()]) {
    if (node.resource_type !== 'test' || !node.attached_node || !node.test_metadata) continue;
    const known = tests.get(node.attached_node);
    if (known) known.push(node);
    else tests.set(node.attached_node, [node]);
  }
  for (const node of [...draft.nodes.values()]) {
    const own = tests.get(node.unique_id);
    if (own && isModelWithoutKey(node)) draft.nodes.set(node.unique_id, withKey(node, keyFrom(own)));
  }
}

const keyed = new WeakMap<ModelNode, ModelNode>();

/** The same record as in an earlier parse, where nothing of it changed. */
function withKey(node: ModelNode, key: readonly string[]): ModelNode {
  if (key.length === 0) return node;
  const known = keyed.get(node);
  if (known !== undefined && isSame(known.primary_key, key)) return known;
  const made = { ...node, primary_key: key };
  keyed.set(node, made);
  return made;
}

const isModelWithoutKey = (node: ManifestNode): node is ModelNode =>
  node.resource_type === 'model' && node.primary_key.length === 0;

function keyFrom(tests: readonly TestNode[]): readonly string[] {
  const notNull = tests.filter(test => test.test_metadata?.name === 'not_null').map(test => test.column_name);
  const unique = tests.filter(test => test.test_metadata?.name === 'unique' && test.column_name !== null);
  const both = unique.filter(test => notNull.includes(test.column_name));
  if (both.length > 0) return both.map(test => test.column_name ?? '');
  const keys = [...unique.map(test => [test.column_name ?? '']), ...tests.flatMap(combination)];
  return keys[0] ?? [];
}

function combination({ test_metadata: metadata }: TestNode): readonly (readonly string[])[] {
  const argument = metadata && Object.hasOwn(combinations, metadata.name) ? combinations[metadata.name] : undefined;
  const columns = argument === undefined ? undefined : metadata?.kwargs[argument];
  return Array.isArray(columns) ? [columns.map(String).sort()] : [];
}
