import type { Yaml, YamlMap } from '../project/project.ts';

/** What of `store_failures` and `store_failures_as` is not said follows from the other; when both are, the second wins. */
export function testConfig(config: YamlMap): YamlMap {
  const how = config['store_failures_as'] ?? null;
  if (how !== null) return { ...config, store_failures: how !== 'ephemeral' };
  return { ...config, store_failures_as: howStored(config['store_failures']) };
}

const howStored = (stores: Yaml | undefined): Yaml => {
  if (stores === null || stores === undefined) return null;
  return stores === true ? 'table' : 'ephemeral';
};

/** Whether the failing rows of a test are kept in a relation of its own. */
export const storesFailures = (config: YamlMap): boolean => config['store_failures'] === true;
