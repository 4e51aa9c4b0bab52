import { didYouMean, type Message } from './message.ts';

export const parseMessages = {
  'parse-unknown-ref': (p: { readonly name: string; readonly near: string | null; readonly disabledIn: string | null }): Message => ({
    text:
      p.disabledIn === null
        ? `No model, seed or snapshot is named \`${p.name}\`.`
        : `\`${p.name}\` is disabled, so it cannot be referred to.`,
    hint: p.disabledIn === null ? didYouMean(p.near) : `It is disabled in \`${p.disabledIn}\`; set \`enabled: true\` or drop the reference.`,
  }),
  'parse-unknown-source': (p: { readonly source: string; readonly table: string; readonly near: string | null }): Message => ({
    text: `No source \`${p.source}\` with a table \`${p.table}\` is declared.`,
    hint: didYouMean(p.near) ?? 'Declare it under `sources:` in a .yml file of the models folder.',
  }),
  'parse-ambiguous-ref': (p: { readonly name: string; readonly packages: readonly string[] }): Message => ({
    text: `\`${p.name}\` exists in several packages: ${p.packages.join(', ')}.`,
    hint: `Name the package: ref('${p.packages[0]}', '${p.name}').`,
  }),
  'parse-unknown-version': (p: { readonly name: string; readonly version: string; readonly known: readonly string[] }): Message => ({
    text: `\`${p.name}\` has no version \`${p.version}\`.`,
    hint: p.known.length === 0 ? 'It has no versions at all.' : `It has ${p.known.join(', ')}.`,
  }),
  'parse-test-disabled': (p: { readonly test: string; readonly missing: string }): Message => ({
    text: `The test \`${p.test}\` is left out, since it needs \`${p.missing}\`, which does not exist or is disabled.`,
    hint: null,
  }),
  'parse-duplicate-name': (p: { readonly name: string; readonly kind: string; readonly files: readonly string[] }): Message => ({
    text: `Two ${p.kind}s are named \`${p.name}\`: ${p.files.join(' and ')}.`,
    hint: 'Rename one of the files, or disable one with `enabled: false`.',
  }),
  'parse-duplicate-relation': (p: { readonly relation: string; readonly nodes: readonly string[] }): Message => ({
    text: `${p.nodes.map(node => `\`${node}\``).join(' and ')} would both build ${p.relation}.`,
    hint: 'Give one of them another `alias` or `schema`.',
  }),
  'parse-duplicate-macro': (p: { readonly name: string; readonly files: readonly string[] }): Message => ({
    text: `Two macros are named \`${p.name}\`: ${p.files.join(' and ')}.`,
    hint: 'Rename or remove one of them.',
  }),
  'parse-duplicate-doc': (p: { readonly name: string; readonly files: readonly string[] }): Message => ({
    text: `Two docs blocks are named \`${p.name}\`: ${p.files.join(' and ')}.`,
    hint: 'Rename or remove one of them.',
  }),
  'parse-duplicate-properties': (p: { readonly name: string; readonly kind: string; readonly files: readonly string[] }): Message => ({
    text: `The ${p.kind} \`${p.name}\` is described twice: ${p.files.join(' and ')}.`,
    hint: 'Keep one of the two entries.',
  }),
  'parse-unused-properties': (p: { readonly name: string; readonly kind: string; readonly near: string | null }): Message => ({
    text: `No ${p.kind} is named \`${p.name}\`, so this entry describes nothing.`,
    hint: didYouMean(p.near),
  }),
  'parse-unused-config': (p: { readonly path: string; readonly kind: string }): Message => ({
    text: `The configuration under \`${p.path}\` applies to no ${p.kind}.`,
    hint: 'Its path follows the package name and the folders below the search path.',
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
  'parse-private-ref': (p: { readonly name: string; readonly group: string }): Message => ({
    text: `\`${p.name}\` is private to the group \`${p.group}\`.`,
    hint: `Add this node to the group, or make \`${p.name}\` protected.`,
  }),
  'parse-bad-yaml': (p: { readonly problem: string; readonly hint: string | null }): Message => ({
    text: `The file is not valid YAML: ${p.problem}.`,
    hint: p.hint,
  }),
  'parse-duplicate-key': (p: { readonly key: string }): Message => ({
    text: `The key \`${p.key}\` is written twice in one mapping; the last one counts.`,
    hint: 'Merge the two.',
  }),
  'parse-unknown-key': (p: { readonly key: string; readonly where: string; readonly near: string | null }): Message => ({
    text: `\`${p.key}\` is not a key of ${p.where}.`,
    hint: didYouMean(p.near),
  }),
  'parse-bad-value': (p: { readonly key: string; readonly expected: string; readonly found: string }): Message => ({
    text: `\`${p.key}\` has to be ${p.expected}, and is \`${p.found}\`.`,
    hint: null,
  }),
  'parse-bad-test': (p: { readonly found: string }): Message => ({
    text: `A test is a name, or a name with its arguments; \`${p.found}\` is neither.`,
    hint: 'Write `- not_null`, or `- accepted_values: {arguments: {values: [a, b]}}`.',
  }),
  'parse-missing-name': (p: { readonly where: string }): Message => ({ text: `An entry under \`${p.where}\` has no \`name\`.`, hint: null }),
  'parse-bad-materialization': (p: { readonly materialized: string; readonly known: readonly string[]; readonly near: string | null }): Message => ({
    text: `\`${p.materialized}\` is not a materialization.`,
    hint: didYouMean(p.near) ?? `There are ${p.known.join(', ')}.`,
  }),
  'parse-missing-package': (p: { readonly name: string }): Message => ({
    text: `The package \`${p.name}\` is not installed.`,
    hint: '`model deps` installs what packages.yml lists.',
  }),
};
