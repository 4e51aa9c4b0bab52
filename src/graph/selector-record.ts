import type { PlainMap } from '../manifest/node.ts';
import type { SelectionTree } from './selection.ts';

/** What a selector written as text says, in the keys of a written-out definition. */
export function recordOf(tree: SelectionTree): PlainMap {
  switch (tree.kind) {
    case 'criterion': {
      const { method, path, value, parents, children, closure } = tree;
      return {
        method: [method, ...path].join('.'),
        value,
        ...(closure === 'none' ? {} : { childrens_parents: true }),
        ...steps('parents', parents),
        ...steps('children', children),
      };
    }
    case 'difference':
      return { union: [recordOf(tree.from), { exclude: [recordOf(tree.without)] }] };
    case 'union':
    case 'intersection':
      return { [tree.kind]: tree.parts.map(recordOf) };
    default:
      return tree satisfies never;
  }
}

function steps(key: 'parents' | 'children', count: number): PlainMap {
  if (count === 0) return {};
  return { [key]: true, ...(Number.isFinite(count) ? { [`${key}_depth`]: count } : {}) };
}
