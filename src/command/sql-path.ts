import type { GraphNode } from '../manifest/node.ts';

/** Where a node's SQL goes, below `compiled/` and `run/`: what several nodes of one file share is a folder. */
export function sqlPath(node: Pick<GraphNode, 'package_name' | 'original_file_path' | 'path'>): string {
  const file = node.original_file_path.replace(/^\.\//, '');
  const isOwnFile = file.endsWith(node.path) || file.endsWith('.sql');
  return [node.package_name, file, ...(isOwnFile ? [] : [node.path])].join('/').replaceAll('\\', '/');
}
