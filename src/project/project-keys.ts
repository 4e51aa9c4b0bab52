import type { ConfigTreeKind, ResourcePaths } from './project.ts';

/** What a key of the project file holds. */
export type KeyShape = 'text' | 'version' | 'flag' | 'paths' | 'path' | 'map' | 'tree' | 'hooks' | 'maps' | 'texts' | 'any';

export interface ProjectKey {
  /** The spelling of the documentation. Dashes and underscores are interchangeable in every key. */
  readonly name: string;
  readonly shape: KeyShape;
  /** The old name. */
  readonly legacy?: string;
  /** Another name that is as good. */
  readonly alias?: string;
}

const path = (name: string, legacy?: string): ProjectKey => ({
  name,
  shape: 'paths',
  ...(legacy === undefined ? {} : { legacy }),
});
const tree = (name: ConfigTreeKind, alias?: string): ProjectKey => ({
  name,
  shape: 'tree',
  ...(alias === undefined ? {} : { alias }),
});

/** Every key that a project file may have, from dbt's documentation of `dbt_project.yml`. */
export const projectKeys: readonly ProjectKey[] = [
  { name: 'name', shape: 'text' },
  { name: 'version', shape: 'version' },
  { name: 'config-version', shape: 'any' },
  { name: 'project-root', shape: 'any' },
  { name: 'require-dbt-version', shape: 'texts' },
  { name: 'profile', shape: 'text' },
  path('model-paths', 'source-paths'),
  path('seed-paths', 'data-paths'),
  path('macro-paths'),
  path('snapshot-paths'),
  path('analysis-paths'),
  path('test-paths'),
  path('docs-paths'),
  path('asset-paths'),
  path('function-paths'),
  { name: 'target-path', shape: 'path' },
  { name: 'log-path', shape: 'path' },
  { name: 'packages-install-path', shape: 'path', legacy: 'modules-path' },
  { name: 'clean-targets', shape: 'texts' },
  { name: 'quoting', shape: 'map' },
  { name: 'vars', shape: 'map' },
  { name: 'dispatch', shape: 'maps' },
  { name: 'on-run-start', shape: 'hooks' },
  { name: 'on-run-end', shape: 'hooks' },
  { name: 'query-comment', shape: 'any' },
  { name: 'restrict-access', shape: 'flag' },
  { name: 'flags', shape: 'map' },
  { name: 'packages', shape: 'any' },
  { name: 'dbt-cloud', shape: 'map' },
  tree('models'),
  tree('seeds'),
  tree('snapshots'),
  tree('tests', 'data-tests'),
  tree('sources'),
  tree('exposures'),
  tree('analyses'),
  tree('metrics'),
  tree('semantic-models'),
  tree('saved-queries'),
  tree('unit-tests'),
  tree('functions'),
];

export const configTreeKinds = projectKeys.filter(key => key.shape === 'tree').map(key => key.name as ConfigTreeKind);

export const dashed = (key: string): string => key.replaceAll('_', '-');

const byName = new Map<string, ProjectKey>();
for (const key of projectKeys) {
  for (const name of [key.name, key.legacy, key.alias]) if (name !== undefined) byName.set(name, key);
}

/** The key for any of its spellings. */
export const projectKey = (written: string): ProjectKey | null => byName.get(dashed(written)) ?? null;

export const defaultPaths: Omit<ResourcePaths, 'docs'> = {
  model: ['models'],
  seed: ['seeds'],
  macro: ['macros'],
  snapshot: ['snapshots'],
  analysis: ['analyses'],
  test: ['tests'],
  function: ['functions'],
  asset: [],
};

/** Names that templates use for something else, so a project cannot have them: `this.x` would mean two things. */
export const reservedNames: ReadonlySet<string> = new Set(
  (
    'adapter api column config context database dbt env env_var exceptions execute flags fromjson fromyaml graph invocation_id ' +
    'load_agate_table load_result log model modules post_hooks pre_hooks ref render return run_started_at schema source sql ' +
    'sql_now store_raw_result store_result target this tojson toyaml try_or_compiler_error var write'
  ).split(' '),
);
