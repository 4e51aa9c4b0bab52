import {
  dryRun,
  empty,
  eventTime,
  type FlagSpec,
  fullRefresh,
  sample,
  selection,
  state,
  storeFailures,
  threads,
  waitForLock,
} from './option.ts';

/** One command as its help shows it. */
export interface CommandSpec {
  /** `build`, `docs generate`. */
  readonly name: string;
  readonly alias?: string;
  /** As commander reads it: `[name]`. */
  readonly argument?: { readonly name: string; readonly help: string };
  /** One line, for the list of commands. */
  readonly summary: string;
  readonly description: string;
  readonly flags: readonly FlagSpec[];
  /** Command lines without `model`, each with what it does. */
  readonly examples: readonly (readonly [string, string])[];
}

const what = { name: '[selector...]', help: 'the same as --select' };
const showLimit: FlagSpec = { flags: '--limit <rows>', help: 'how many rows (default: 5); -1 for all' };

export const commandSpecs: readonly CommandSpec[] = [
  {
    name: 'init',
    argument: { name: '[name]', help: 'letters, digits and underscores' },
    summary: 'start a project',
    description: 'Starts a project: a small shop that builds at once, to be changed into your own.',
    flags: [
      { flags: '--dir <folder>', help: 'the folder to make (default: the name)' },
      { flags: '-s, --skip-profile-setup', help: 'no effect', hidden: true },
    ],
    examples: [
      ['init shop', 'a project in ./shop'],
      ['init shop --dir work/shop', 'the same, elsewhere'],
    ],
  },
  {
    name: 'deps',
    summary: 'install packages',
    description:
      'Installs what packages.yml or dependencies.yml asks for. While they stay the same, package-lock.yml decides about versions; else the newest ones that fit are looked for and written there.',
    flags: [
      { flags: '--upgrade', help: 'look for the newest versions that fit, whatever package-lock.yml says' },
      { flags: '--lock', help: 'write package-lock.yml and install nothing' },
      { flags: '--add-package <package>', help: 'put a package into the list first: org/name@version, or as --source says' },
      { flags: '--source <source>', help: 'what --add-package names: hub (the default), git or local' },
      { flags: '--dry-run', help: 'with --add-package: show the list as it would be, and do nothing' },
    ],
    examples: [
      ['deps', 'install what the project asks for'],
      ['deps --add-package dbt-labs/dbt_utils@1.3.0', 'ask for one more'],
      ['deps --upgrade', 'move on to newer versions'],
    ],
  },
  {
    name: 'build',
    summary: 'build and test everything, in order',
    description:
      "Seeds, models, snapshots and tests in the order of their dependencies. A node's tests run before anything reads it; what reads a node whose tests failed is skipped.",
    flags: [
      ...selection,
      ...state,
      threads,
      ...fullRefresh,
      ...eventTime,
      ...empty,
      sample,
      ...storeFailures,
      dryRun,
      waitForLock,
    ],
    examples: [
      ['build', 'the whole project'],
      ['build -s +orders', 'orders and everything it needs'],
      ['build -s +orders --dry-run', 'the same as a plan, without changing anything'],
      ['build -s staging tag:daily --exclude stg_payments', 'two groups of nodes without one'],
    ],
  },
  {
    name: 'dev',
    summary: 'build what changes, as you save it',
    description:
      'Builds what is selected, then watches the project: whatever a save changes is built and tested at once, with the selected nodes that read it. Mistakes are shown and wait for the next save. The docs are served meanwhile, and show what is being built. Ctrl-C ends it.',
    flags: [
      ...selection,
      threads,
      ...fullRefresh,
      ...empty,
      sample,
      ...storeFailures,
      { flags: '--no-initial-build', help: 'begin by watching: build nothing before something changes' },
      { flags: '--no-downstream', help: 'build what changed and its tests, and nothing that reads it' },
      { flags: '--port <number>', help: 'where the docs are (default: 8090, or any that is free)' },
      { flags: '--host <name>', help: 'default: 127.0.0.1, which other machines cannot reach' },
      { flags: '--no-docs', help: 'serve no docs' },
    ],
    examples: [
      ['dev', 'the whole project'],
      ['dev -s +orders+', 'orders, what it needs and what reads it'],
      ['dev --no-initial-build --sample "3 days"', 'only what changes, on few rows'],
    ],
  },
  {
    name: 'run',
    summary: 'build models',
    description: 'Builds models, without seeds and tests.',
    flags: [...selection, ...state, threads, ...fullRefresh, ...eventTime, ...empty, sample, dryRun, waitForLock],
    examples: [
      ['run', 'all models'],
      ['run -s customers+ -f', 'customers and what reads it, incremental models anew'],
    ],
  },
  {
    name: 'test',
    summary: 'run tests',
    description: 'Runs tests on what is already built.',
    flags: [...selection, ...state, threads, ...storeFailures, dryRun, waitForLock],
    examples: [
      ['test', 'all tests'],
      ['test -s customers --store-failures', 'those of one model, keeping the rows that fail'],
    ],
  },
  {
    name: 'seed',
    summary: 'load seeds',
    description: 'Loads the CSV files of the project.',
    flags: [
      ...selection,
      ...state,
      threads,
      ...fullRefresh,
      dryRun,
      waitForLock,
      { flags: '--show', help: 'no effect', hidden: true },
    ],
    examples: [['seed -s raw_orders', 'one of them']],
  },
  {
    name: 'snapshot',
    summary: 'record what changed in snapshots',
    description: 'Adds to each snapshot a version of every row that has changed since it was last built.',
    flags: [...selection, ...state, threads, dryRun, waitForLock],
    examples: [['snapshot -s orders_history', 'one of them']],
  },
  {
    name: 'clone',
    summary: 'put views of what another run built in their places here',
    description:
      'Makes a view of each model, seed and snapshot that another run has built, in the place that it has in this target, so that a schema of your own is whole at once. What is there already stays, unless --full-refresh is given.',
    flags: [...selection, ...state, threads, ...fullRefresh, dryRun, waitForLock],
    examples: [
      ['clone --state prod-artifacts', 'all that production has'],
      ['clone -s +orders --state prod-artifacts -f', 'orders and what it needs, also where something stands already'],
    ],
  },
  {
    name: 'retry',
    summary: 'do again what failed in the last run',
    description:
      'Builds what failed or was skipped in the last build, run, test, seed or snapshot, with the options of that run; of microbatch models only the batches that failed.',
    flags: [
      threads,
      ...fullRefresh,
      ...storeFailures,
      { flags: '--state <folder>', help: 'where the run_results.json to start from is (default: target)' },
      dryRun,
      waitForLock,
    ],
    examples: [['retry', 'once what was wrong is put right']],
  },
  {
    name: 'source freshness',
    alias: 'snapshot-freshness',
    summary: 'tell how old the data of sources is',
    description:
      'Asks for the newest row of each source with a `freshness`, and tells how old it is: ends with 1 when one is older than its `error_after`. Writes target/sources.json, which the docs show.',
    flags: [
      ...selection,
      ...state,
      threads,
      { flags: '-o, --output <file>', help: 'write the result here instead of target/sources.json' },
    ],
    examples: [
      ['source freshness', 'all sources that say how old they may be'],
      ['source freshness -s source:raw.orders', 'one of them'],
    ],
  },
  {
    name: 'compile',
    summary: 'write the SQL without running it',
    description: 'Renders templates into target/compiled. The SQL of a single model, or of --inline, is also printed.',
    flags: [
      ...selection,
      ...state,
      threads,
      ...fullRefresh,
      ...empty,
      sample,
      { flags: '--inline <sql>', help: 'compile this text' },
      { flags: '--no-introspect', help: 'never connect: templates that query the warehouse fail' },
      { flags: '--introspect', help: 'connect when a template asks', hidden: true },
    ],
    examples: [
      ['compile -s orders', 'print what orders becomes'],
      [`compile --inline "select * from {{ ref('orders') }}"`, 'print what a query becomes'],
    ],
  },
  {
    name: 'parse',
    summary: 'check the project without a connection',
    description: 'Reads the whole project, tells everything that is wrong with it, and writes target/manifest.json.',
    flags: [threads],
    examples: [['parse', 'check the project']],
  },
  {
    name: 'list',
    alias: 'ls',
    summary: 'list nodes',
    description: 'Lists what a selection holds, one node per line.',
    flags: [
      ...selection,
      ...state,
      { flags: '--output <format>', help: 'text, json, name, path or selector' },
      { flags: '--output-keys <key...>', help: 'keys of the JSON lines, as in name config.materialized' },
    ],
    examples: [
      ['list -s tag:daily', 'what carries a tag'],
      ['list --resource-type model --output json --output-keys name config.materialized', 'models as JSON lines'],
    ],
  },
  {
    name: 'show',
    argument: what,
    summary: 'show rows of a model or a query',
    description: 'Runs the select of a model, or a query, and shows its first rows. Builds nothing.',
    flags: [
      ...selection,
      ...state,
      threads,
      ...fullRefresh,
      { flags: '--inline <sql>', help: 'show this query' },
      showLimit,
      { flags: '--output <format>', help: 'table, json or csv' },
    ],
    examples: [
      ['show customers', 'the first five customers'],
      [`show --inline "select count(*) from {{ ref('orders') }}" --output csv`, 'what a query gives'],
    ],
  },
  {
    name: 'run-operation',
    argument: { name: '[macro]', help: 'a macro of the project, or package.macro' },
    summary: 'call one macro',
    description:
      'Calls a macro, which may send statements to the warehouse. Builds nothing by itself. What the macro logs is printed.',
    flags: [{ flags: '--args <yaml>', help: "what the macro is given, as in '{role: reporter}'" }, threads],
    examples: [
      [`run-operation grant_select --args '{role: reporter}'`, 'call a macro with one argument'],
      [`run-operation codegen.generate_base_model --args '{source_name: raw, table_name: orders}'`, 'one of a package'],
    ],
  },
  {
    name: 'check',
    argument: what,
    summary: 'check the SQL of models without running it',
    description:
      'Tells what the warehouse would refuse: columns that are not there, names that may mean two things, types that do not fit, broken contracts. On DuckDB, models are tried on empty tables in memory; on Postgres, in a transaction that is rolled back. No data is read.',
    flags: [...selection, threads],
    examples: [
      ['check', 'all models'],
      ['check -s orders+', 'orders and what reads it'],
    ],
  },
  {
    name: 'lineage',
    argument: { name: '<model.column>', help: 'a column, or a model for all of its columns' },
    summary: 'show where a column comes from and goes to',
    description: 'Shows the columns that a column is made of, and those that are made of it. Builds nothing.',
    flags: [
      { flags: '--upstream', help: 'only where it comes from' },
      { flags: '--downstream', help: 'only where it goes to' },
      { flags: '--output <format>', help: 'tree, json or mermaid' },
    ],
    examples: [
      ['lineage orders.amount', 'both ways, as a tree'],
      ['lineage customers --upstream --output mermaid', 'a diagram of what all columns come from'],
    ],
  },
  {
    name: 'impact',
    summary: 'tell what a change touches and breaks',
    description:
      'Compares the columns of the project with those of another version: which columns of models change, and which models, tests and exposures that touches or breaks. Ends with 1 when something breaks.',
    flags: [
      {
        flags: '--state <folder>',
        help: 'a target folder of the other version, after `docs generate` or `compile` there, of dbt too',
      },
      { flags: '--output <format>', help: 'markdown, for a pull request, or json' },
    ],
    examples: [['impact --state ../main/target', 'against another checkout']],
  },
  {
    name: 'debug',
    summary: 'try the connection',
    description: 'Shows versions, the files that are read and the connection, and tries it.',
    flags: [
      { flags: '--config-dir', help: 'no effect', hidden: true },
      { flags: '--connection', help: 'no effect', hidden: true },
    ],
    examples: [['debug --target prod', 'the connection of another target']],
  },
  {
    name: 'clean',
    summary: 'delete what other commands wrote',
    description: 'Deletes the target folder and what `clean-targets` names. Never anything outside the project.',
    flags: [
      { flags: '--no-clean-project-files-only', help: 'no effect', hidden: true },
      { flags: '--clean-project-files-only', help: 'no effect', hidden: true },
    ],
    examples: [['clean', 'start afresh']],
  },
  {
    name: 'docs generate',
    summary: 'write the docs',
    description: 'Writes the docs page and its data into the target folder.',
    flags: [
      ...selection,
      ...state,
      threads,
      { flags: '--no-compile', help: 'leave out compiled SQL' },
      { flags: '--compile', help: 'the default', hidden: true },
      { flags: '--static', help: 'no effect', hidden: true },
      { flags: '--empty-catalog', help: 'no effect', hidden: true },
    ],
    examples: [['docs generate', 'then: model docs serve']],
  },
  {
    name: 'docs serve',
    summary: 'look at the docs in a browser',
    description: 'Serves the docs of the target folder on this machine.',
    flags: [
      { flags: '--port <number>', help: 'default: 8080; 0 takes any that is free' },
      { flags: '--host <name>', help: 'default: 127.0.0.1, which other machines cannot reach' },
      { flags: '--browser', help: 'no effect', hidden: true },
      { flags: '--no-browser', help: 'no effect', hidden: true },
    ],
    examples: [['docs serve --port 9000', 'on another port']],
  },
];
