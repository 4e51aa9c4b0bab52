import { didYouMean, type Message } from './message.ts';

const quoted = (names: readonly string[]): string => names.map(name => `\`${name}\``).join(', ');

export const commandMessages = {
  'command-unknown': (p: { readonly name: string; readonly near: string | null }): Message => ({
    text: `\`${p.name}\` is not a command.`,
    hint: didYouMean(p.near) ?? '`model --help` lists the commands.',
  }),
  'command-unknown-flag': (p: { readonly flag: string; readonly command: string; readonly near: string | null }): Message => ({
    text: `\`${p.flag}\` is not a flag of \`${p.command}\`.`,
    hint: didYouMean(p.near) ?? `\`${p.command} --help\` lists its flags.`,
  }),
  'command-extra-word': (p: { readonly word: string; readonly command: string; readonly selects: boolean }): Message => ({
    text: `\`${p.word}\` is one word too many for \`${p.command}\`.`,
    hint: p.selects
      ? `To ${p.command.replace('model ', '')} only that: \`${p.command} --select ${p.word}\`.`
      : `\`${p.command} --help\` shows how it is used.`,
  }),
  'command-usage': (p: { readonly text: string; readonly command: string }): Message => ({
    text: p.text,
    hint: `\`${p.command} --help\` shows how it is used.`,
  }),
  'command-flag-value': (p: {
    readonly flag: string;
    readonly value: string;
    readonly expected: string;
    readonly near: string | null;
  }): Message => ({
    text: `\`${p.flag}\` is \`${p.value}\`; it must be ${p.expected}.`,
    hint: didYouMean(p.near),
  }),
  'command-unexpected': (p: { readonly version: string }): Message => ({
    text: `Modelwright ${p.version} made a mistake; the project is not to blame.`,
    hint: 'Report it with the lines above.',
  }),
  'command-bad-vars': (p: { readonly reason: string }): Message => ({
    text: p.reason,
    hint: "Give a YAML map in single quotes, so that the shell leaves it alone: `--vars '{start: 2026-01-01}'`.",
  }),
  'command-unknown-macro': (p: { readonly name: string; readonly near: string | null }): Message => ({
    text: `There is no macro \`${p.name}\` in the project or its packages.`,
    hint: didYouMean(p.near) ?? 'Give the name of a macro, or `package.macro`.',
  }),
  'command-operation-unnamed': (_: Readonly<Record<string, never>>): Message => ({
    text: '`model run-operation` needs to know which macro to call.',
    hint: "Name one, as in `model run-operation grant_select --args '{role: reporter}'`.",
  }),
  'command-bad-args': (p: { readonly reason: string }): Message => ({
    text: p.reason,
    hint: "Give a YAML map in single quotes, so that the shell leaves it alone: `--args '{table: orders}'`.",
  }),
  'command-query-comment': (p: { readonly reason: string }): Message => ({
    text: `\`query-comment\` cannot be rendered: ${p.reason.replace(/\.$/, '')}.`,
    hint: 'It sees `node`, which is none where a statement belongs to no node, `target`, `invocation_id`, variables and macros.',
  }),
  'command-selector-wins': (p: { readonly flag: string }): Message => ({
    text: `\`${p.flag}\` has no effect beside \`--selector\`.`,
    hint: 'Name the selector in it instead: `--select selector:NAME`.',
  }),
  'command-unknown-resource-type': (p: { readonly name: string; readonly near: string | null }): Message => ({
    text: `\`${p.name}\` is not a type of resource.`,
    hint: didYouMean(p.near) ?? 'There are `model`, `seed`, `snapshot`, `test`, `unit_test`, `source`, `exposure` and others.',
  }),
  'command-unknown-adapter': (p: {
    readonly name: string;
    readonly known: readonly string[];
    readonly near: string | null;
  }): Message => ({
    text: `There is no adapter for \`${p.name}\`: neither a built-in one (${quoted(p.known)}) nor the npm package \`modelwright-adapter-${p.name}\`.`,
    hint: didYouMean(p.near) ?? `Correct \`type\` in the profile, or install the package beside Modelwright.`,
  }),
  'command-bad-adapter': (p: { readonly name: string; readonly reason: string }): Message => ({
    text: `The adapter \`${p.name}\` cannot be loaded: ${p.reason}.`,
    hint: 'Install a version of it that fits this version of Modelwright.',
  }),
  'command-connection-field': (p: { readonly text: string; readonly hint: string | null }): Message => p,
  'command-connection-failed': (p: {
    readonly adapter: string;
    readonly message: string;
    readonly hint: string | null;
  }): Message => ({
    text: `No connection to \`${p.adapter}\`: ${p.message}`,
    hint: p.hint ?? '`model debug` shows the connection that is used.',
  }),
  'command-target-unwritable': (p: { readonly path: string; readonly reason: string; readonly cure: string }): Message => ({
    text: `\`${p.path}\` cannot be written: ${p.reason}.`,
    hint: `${p.cure}, or name another folder with \`--target-path\`.`,
  }),
  'command-nothing-selected': (p: { readonly command: string }): Message => ({
    text: `Nothing to ${p.command}: no node of that kind is selected.`,
    hint: p.command === 'list' ? null : '`model list` shows what a selection holds.',
  }),
  'command-event-time-one': (p: { readonly given: string; readonly missing: string }): Message => ({
    text: `\`${p.given}\` is given without \`${p.missing}\`.`,
    hint: 'Give both, or neither: then what is due is built.',
  }),
  'command-event-time-order': (_: Readonly<Record<string, never>>): Message => ({
    text: '`--event-time-start` is not before `--event-time-end`.',
    hint: 'The end is not part of the span: for one day, give the day and the day after it.',
  }),
  'command-nothing-watched': (_: Readonly<Record<string, never>>): Message => ({
    text: 'No selected source says how old its data may be.',
    hint: 'Give it a `freshness` with `warn_after` or `error_after`; `-s source:NAME` selects sources.',
  }),
  'command-retry-results': (p: { readonly path: string; readonly message: string }): Message => ({
    text: `There are no results of a run to start from: \`${p.path}\` cannot be read. ${p.message}`,
    hint: 'Run `model build` first, or name the folder with `--state`.',
  }),
  'command-retry-kind': (p: { readonly command: string; readonly known: readonly string[] }): Message => ({
    text: `The last run was \`model ${p.command}\`, which has nothing to retry.`,
    hint: `These have: ${p.known.map(name => `\`${name}\``).join(', ')}.`,
  }),
  'command-retry-nothing': (p: { readonly command: string }): Message => ({
    text: `Nothing to retry: all of the last \`model ${p.command}\` succeeded.`,
    hint: null,
  }),
  'command-warning-refused': (p: { readonly count: number }): Message => ({
    text: `${p.count === 1 ? 'A warning counts' : `${p.count} warnings count`} as an error, as \`--warn-error\` asks.`,
    hint: null,
  }),
  'command-unfit-for-show': (p: { readonly name: string; readonly found: readonly string[] }): Message => ({
    text:
      p.found.length === 0
        ? `\`${p.name}\` selects nothing that has rows to show.`
        : `\`${p.name}\` selects ${p.found.length} nodes, and one can be shown at a time: ${quoted(p.found.slice(0, 5))}${p.found.length > 5 ? ' …' : ''}.`,
    hint: 'Name one model, or give a query with `--inline`.',
  }),
  'command-show-what': (_: Readonly<Record<string, never>>): Message => ({
    text: '`model show` needs to know what to show.',
    hint: 'Name a model, as in `model show orders`, or give a query with `--inline "select 1"`.',
  }),
  'command-clean-outside': (p: { readonly path: string }): Message => ({
    text: `\`${p.path}\` is not deleted, since it lies outside the project folder or holds the project itself.`,
    hint: 'Take it out of `clean-targets`.',
  }),
  'command-clean-sources': (p: { readonly path: string }): Message => ({
    text: `\`${p.path}\` is not deleted, since it holds files of the project.`,
    hint: 'Take it out of `clean-targets`.',
  }),
  'command-init-name': (p: { readonly name: string; readonly suggestion: string | null }): Message => ({
    text: `\`${p.name}\` cannot be the name of a project: only letters, digits and underscores, and no digit first.`,
    hint: p.suggestion === null ? null : `For example \`model init ${p.suggestion}\`.`,
  }),
  'command-init-unnamed': (_: Readonly<Record<string, never>>): Message => ({
    text: 'The new project needs a name.',
    hint: 'For example `model init shop`.',
  }),
  'command-init-not-empty': (p: { readonly dir: string }): Message => ({
    text: `\`${p.dir}\` is not empty, so no project is started in it.`,
    hint: 'Choose another name, or another folder with `--dir`.',
  }),
  'command-watch-refused': (p: { readonly folder: string; readonly reason: string; readonly isLimit: boolean }): Message => ({
    text: `\`${p.folder}\` cannot be watched: ${p.reason}.`,
    hint: p.isLimit
      ? 'The system watches no more folders for one user; on Linux `sysctl fs.inotify.max_user_watches=524288` allows more.'
      : 'What changes there is noticed with the next change elsewhere.',
  }),
  'command-docs-missing': (p: { readonly path: string }): Message => ({
    text: `There are no docs in \`${p.path}\` yet.`,
    hint: 'Run `model docs generate` first.',
  }),
  'command-docs-state': (p: { readonly path: string }): Message => ({
    text: `There is no manifest to compare with: \`${p.path}\` is not there.`,
    hint: 'Name the folder that holds the `manifest.json` of an earlier run with `--state`.',
  }),
  'command-state-version': (p: { readonly path: string; readonly version: string }): Message => ({
    text: `\`${p.path}\` is ${p.version === '' ? 'no manifest' : `a manifest of version \`${p.version}\``}; those of v8 to v12 and of v20 can be read.`,
    hint: 'Write it with `model parse`, or with a newer version of dbt.',
  }),
  'command-state-unreadable': (p: { readonly path: string; readonly reason: string }): Message => ({
    text: `\`${p.path}\` cannot be read: ${p.reason}`,
    hint: 'Name a folder that holds the artifacts of another run with `--state`.',
  }),
  'command-state-is-target': (p: { readonly path: string }): Message => ({
    text: `\`--state\` names the target folder \`${p.path}\`, which commands write to: the next one will find nothing changed.`,
    hint: 'Keep a copy of it, or write to another folder with `--target-path`.',
  }),
  'command-defer-needs-state': (p: { readonly what: string; readonly missing: string | null }): Message => ({
    text: `\`${p.what}\` reads from where another run has built, and ${p.missing === null ? 'none is given' : `there is no \`${p.missing}\``}.`,
    hint: 'Name the folder that holds the `manifest.json` of that run: `--state path/to/target`.',
  }),
  'command-docs-no-site': (_: Readonly<Record<string, never>>): Message => ({
    text: 'This copy of Modelwright was built without the docs page, so only the data for it is written.',
    hint: 'Run `npm run build` in the folder of Modelwright.',
  }),
  'command-port-taken': (p: { readonly host: string; readonly port: number; readonly reason: string }): Message => ({
    text: `\`${p.host}:${p.port}\` cannot be served: ${p.reason}.`,
    hint: 'Choose another one with `--port`; `--port 0` takes any that is free.',
  }),
};
