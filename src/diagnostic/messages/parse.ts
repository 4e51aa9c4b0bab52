import { didYouMean, type Message } from './message.ts';

const list = (names: readonly string[]): string =>
  new Set(names).size === 1 ? `twice in \`${names[0]}\`` : names.map(name => `\`${name}\``).join(' and ');

export interface UnknownStrategy {
  readonly strategy: string;
  readonly known: readonly string[];
  /** The macro that a project writes for a strategy of its own. */
  readonly macro: string;
  readonly near: string | null;
}

const strategyHint = ({ known, macro, near }: UnknownStrategy): string =>
  didYouMean(near) ?? `There are ${known.map(one => `\`${one}\``).join(', ')}; a macro \`${macro}\` makes one of your own.`;

export const parseMessages = {
  'parse-unknown-ref': (p: {
    readonly name: string;
    readonly package: string | null;
    readonly near: string | null;
    readonly disabledIn: string | null;
  }): Message => ({
    text:
      p.disabledIn === null
        ? `No model, seed or snapshot${p.package === null ? '' : ` of the package \`${p.package}\``} is named \`${p.name}\`.`
        : `\`${p.name}\` is disabled, so it cannot be referred to.`,
    hint:
      p.disabledIn === null
        ? didYouMean(p.near)
        : `It is disabled in \`${p.disabledIn}\`; set \`enabled: true\` or drop the reference.`,
  }),
  'parse-unknown-function': (p: { readonly name: string; readonly near: string | null }): Message => ({
    text: `There is no function \`${p.name}\` in the project or its packages.`,
    hint: didYouMean(p.near) ?? 'Functions are files in the folder `functions`.',
  }),
  'parse-freshness-unmeasurable': (p: { readonly source: string }): Message => ({
    text: `The source \`${p.source}\` has a freshness to keep and nothing that tells when its rows came.`,
    hint: 'Name the column that does: `config: {loaded_at_field: updated_at}`; or give a `loaded_at_query`.',
  }),
  'parse-deprecated': (p: {
    readonly name: string;
    readonly since: string;
    readonly reader: string | null;
    readonly latest: string | null;
  }): Message => ({
    text:
      p.reader === null
        ? `\`${p.name}\` is past its deprecation date, ${p.since}.`
        : `\`${p.reader}\` reads \`${p.name}\`, which is deprecated since ${p.since}.`,
    hint:
      p.reader === null
        ? 'Disable or delete it once nothing reads it.'
        : p.latest === null
          ? null
          : `Read \`${p.latest}\` instead.`,
  }),
  'parse-python-model': (p: { readonly name: string; readonly problem: string }): Message => ({
    text: `The Python of \`${p.name}\` cannot be read as a model: ${p.problem}.`,
    hint: null,
  }),
  'parse-unknown-source': (p: { readonly source: string; readonly table: string; readonly near: string | null }): Message => ({
    text: `No source \`${p.source}\` with a table \`${p.table}\` is declared.`,
    hint: didYouMean(p.near) ?? 'Declare it under `sources:` in a .yml file of the models folder.',
  }),
  'parse-ambiguous-ref': (p: { readonly name: string; readonly packages: readonly string[] }): Message => ({
    text: `\`${p.name}\` exists in several packages: ${p.packages.join(', ')}.`,
    hint: `Name the package: ref('${p.packages[0]}', '${p.name}').`,
  }),
  'parse-unknown-version': (p: {
    readonly name: string;
    readonly version: string;
    readonly known: readonly string[];
  }): Message => ({
    text: `\`${p.name}\` has no version \`${p.version}\`.`,
    hint: p.known.length === 0 ? 'It has no versions: leave the version out.' : `It has ${p.known.join(', ')}.`,
  }),
  'parse-test-disabled': (p: { readonly test: string; readonly missing: string; readonly near: string | null }): Message => ({
    text: `The test \`${p.test}\` is left out, since it needs \`${p.missing}\`, which does not exist or is disabled.`,
    hint: didYouMean(p.near),
  }),
  'parse-duplicate-name': (p: {
    readonly name: string;
    readonly kinds: readonly string[];
    readonly files: readonly string[];
  }): Message => ({
    text:
      p.kinds[0] === p.kinds[1]
        ? `Two ${p.kinds[0]}s are named \`${p.name}\`: ${list(p.files)}.`
        : `A ${p.kinds[0]} and a ${p.kinds[1]} are both named \`${p.name}\`: ${list(p.files)}.`,
    hint: 'Rename one of the files, or disable one with `enabled: false`.',
  }),
  'parse-duplicate-relation': (p: { readonly relation: string; readonly nodes: readonly string[] }): Message => ({
    text: `${p.nodes.map(node => `\`${node}\``).join(' and ')} would both build \`${p.relation}\`.`,
    hint: 'Give one of them another `alias` or `schema`.',
  }),
  'parse-pointer-taken': (p: { readonly model: string; readonly relation: string; readonly other: string }): Message => ({
    text: `The view that points at the latest version of \`${p.model}\` would take the name of \`${p.other}\`, \`${p.relation}\`.`,
    hint: 'Take away the `alias` that the two share, give `latest_version_pointer` another `alias`, or set its `enabled` to false.',
  }),
  'parse-contract-columns': (p: { readonly name: string }): Message => ({
    text: `\`${p.name}\` has an enforced contract, and no columns are described for it.`,
    hint: 'List every column that it selects under `columns:` of its properties, each with a `data_type`.',
  }),
  'parse-contract-type': (p: { readonly name: string; readonly column: string }): Message => ({
    text: `The column \`${p.column}\` of \`${p.name}\` has no \`data_type\`, which an enforced contract needs.`,
    hint: null,
  }),
  'parse-contract-schema-change': (p: { readonly name: string; readonly value: string }): Message => ({
    text: `\`${p.name}\` has an enforced contract, and its \`on_schema_change\` is \`${p.value}\`, which could break it.`,
    hint: 'Set it to `append_new_columns` or `fail`.',
  }),
  'parse-constraint-type': (p: {
    readonly name: string;
    readonly type: string;
    readonly types: readonly string[];
    readonly near: string | null;
  }): Message => ({
    text: `\`${p.name}\` has a constraint of the type \`${p.type}\`; there are ${p.types.map(one => `\`${one}\``).join(', ')}.`,
    hint: didYouMean(p.near),
  }),
  'parse-constraint-part': (p: { readonly name: string; readonly type: string; readonly needs: string }): Message => ({
    text: `A constraint \`${p.type}\` of \`${p.name}\` has no \`${p.needs}\`.`,
    hint: p.needs === 'to' ? "Point it at a table: `to: ref('orders')` with `to_columns: [id]`." : null,
  }),
  'parse-constraint-column': (p: {
    readonly name: string;
    readonly type: string;
    readonly column: string;
    readonly near: string | null;
  }): Message => ({
    text: `A constraint \`${p.type}\` of \`${p.name}\` names the column \`${p.column}\`, which is not described.`,
    hint: didYouMean(p.near),
  }),
  'parse-constraint-ignored': (p: { readonly name: string; readonly materialized: string }): Message => ({
    text: `The constraints of \`${p.name}\` have no effect, since its materialization is \`${p.materialized}\`.`,
    hint: 'Make it a `table`, or set `warn_unsupported: false` on the constraints.',
  }),
  'parse-duplicate-macro': (p: { readonly name: string; readonly files: readonly string[] }): Message => ({
    text: `Two macros are named \`${p.name}\`: ${list(p.files)}.`,
    hint: 'Rename or remove one of them.',
  }),
  'parse-duplicate-doc': (p: { readonly name: string; readonly files: readonly string[] }): Message => ({
    text: `Two docs blocks are named \`${p.name}\`: ${list(p.files)}.`,
    hint: 'Rename or remove one of them.',
  }),
  'parse-duplicate-properties': (p: {
    readonly name: string;
    readonly kind: string;
    readonly files: readonly string[];
  }): Message => ({
    text: `The ${p.kind} \`${p.name}\` is described twice: ${list(p.files)}.`,
    hint: 'Keep one of the two entries.',
  }),
  'parse-unused-properties': (p: {
    readonly name: string;
    readonly kind: string;
    readonly near: string | null;
    /** What else has that name, such as `a model`; null when nothing has. */
    readonly other: { readonly kind: string; readonly key: string } | null;
  }): Message => ({
    text: `No ${p.kind} is named \`${p.name}\`, so this entry describes nothing.`,
    hint: p.other === null ? didYouMean(p.near) : `\`${p.name}\` is ${p.other.kind}: describe it under \`${p.other.key}:\`.`,
  }),
  'parse-unused-config': (p: { readonly path: string; readonly kind: string; readonly near: string | null }): Message => ({
    text: `The configuration under \`${p.path}\` applies to no ${p.kind}.`,
    hint:
      didYouMean(p.near) ??
      'Its path is the name of the package, then of the folders below the search path. Settings start with `+`.',
  }),
  'parse-unknown-doc': (p: { readonly name: string; readonly near: string | null }): Message => ({
    text: `No docs block is named \`${p.name}\`.`,
    hint: didYouMean(p.near),
  }),
  'parse-unknown-test': (p: { readonly name: string; readonly near: string | null }): Message => ({
    text: `No generic test is named \`${p.name}\`.`,
    hint: didYouMean(p.near) ?? 'Generic tests are `test` blocks in tests/generic or macros, or come with a package.',
  }),
  'parse-unknown-group': (p: { readonly group: string; readonly near: string | null }): Message => ({
    text: `No group is named \`${p.group}\`.`,
    hint: didYouMean(p.near),
  }),
  'parse-private-ref': (p: { readonly name: string; readonly group: string; readonly kind: string }): Message => ({
    text: `\`${p.name}\` is private to the group \`${p.group}\`.`,
    hint:
      p.kind === 'exposure'
        ? `Make \`${p.name}\` public or protected: \`access: public\`.`
        : `Add this ${p.kind} to the group, or give \`${p.name}\` the access \`protected\`.`,
  }),
  'parse-restricted-ref': (p: { readonly name: string; readonly access: string; readonly owner: string }): Message => ({
    text: `\`${p.name}\` is ${p.access}, and the package \`${p.owner}\` keeps such models to itself with \`restrict-access\`.`,
    hint: `Read a public model of \`${p.owner}\`, or give \`${p.name}\` the access \`public\` there.`,
  }),
  'parse-unknown-key': (p: { readonly key: string; readonly where: string; readonly near: string | null }): Message => ({
    text: `\`${p.key}\` is not a key of ${p.where}.`,
    hint: didYouMean(p.near),
  }),
  'parse-bad-value': (p: {
    readonly key: string;
    readonly expected: string;
    readonly found: string;
    readonly near?: string | null;
  }): Message => ({
    text: `\`${p.key}\` must be ${p.expected}, and is ${p.found}.`,
    hint: didYouMean(p.near ?? null),
  }),
  'parse-missing-key': (p: { readonly kind: string; readonly name: string; readonly key: string }): Message => ({
    text: `The entry \`${p.name}\` of \`${p.kind}\` has no \`${p.key}\`.`,
    hint: p.key === 'owner' ? 'Say who answers for it: `owner: {name: …, email: …}`.' : null,
  }),
  'parse-bad-test': (p: { readonly found: string }): Message => ({
    text: `A test is a name, or a name with its arguments, and this is ${p.found}.`,
    hint: 'Write `- not_null`, or `- accepted_values: {arguments: {values: [a, b]}}`.',
  }),
  'parse-config-key': (p: { readonly key: string; readonly where: string }): Message => ({
    text: `\`${p.key}\` has no effect here: it is a configuration of ${p.where}.`,
    hint: `Move it below \`config:\`.`,
  }),
  'parse-missing-version': (p: { readonly name: string; readonly version: string; readonly file: string }): Message => ({
    text: `No file holds version \`${p.version}\` of \`${p.name}\`.`,
    hint: `Add \`${p.file}\`, or name the file with \`defined_in:\`.`,
  }),
  'parse-missing-name': (p: { readonly where: string; readonly misspelt: string | null }): Message => ({
    text: `This entry of \`${p.where}\` has no \`name\`.`,
    hint: p.misspelt === null ? null : `Is \`${p.misspelt}\` to be \`name\`?`,
  }),
  'parse-bad-materialization': (p: {
    readonly materialized: string;
    readonly known: readonly string[];
    readonly near: string | null;
  }): Message => ({
    text: `\`${p.materialized}\` is not a materialization.`,
    hint: didYouMean(p.near) ?? `The materializations are ${p.known.join(', ')}.`,
  }),
  'parse-microbatch-config': (p: { readonly node: string; readonly key: string }): Message => ({
    text: `The microbatch model \`${p.node}\` does not set \`${p.key}\`.`,
    hint:
      p.key === 'event_time'
        ? 'Name the column that tells when a row happened.'
        : p.key === 'begin'
          ? 'Set it to the day of the first batch, as `2026-01-31`.'
          : 'Set it to `hour`, `day`, `month` or `year`.',
  }),
  'parse-snapshot-config': (p: { readonly node: string; readonly key: string }): Message => ({
    text: `The snapshot \`${p.node}\` does not set \`${p.key}\`.`,
    hint:
      p.key === 'strategy'
        ? 'Set it to `timestamp`, with `updated_at`, or to `check`, with `check_cols`.'
        : p.key === 'unique_key'
          ? 'Name the column, or the columns, that tell which row a version is of.'
          : p.key === 'updated_at'
            ? 'Name the column that tells when a row was changed last.'
            : 'Set it to `all`, or to a list of the columns whose changes make a version.',
  }),
  'parse-incremental-strategy': (p: UnknownStrategy): Message => ({
    text: `\`${p.strategy}\` is not an incremental strategy.`,
    hint: strategyHint(p),
  }),
  'parse-snapshot-strategy': (p: UnknownStrategy): Message => ({
    text: `\`${p.strategy}\` is not a strategy of snapshots.`,
    hint: strategyHint(p),
  }),
  'parse-empty-model': (p: { readonly name: string }): Message => ({
    text: `The file of \`${p.name}\` is empty, so there is nothing to build.`,
    hint: 'Write a `select` into it, or delete it.',
  }),
  'parse-missing-package': (p: { readonly name: string; readonly near: string | null }): Message => ({
    text: `The package \`${p.name}\` is not installed.`,
    hint: didYouMean(p.near) ?? 'List it in `packages.yml` and run `model deps`.',
  }),
};
