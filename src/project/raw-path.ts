import { projectKey } from './project-keys.ts';
import type { YamlPath } from './render-yaml.ts';

const HOOKS = new Set(['pre-hook', 'post-hook', 'pre_hook', 'post_hook']);
const RAW_KEYS = new Set(['on-run-start', 'on-run-end', 'query-comment', 'vars']);
const TREES_WITH_HOOKS = new Set(['models', 'seeds', 'snapshots', 'tests']);

/** Whether templates at a path of the project file are left for later: hooks, run hooks, the query comment and variables. */
export function staysRawInProject(path: YamlPath): boolean {
  const key = typeof path[0] === 'string' ? projectKey(path[0])?.name : undefined;
  if (key === undefined) return true;
  if (RAW_KEYS.has(key)) return true;
  return TREES_WITH_HOOKS.has(key) && path.some(step => typeof step === 'string' && HOOKS.has(step.replace(/^[+ ]+/, '')));
}
