import { didYouMean, type Message } from './message.ts';

const quoted = (names: readonly string[]): string => names.map(name => `\`${name}\``).join(', ');

export interface RowsOf {
  readonly test: string;
  /** As written; null for the expected rows. */
  readonly input: string | null;
}
const rowsOf = ({ test, input }: RowsOf): string =>
  `The ${input === null ? 'expected rows' : `rows for \`${input}\``} of the unit test \`${test}\``;

export const runMessages = {
  'run-unsupported-materialization': (p: {
    readonly node: string;
    readonly materialized: string;
    readonly supported: readonly string[];
    readonly near: string | null;
  }): Message => ({
    text: `\`${p.node}\` asks for the materialization \`${p.materialized}\`, which does not exist; there are ${quoted(p.supported)}.`,
    hint: didYouMean(p.near),
  }),
  'run-freshness-shape': (p: { readonly source: string; readonly rows: number; readonly columns: number }): Message => ({
    text: `The macro that measures \`${p.source}\` gave ${p.rows} × ${p.columns} values; it must give one row of two moments.`,
    hint: 'Select `max_loaded_at` and `snapshotted_at`, and return the result of the statement.',
  }),
  'run-freshness-type': (p: {
    readonly source: string;
    readonly column: string;
    readonly value: string;
    /** The expression that gave the value; null when it came from a query or a macro. */
    readonly field: string | null;
  }): Message => ({
    text: `The ${p.column === 'max_loaded_at' ? 'newest row' : 'present'} of \`${p.source}\` is \`${p.value}\`, which is not a timestamp.`,
    hint: p.field === null ? 'Cast it to a timestamp.' : `Cast it: \`loaded_at_field: "cast(${p.field} as timestamp)"\`.`,
  }),
  'run-function-returns': (p: { readonly name: string }): Message => ({
    text: `The function \`${p.name}\` does not say what it returns.`,
    hint: 'Describe it in a property file: `functions: [{name: …, returns: {data_type: int}}]`.',
  }),
  'run-unsupported-language': (p: { readonly node: string; readonly language: string }): Message => ({
    text: `\`${p.node}\` is written in \`${p.language}\`, and only SQL models can run.`,
    hint: 'Rewrite it as a `select`, or leave it out with `--exclude`.',
  }),
  'run-locked': (p: { readonly relation: string; readonly holder: string | null; readonly waitedMs: number }): Message => ({
    text: `${p.holder === null ? 'Another run' : `A run of ${p.holder},`} writes to \`${p.relation}\`${p.waitedMs > 0 ? `, and still did after ${p.waitedMs / 1000} s` : ''}.`,
    hint: '`--wait-for-lock` waits until it has ended; `--wait-for-lock 60` gives up after 60 s.',
  }),
  'run-config-value': (p: {
    readonly node: string;
    readonly key: string;
    readonly value: string;
    readonly expected: string;
    readonly near: string | null;
  }): Message => ({
    text: `\`${p.node}\` sets \`${p.key}\` to \`${p.value}\`; it must be ${p.expected}.`,
    hint: didYouMean(p.near),
  }),
  'run-merge-columns-both': (p: { readonly node: string }): Message => ({
    text: `\`${p.node}\` sets both \`merge_update_columns\` and \`merge_exclude_columns\`.`,
    hint: 'Keep one of them: the first lists what a match overwrites, the second what it leaves alone.',
  }),
  'run-merge-unsupported': (p: { readonly relation: string; readonly settings: readonly string[] }): Message => ({
    text: `\`${p.relation}\` sets ${quoted(p.settings)}, and this warehouse has no \`merge\`.`,
    hint: 'Remove the setting, and select what the rows are to become.',
  }),
  'run-merge-clause': (p: { readonly node: string; readonly clause: string; readonly problem: string }): Message => ({
    text: `The \`merge_clauses\` of \`${p.node}\` have a clause \`${p.clause}\`, and ${p.problem}.`,
    hint: null,
  }),
  'run-incremental-strategy': (p: {
    readonly node: string;
    readonly strategy: string;
    readonly known: readonly string[];
    readonly near: string | null;
  }): Message => ({
    text: `\`${p.node}\` asks for the incremental strategy \`${p.strategy}\`; there are ${quoted(p.known)}.`,
    hint:
      didYouMean(p.near) ??
      `For a strategy of your own, write a macro \`get_incremental_${p.strategy.replaceAll('+', '_')}_sql(arg_dict)\`.`,
  }),
  'run-materialization-unsupported': (p: { readonly node: string; readonly materialized: string }): Message => ({
    text: `\`${p.node}\` asks for the materialization \`${p.materialized}\`, which this warehouse does not have.`,
    hint:
      p.materialized === 'materialized_view' ? 'Make it a `table`, or a `view` where it is read rarely.' : 'Make it a `view`.',
  }),
  'run-configuration-changed': (p: { readonly relation: string; readonly setting: string }): Message => ({
    text: `The configuration of the materialized view \`${p.relation}\` has changed, and its \`on_configuration_change\` is \`${p.setting}\`.`,
    hint: 'Set it to `apply`, or run once with `--full-refresh`.',
  }),
  'run-file-format': (p: { readonly node: string; readonly location: string }): Message => ({
    text: `\`${p.node}\` is to be written to \`${p.location}\`, whose name does not tell in which format.`,
    hint: 'Set `format` to `parquet`, `csv` or `json`.',
  }),
  'run-incremental-partition': (p: { readonly relation: string }): Message => ({
    text: `\`${p.relation}\` overwrites partitions, and does not say which column makes one.`,
    hint: 'Set `partition_by` to the column, such as the day: the rows of all days that the new rows have are replaced.',
  }),
  'run-partition-field': (p: { readonly node: string }): Message => ({
    text: `The \`partition_by\` of \`${p.node}\` has no \`field\`, the column whose values make the partitions.`,
    hint: 'Write `partition_by: {field: day, data_type: date, granularity: month}`, or the name of the column alone.',
  }),
  'run-partition-setting': (p: { readonly node: string; readonly key: string }): Message => ({
    text: `The \`partition_by\` of \`${p.node}\` sets \`${p.key}\`, which this warehouse has no partitions for.`,
    hint: 'Name a column whose values are the partitions, or use the strategy `delete+insert` with a `unique_key`.',
  }),
  'run-incremental-misfit': (p: { readonly relation: string; readonly message: string; readonly hint: string }): Message => ({
    text: `The types of \`${p.relation}\` and of its new rows differ, and the data does not fit: ${p.message}`,
    hint: p.hint,
  }),
  'run-incremental-column-missing': (p: { readonly relation: string; readonly columns: readonly string[] }): Message => ({
    text: `The new rows of \`${p.relation}\` lack ${quoted(p.columns)}, which the table has.`,
    hint: 'Select the column, set `on_schema_change` to `append_new_columns` (new rows get null) or `sync_all_columns` (drops it), or run once with `--full-refresh`.',
  }),
  'run-incremental-schema-changed': (p: { readonly relation: string }): Message => ({
    text: `The columns of \`${p.relation}\` have changed, and its \`on_schema_change\` is \`fail\`.`,
    hint: 'Run once with `--full-refresh`, or set `on_schema_change` to `append_new_columns` or `sync_all_columns`.',
  }),
  'run-incremental-key-missing': (p: {
    readonly relation: string;
    readonly setting: string;
    readonly key: string;
    readonly has: readonly string[];
  }): Message => ({
    text: `The \`${p.setting}\` of \`${p.relation}\` names \`${p.key}\`, which its new rows do not have; they have ${quoted(p.has)}.`,
    hint: 'Add the column to the select, or correct the key.',
  }),
  'run-duplicate-keys': (p: { readonly key: readonly string[] }): Message => ({
    text: `Several of the new rows have the same ${quoted(p.key)}, the \`unique_key\`, so a merge would lose all but one of them.`,
    hint: 'Select one row per key, as with `row_number() over (partition by …)`, add a column to the key, or use the strategy `delete+insert`, which keeps them all.',
  }),
  'run-contract-broken': (p: { readonly node: string }): Message => ({
    text: `The SQL of \`${p.node}\` gives other columns than its contract promises.`,
    hint: 'Change the select, as with a cast, or the `columns:` of its properties; their order does not matter.',
  }),
  'run-contract-type': (p: {
    readonly node: string;
    readonly column: string;
    readonly type: string;
    readonly message: string;
    readonly hint: string | null;
  }): Message => ({
    text: `The contract of \`${p.node}\` gives \`${p.column}\` the \`data_type\` \`${p.type}\`, which the warehouse does not take: ${p.message}`,
    hint: p.hint,
  }),
  'run-constraint-unsupported': (p: { readonly node: string; readonly constraint: string }): Message => ({
    text: `\`${p.node}\` has a constraint \`${p.constraint}\`, which this warehouse does not have; it is left out.`,
    hint: 'Test the column instead. `warn_unsupported: false` on the constraint silences this.',
  }),
  'run-constraint-unenforced': (p: { readonly node: string; readonly constraint: string }): Message => ({
    text: `\`${p.node}\` has a constraint \`${p.constraint}\`, which this warehouse notes down and does not check.`,
    hint: 'Test the column too. `warn_unenforced: false` on the constraint silences this.',
  }),
  'run-statement-failed': (p: { readonly node: string; readonly message: string; readonly hint: string | null }): Message => ({
    text: `\`${p.node}\` failed in the warehouse: ${p.message}`,
    hint: p.hint,
  }),
  'run-unexpected': (p: { readonly node: string; readonly message: string }): Message => ({
    text: `\`${p.node}\` met a mistake of Modelwright itself: ${p.message}`,
    hint: 'Report it with this text; the project is not to blame.',
  }),
  'run-schema-gone': (p: { readonly node: string; readonly schema: string }): Message => ({
    text: `\`${p.node}\` cannot be built: its schema \`${p.schema}\` was there when this run began, and has been dropped since.`,
    hint: 'Find out what drops it, such as a hook or another program. The next run makes the schema again.',
  }),
  'run-relation-gone': (p: { readonly node: string; readonly relation: string }): Message => ({
    text: `\`${p.node}\` cannot be brought up to date: \`${p.relation}\` was there when this run began, and has been dropped since.`,
    hint: 'Find out what drops it, such as a hook or another program. The next run builds it from nothing.',
  }),
  'run-schemas-failed': (p: { readonly message: string; readonly hint: string | null }): Message => ({
    text: `The schemas of this run cannot be prepared: ${p.message}`,
    hint: p.hint,
  }),
  'run-snapshot-key-null': (p: { readonly key: readonly string[] }): Message => ({
    text: `Rows of the snapshot have no ${quoted(p.key)}, the \`unique_key\`, so nothing tells which row a version is of.`,
    hint: 'Leave such rows out, or give them a key, as with `coalesce`.',
  }),
  'run-snapshot-key-shared': (p: { readonly key: readonly string[] }): Message => ({
    text: `Several rows of the snapshot have the same ${quoted(p.key)}, the \`unique_key\`, and a row has one version at a time.`,
    hint: 'Select one row per key, or add a column to the key.',
  }),
  'run-foreign-key-released': (p: { readonly relation: string; readonly referrers: readonly string[] }): Message => ({
    text: `${quoted(p.referrers)} ${p.referrers.length === 1 ? 'loses its foreign key' : 'lose their foreign keys'} to \`${p.relation}\`, since that is built anew and they are not.`,
    hint: `Build them too, as with \`--select ${p.relation}+\`: that puts the constraint back.`,
  }),
  'run-snapshot-kind': (p: { readonly node: string; readonly kind: string }): Message => ({
    text: `The snapshot \`${p.node}\` cannot be built: a ${p.kind} has its name.`,
    hint: 'Drop or rename it, or give the snapshot an `alias`.',
  }),
  'run-snapshot-columns': (p: { readonly node: string; readonly missing: readonly string[] }): Message => ({
    text: `The table of the snapshot \`${p.node}\` lacks ${quoted(p.missing)}, which its settings need.`,
    hint: 'Add the column, take the setting back that renamed or added it, or rename the table to start a new history.',
  }),
  'run-name-long': (p: {
    readonly node: string;
    readonly name: string;
    readonly length: number;
    readonly most: number;
    readonly unit: 'bytes' | 'chars';
  }): Message => ({
    text: `\`${p.node}\` would be built under the name \`${p.name}\`, which has ${p.length} ${p.unit === 'bytes' ? 'bytes' : 'characters'}; the warehouse takes ${p.most}.`,
    hint: 'Give the node a shorter `alias`, or the schema a shorter name.',
  }),
  'run-other-catalog': (p: { readonly node: string; readonly database: string; readonly catalog: string }): Message => ({
    text: `\`${p.node}\` would be built in the database \`${p.database}\`, but the connection is to \`${p.catalog}\`, from which no other can be written to.`,
    hint: 'Remove its `database`, or use a target that connects to that database.',
  }),
  'run-dependent-broken': (p: {
    readonly dependent: string;
    readonly kind: string;
    readonly relation: string;
    /** Null: all of the relation goes. */
    readonly column: string | null;
  }): Message => ({
    text: `${p.kind === 'table' ? 'A foreign key of ' : ''}\`${p.dependent}\` needs ${p.column === null ? `\`${p.relation}\`, which will be built anew` : `the column \`${p.column}\` of \`${p.relation}\`, which it will no longer have`}, and nothing in this run builds \`${p.dependent}\`.`,
    hint: 'Select what builds it too, change it first, or drop it if nobody needs it.',
  }),
  'run-materialization-relations': (p: { readonly node: string; readonly macro: string }): Message => ({
    text: `The materialization of \`${p.node}\`, \`${p.macro}\`, does not return what it built.`,
    hint: "End it with `{{ return({'relations': [this]}) }}`.",
  }),
  'run-pointer-kept': (p: { readonly relation: string; readonly message: string }): Message => ({
    text: `The view \`${p.relation}\`, which pointed at the latest version and is to go, cannot be dropped: ${p.message}`,
    hint: 'Drop or change what reads it; the next run drops it then. To keep it, set `latest_version_pointer: {enabled: true}`.',
  }),
  'run-data-test-rows': (p: { readonly node: string; readonly rows: number }): Message => ({
    text: `\`${p.node}\` must find its verdict in one row and found ${p.rows}.`,
    hint: 'Use an aggregate such as `count(*)` or `sum(…)` as `fail_calc`.',
  }),
  'run-seed-header': (p: { readonly node: string; readonly file: string }): Message => ({
    text: `The seed \`${p.node}\` has no header: the first line of \`${p.file}\` is empty.`,
    hint: 'Write the names of the columns into the first line.',
  }),
  'run-unit-test-model': (p: { readonly test: string; readonly model: string }): Message => ({
    text: `The unit test \`${p.test}\` is about \`${p.model}\`, which is no model written in SQL.`,
    hint: null,
  }),
  'run-unit-test-input': (p: { readonly test: string; readonly input: string }): Message => ({
    text: `The unit test \`${p.test}\` gives rows for \`${p.input}\`, which is no input.`,
    hint: "Write `ref('model')`, `source('source', 'table')` or `this`.",
  }),
  'run-unit-test-input-unknown': (p: { readonly test: string; readonly input: string; readonly message: string }): Message => ({
    text: `The unit test \`${p.test}\` gives rows for \`${p.input}\`: ${p.message}`,
    hint: null,
  }),
  'run-unit-test-format': (p: RowsOf & { readonly format: string }): Message => ({
    text: `${rowsOf(p)} are in the format \`${p.format}\`; there are \`dict\`, \`csv\` and \`sql\`.`,
    hint: null,
  }),
  'run-unit-test-rows': (p: RowsOf & { readonly format: string }): Message => ({
    text: `${rowsOf(p)} are not of the format \`${p.format}\`.`,
    hint: 'For `dict` write a list of maps; for `csv` and `sql` write text, or name a file with `fixture`.',
  }),
  'run-unit-test-csv': (p: RowsOf & { readonly line: number; readonly found: number; readonly expected: number }): Message => ({
    text: `${rowsOf(p)} have ${p.found} values in line ${p.line}, but the header has ${p.expected}.`,
    hint: 'Put a value that contains a comma in double quotes.',
  }),
  'run-unit-test-fixture': (
    p: RowsOf & { readonly fixture: string; readonly format: string; readonly near: string | null },
  ): Message => ({
    text: `${rowsOf(p)} are in the fixture \`${p.fixture}\`, but no \`tests/fixtures\` folder has a \`${p.fixture}.${p.format}\`.`,
    hint: didYouMean(p.near),
  }),
  'run-unit-test-columns': (p: { readonly test: string; readonly input: string }): Message => ({
    text: `The unit test \`${p.test}\` gives no rows for \`${p.input}\`, and its columns are not known since it does not exist.`,
    hint: 'Build the input first, or give at least one row.',
  }),
  'run-unit-test-column': (
    p: RowsOf & { readonly column: string; readonly has: readonly string[]; readonly near: string | null },
  ): Message => ({
    text: `${rowsOf(p)} have the column \`${p.column}\`, which does not exist; there are ${quoted(p.has)}.`,
    hint: didYouMean(p.near),
  }),
  'run-unit-test-differs': (p: {
    readonly test: string;
    readonly model: string;
    readonly changed: number;
    readonly missing: number;
    readonly surplus: number;
  }): Message => ({
    text: `\`${p.model}\` does not give the rows that \`${p.test}\` expects: ${counted(p)}.`,
    hint: null,
  }),
};

const counted = (p: { readonly changed: number; readonly missing: number; readonly surplus: number }): string =>
  [
    p.changed === 0 ? [] : [`${p.changed} ${p.changed === 1 ? 'differs' : 'differ'} (≠, expected → actual)`],
    p.missing === 0 ? [] : [`${p.missing} ${p.missing === 1 ? 'is' : 'are'} missing (-)`],
    p.surplus === 0 ? [] : [`${p.surplus} ${p.surplus === 1 ? 'is' : 'are'} not expected (+)`],
  ]
    .flat()
    .join(', ');
