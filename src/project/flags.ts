import { diagnose } from '../diagnostic/diagnostic.ts';
import { setting } from './environment.ts';
import type { Loading } from './loading.ts';
import type { Yaml, YamlMap } from './project.ts';

/** Flags that can be set by environment variable, with what applies when nobody sets them. From dbt's list of global configs. */
const FLAG_DEFAULTS: Readonly<Record<string, Yaml>> = {
  CACHE_SELECTED_ONLY: false,
  DEBUG: false,
  DEFER: false,
  DEFER_STATE: null,
  EMPTY: false,
  EVENT_TIME_END: null,
  EVENT_TIME_START: null,
  FAIL_FAST: false,
  FAVOR_STATE: false,
  FULL_REFRESH: false,
  INDIRECT_SELECTION: 'eager',
  INTROSPECT: true,
  LOG_CACHE_EVENTS: false,
  LOG_FORMAT: 'default',
  LOG_FORMAT_FILE: 'debug',
  LOG_LEVEL: 'info',
  LOG_LEVEL_FILE: 'debug',
  LOG_PATH: null,
  MACRO_DEBUGGING: false,
  PARTIAL_PARSE: true,
  POPULATE_CACHE: true,
  PRINT: true,
  PRINTER_WIDTH: 80,
  QUIET: false,
  SAMPLE: null,
  SEND_ANONYMOUS_USAGE_STATS: false,
  SINGLE_THREADED: false,
  STATE: null,
  STATIC_PARSER: true,
  STORE_FAILURES: false,
  STRICT_MODE: false,
  TARGET_PATH: null,
  USE_COLORS: true,
  USE_COLORS_FILE: true,
  USE_EXPERIMENTAL_PARSER: false,
  VERSION_CHECK: true,
  WARN_ERROR: false,
  WARN_ERROR_OPTIONS: null,
  WRITE_JSON: true,
};

/** Behaviours that changed between versions of dbt; only the project file sets them. */
const BEHAVIOUR_DEFAULTS: Readonly<Record<string, Yaml>> = {
  REQUIRE_BATCHED_EXECUTION_FOR_CUSTOM_MICROBATCH_STRATEGY: false,
  REQUIRE_EXPLICIT_PACKAGE_OVERRIDES_FOR_BUILTIN_MATERIALIZATIONS: true,
  REQUIRE_GENERIC_TEST_ARGUMENTS_PROPERTY: true,
  REQUIRE_NESTED_CUMULATIVE_TYPE_PARAMS: false,
  REQUIRE_REF_SEARCHES_NODE_PACKAGE_BEFORE_ROOT: false,
  REQUIRE_RESOURCE_NAMES_WITHOUT_SPACES: true,
  REQUIRE_UNIQUE_PROJECT_RESOURCE_NAMES: false,
  REQUIRE_YAML_CONFIGURATION_FOR_MF_TIME_SPINES: false,
  SKIP_NODES_IF_ON_RUN_START_FAILS: false,
  SOURCE_FRESHNESS_RUN_PROJECT_HOOKS: true,
  STATE_MODIFIED_COMPARE_MORE_UNRENDERED_VALUES: false,
  STATE_MODIFIED_COMPARE_VARS: false,
  VALIDATE_MACRO_ARGS: false,
};

/** Defaults, then the project's `flags:` (or the old `config:` of profiles.yml), the environment, the command line. */
export function readFlags(projectFlags: YamlMap, loading: Pick<Loading, 'options' | 'env' | 'report'>): YamlMap {
  return {
    ...FLAG_DEFAULTS,
    ...BEHAVIOUR_DEFAULTS,
    ...upperCased(projectFlags),
    ...fromEnvironment(loading),
    ...upperCased(loading.options.flags ?? {}),
  };
}

const upperCased = (flags: YamlMap): YamlMap =>
  Object.fromEntries(Object.entries(flags).map(([name, value]) => [name.toUpperCase().replaceAll('-', '_'), value]));

function fromEnvironment({ env, report }: Pick<Loading, 'env' | 'report'>): YamlMap {
  const flags: Record<string, Yaml> = {};
  for (const [name, standard] of Object.entries(FLAG_DEFAULTS)) {
    const written = setting(env, name);
    if (written === undefined) continue;
    const value = typed(written, standard);
    if (value === undefined)
      report(diagnose('project-bad-flag', null, { name, value: written, expected: expectation(standard) }));
    else flags[name] = value;
  }
  return flags;
}

const expectation = (standard: Yaml): string => (typeof standard === 'boolean' ? '`true` or `false`' : 'a whole number');

/** The written value in the type of the default; undefined when it has another. */
function typed(written: string, standard: Yaml): Yaml | undefined {
  if (typeof standard === 'number') return /^\d+$/.test(written) ? Number(written) : undefined;
  if (typeof standard !== 'boolean') return written;
  if (/^(1|true|t|yes|y|on)$/i.test(written)) return true;
  return /^(0|false|f|no|n|off)$/i.test(written) ? false : undefined;
}
