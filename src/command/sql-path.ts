import type { GraphNode } from '../manifest/node.ts';

/**
 * Where a node's SQL goes, below `compiled/` and `run/`: what several nodes of one file share is a folder, and so is what the
 * batches of one node share.
 */
export function sqlPath(
  node: Pick<GraphNode, 'package_name' | 'original_file_path' | 'path' | 'name'>,
  part: string | null = null,
): string {
  const written = node.original_file_path.replace(/^\.\//, '');
  // What is written out is no template any more.
  const file = written.replace(/(\.\w+)\.(jinja2?|j2)$/i, '$1');
  // What is written in a property file has no file of its own: generic tests bring a path, unit tests only a name.
  const inside = written.endsWith(node.path) ? `${node.name}.sql` : node.path;
  const isOwnFile = !/\.ya?ml$/.test(file);
  const own = part === null ? file : `${file.replace(/\.sql$/, '')}/${node.name}_${part}.sql`;
  return [node.package_name, own, ...(isOwnFile ? [] : [inside])].join('/').replaceAll('\\', '/');
}
