/** One flag as users type it. What commander needs, and what the environment may set, come from here. */
export interface FlagSpec {
  /** As commander reads it: `-s, --select <selector...>`. */
  readonly flags: string;
  readonly help: string;
  /** Understood but not shown in help, as other tools' names for the same thing. */
  readonly hidden?: true;
  /** The environment variable without its `MODEL_` or `DBT_`, for what must be known before the project is read. */
  readonly env?: string;
}

const project: readonly FlagSpec[] = [
  { flags: '--project-dir <folder>', help: 'the project, when it is not the working folder', env: 'PROJECT_DIR' },
  { flags: '--profiles-dir <folder>', help: 'where profiles.yml is', env: 'PROFILES_DIR' },
  { flags: '--profile <name>', help: 'the profile to use, instead of what the project says' },
  { flags: '-t, --target <name>', help: 'the target of the profile' },
  { flags: '--target-path <folder>', help: 'where artifacts and compiled SQL go (default: target)' },
  { flags: '--vars <yaml>', help: "variables for the project, as in '{start: 2026-01-01}'" },
];

const output: readonly FlagSpec[] = [
  { flags: '--log-format <format>', help: 'text, or json for one object per line', env: 'LOG_FORMAT' },
  { flags: '--log-level <level>', help: 'debug, info, warn, error or none', env: 'LOG_LEVEL' },
  { flags: '-d, --debug', help: 'show the statements that are sent', env: 'DEBUG' },
  { flags: '-q, --quiet', help: 'show errors and what was asked for, nothing else', env: 'QUIET' },
  { flags: '--use-colors', help: 'always use colors', env: 'USE_COLORS' },
  { flags: '--no-use-colors', help: 'never use colors', hidden: true },
  { flags: '--no-color', help: 'never use colors' },
  { flags: '--warn-error', help: 'treat warnings as errors', env: 'WARN_ERROR' },
];

/** What other tools take and what has no effect here, so that scripts written for them run. */
const tolerated: readonly FlagSpec[] = [
  '--no-version-check',
  '--version-check',
  '--no-partial-parse',
  '--partial-parse',
  '--no-static-parser',
  '--static-parser',
  '--no-populate-cache',
  '--populate-cache',
  '--cache-selected-only',
  '--no-cache-selected-only',
  '--no-anonymous-usage-stats',
  '--no-send-anonymous-usage-stats',
  '--send-anonymous-usage-stats',
  '--no-print',
  '--print',
  '--no-debug',
  '--no-quiet',
  '--no-warn-error',
  '--write-json',
  '--use-experimental-parser',
  '--no-use-experimental-parser',
  '--log-format-file <format>',
  '--log-level-file <level>',
  '--log-path <folder>',
  '--log-file-max-bytes <number>',
  '--printer-width <number>',
  '--record-timing-info <file>',
  '-r <file>',
  '--use-colors-file',
  '--no-use-colors-file',
  '--warn-error-options <yaml>',
  '--no-macro-debugging',
  '--macro-debugging',
].map(flags => ({ flags, help: 'no effect', hidden: true as const }));

/** Understood before and after the command's name. */
export const everywhere: readonly FlagSpec[] = [
  ...project,
  ...output,
  { flags: '--no-write-json', help: 'write no artifacts', hidden: true },
  { flags: '-x, --fail-fast', help: 'stop at the first failure' },
  ...tolerated,
  { flags: '--single-threaded', help: 'run one node at a time', hidden: true },
  { flags: '--no-fail-fast', help: 'go on after a failure', hidden: true },
];

export const threads: FlagSpec = { flags: '--threads <number>', help: 'how many nodes run at once' };

export const selection: readonly FlagSpec[] = [
  { flags: '-s, --select <selector...>', help: 'nodes to take: names, paths, tag:…, +parents, children+' },
  { flags: '-m, --models <selector...>', help: 'the same', hidden: true },
  { flags: '--model <selector...>', help: 'the same', hidden: true },
  { flags: '--exclude <selector...>', help: 'nodes to leave out' },
  { flags: '--selector <name>', help: 'what a selector of selectors.yml selects' },
  { flags: '--resource-type <type...>', help: 'only nodes of these types' },
  { flags: '--resource-types <type...>', help: 'the same', hidden: true },
  { flags: '--exclude-resource-type <type...>', help: 'no nodes of these types' },
  { flags: '--exclude-resource-types <type...>', help: 'the same', hidden: true },
  { flags: '--indirect-selection <mode>', help: 'which tests come with a node: eager, cautious, buildable or empty' },
];

export const dryRun: FlagSpec = { flags: '--dry-run', help: 'show the steps and their SQL, and change nothing' };

export const waitForLock: FlagSpec = {
  flags: '--wait-for-lock [seconds]',
  help: 'wait for another run that writes to the same tables, instead of failing; without a number, as long as it takes',
};

export const empty: readonly FlagSpec[] = [
  { flags: '--empty', help: 'read no rows: everything is built with its columns alone', env: 'EMPTY' },
  { flags: '--no-empty', help: 'do not', hidden: true },
];

export const sample: FlagSpec = {
  flags: '--sample <span>',
  help: "read only what happened then, where parents have an event_time: '3 days', or '{start: 2026-01-01, end: 2026-02-01}'",
  env: 'SAMPLE',
};

export const eventTime: readonly FlagSpec[] = [
  { flags: '--event-time-start <moment>', help: 'build microbatch models from here, UTC: 2026-01-31' },
  { flags: '--event-time-end <moment>', help: 'up to here, this moment excluded' },
];

/** What an earlier run left, to select by and to read from. */
export const state: readonly FlagSpec[] = [
  {
    flags: '--state <folder>',
    help: 'artifacts of another run: for the selectors state:, result: and source_status:, and for --defer',
    env: 'STATE',
  },
  { flags: '--defer', help: 'read what is not built here from where that run has built it', env: 'DEFER' },
  { flags: '--no-defer', help: 'do not', hidden: true },
  { flags: '--favor-state', help: 'with --defer: all that is not selected, even if it is built here', env: 'FAVOR_STATE' },
  { flags: '--no-favor-state', help: 'do not', hidden: true },
  { flags: '--defer-state <folder>', help: 'another folder than that of --state for --defer', env: 'DEFER_STATE' },
];

export const fullRefresh: readonly FlagSpec[] = [
  { flags: '-f, --full-refresh', help: 'build incremental models and seeds anew' },
  { flags: '--no-full-refresh', help: 'do not', hidden: true },
];

export const storeFailures: readonly FlagSpec[] = [
  { flags: '--store-failures', help: 'keep the failing rows of tests in tables' },
  { flags: '--no-store-failures', help: 'do not', hidden: true },
];
