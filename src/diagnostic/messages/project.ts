import { didYouMean, type Message } from './message.ts';

const list = (names: readonly string[]): string => names.map(name => `\`${name}\``).join(', ');

export const projectMessages = {
  'project-not-found': (p: {
    readonly dir: string;
    readonly is: 'folder' | 'file' | 'missing';
    readonly parent: string | null;
  }): Message => ({
    text: `No project in \`${p.dir}\`: ${notAProject[p.is]}.`,
    hint:
      p.parent === null
        ? 'Run `model init` to start a project, or name its folder with `--project-dir`.'
        : `\`${p.parent}\` is a project: run there, or add \`--project-dir ${p.parent}\`.`,
  }),
  'project-two-files': (p: { readonly read: string; readonly ignored: string }): Message => ({
    text: `\`${p.read}\` is used and \`${p.ignored}\` beside it is not.`,
    hint: `Delete the one that is out of date.`,
  }),
  'project-unreadable-file': (p: { readonly file: string; readonly reason: string }): Message => ({
    text: `\`${p.file}\` cannot be read: ${p.reason}.`,
    hint: 'Check the permissions of the file and of the folders above it.',
  }),
  'project-not-utf8': (p: { readonly file: string; readonly offset: number }): Message => ({
    text: `\`${p.file}\` is not UTF-8 text: the byte at position ${p.offset} does not fit.`,
    hint: 'Save it as UTF-8, or list it in `.modelignore` if it is no part of the project.',
  }),
  'project-bad-yaml': (p: { readonly reason: string; readonly cure: string | null }): Message => ({
    text: `This YAML cannot be read: ${p.reason}.`,
    hint: p.cure,
  }),
  'project-doubled-key': (p: { readonly key: string }): Message => ({
    text: `\`${p.key}\` is already there above, and what is below it here replaces that.`,
    hint: 'Put everything below one of them, and delete the other.',
  }),
  'project-not-a-map': (p: { readonly file: string; readonly found: string }): Message => ({
    text: `\`${p.file}\` must hold keys with values, and holds ${p.found}.`,
    hint: null,
  }),
  'project-missing-name': (p: { readonly file: string; readonly suggestion: string }): Message => ({
    text: `\`${p.file}\` does not say the project's \`name\`.`,
    hint: `Add the line \`name: ${p.suggestion}\`.`,
  }),
  'project-bad-name': (p: { readonly name: string; readonly suggestion: string }): Message => ({
    text: `\`${p.name}\` cannot be the name of a project: only letters, digits and underscores, and no digit first.`,
    hint: `Write \`name: ${p.suggestion}\`.`,
  }),
  'project-reserved-name': (p: { readonly name: string }): Message => ({
    text: `\`${p.name}\` cannot be the name of a project, since templates use that name for something else.`,
    hint: `Write \`name: ${p.name}_project\`, or any other name.`,
  }),
  'project-unknown-key': (p: { readonly key: string; readonly near: string | null }): Message => ({
    text: `\`${p.key}\` is not a key of a project file, so it has no effect.`,
    hint: didYouMean(p.near),
  }),
  'project-legacy-key': (p: { readonly key: string; readonly instead: string }): Message => ({
    text: `\`${p.key}\` is an old name of \`${p.instead}\`.`,
    hint: `Write \`${p.instead}\`: the old name still works here, but no longer everywhere.`,
  }),
  'project-key-twice': (p: { readonly key: string; readonly other: string }): Message => ({
    text: `\`${p.key}\` and \`${p.other}\` are the same setting, and only one of them can be given.`,
    hint: `Move everything below \`${p.key}\` and delete \`${p.other}\`.`,
  }),
  'project-wrong-type': (p: { readonly key: string; readonly expected: string; readonly found: string }): Message => ({
    text: `\`${p.key}\` must be ${p.expected}, and is ${p.found}.`,
    hint: null,
  }),
  'project-path-outside': (p: { readonly key: string; readonly path: string }): Message => ({
    text: `\`${p.path}\` in \`${p.key}\` leads out of the project folder.`,
    hint: 'Name a folder inside the project; share files between projects as a package.',
  }),
  'project-missing-env-var': (p: { readonly name: string; readonly near: string | null }): Message => ({
    text: `The environment variable \`${p.name}\` is not set.`,
    hint:
      p.near === null
        ? `Set it in the shell or in \`.env\`, or give a default: \`env_var('${p.name}', '…')\`.`
        : `Did you mean \`${p.near}\`, which is set?`,
  }),
  'project-secret-env-var': (p: { readonly name: string }): Message => ({
    text: `The secret \`${p.name}\` can only be used in \`profiles.yml\` and \`packages.yml\`, so that it ends up nowhere else.`,
    hint: null,
  }),
  'project-missing-var': (p: { readonly name: string; readonly near: string | null }): Message => ({
    text: `The variable \`${p.name}\` is not set.`,
    hint:
      didYouMean(p.near) ??
      `Set it under \`vars:\`, pass \`--vars '{${p.name}: …}'\`, or give a default: \`var('${p.name}', '…')\`.`,
  }),
  'project-bad-template': (p: {
    readonly reason: string;
    readonly near: string | null;
    /** All names that there are, when the reason is a name that is not. */
    readonly known: readonly string[];
  }): Message => ({
    text: `This template cannot be rendered: ${p.reason}.`,
    hint:
      didYouMean(p.near) ??
      (p.known.length === 0 ? null : `Macros are not known here, only ${p.known.map(name => `\`${name}\``).join(', ')}.`),
  }),
  'project-two-vars': (p: { readonly file: string }): Message => ({
    text: `Variables are set both in \`vars.yml\` and in \`${p.file}\`.`,
    hint: `Move all of them to \`vars.yml\` and delete \`vars:\` from \`${p.file}\`.`,
  }),
  'project-wrong-dbt-version': (p: { readonly name: string; readonly wanted: string; readonly spoken: string }): Message => ({
    text: `\`${p.name}\` is written for dbt \`${p.wanted}\`, and Modelwright speaks the language of dbt \`${p.spoken}\`.`,
    hint: 'Add `--no-version-check` to try it all the same.',
  }),
  'project-bad-version-range': (p: { readonly range: string }): Message => ({
    text: `\`${p.range}\` is not a range of versions.`,
    hint: 'Write it like `">=1.6.0,<2.0.0"`.',
  }),
  'project-two-flag-blocks': (p: { readonly file: string }): Message => ({
    text: `Flags are set both under \`config:\` here and under \`flags:\` in \`${p.file}\`.`,
    hint: `Move all of them to \`flags:\` in \`${p.file}\`.`,
  }),
  'project-bad-flag': (p: { readonly name: string; readonly value: string; readonly expected: string }): Message => ({
    text: `The flag \`${p.name}\` must be ${p.expected}, and is \`${p.value}\`.`,
    hint: null,
  }),
  'project-no-profiles-file': (p: { readonly profile: string; readonly path: string }): Message => ({
    text: `No \`profiles.yml\` was found for the profile \`${p.profile}\`, so everything is built with DuckDB in \`${p.path}\`.`,
    hint: 'To build elsewhere, describe the profile in `profiles.yml` in this folder or in `~/.model`.',
  }),
  'project-no-profiles-in-dir': (p: { readonly dir: string }): Message => ({
    text: `There is no \`profiles.yml\` in \`${p.dir}\`.`,
    hint: '`--profiles-dir` names the folder that holds `profiles.yml`.',
  }),
  'project-unknown-profile': (p: {
    readonly name: string;
    readonly known: readonly string[];
    readonly near: string | null;
  }): Message => ({
    text:
      p.known.length === 0
        ? `There is no profile \`${p.name}\` here: the file holds none.`
        : `There is no profile \`${p.name}\` here, only ${list(p.known)}.`,
    hint: didYouMean(p.near),
  }),
  'project-unknown-target': (p: {
    readonly name: string;
    readonly profile: string;
    readonly known: readonly string[];
    readonly near: string | null;
  }): Message => ({
    text:
      p.known.length === 0
        ? `The profile \`${p.profile}\` has no targets: it needs \`outputs:\` with at least one.`
        : `The profile \`${p.profile}\` has no target \`${p.name}\`, only ${list(p.known)}.`,
    hint: didYouMean(p.near) ?? (p.known.length === 0 ? null : 'Correct `target` in the profile, or choose one with `--target`.'),
  }),
  'project-target-without-profile': (p: { readonly name: string }): Message => ({
    text: `There is no target \`${p.name}\`: without a profile, the only target is \`dev\`, a DuckDB file in the project folder.`,
    hint: 'Describe the target in `profiles.yml` and name its profile with `profile:` in the project file.',
  }),
  'project-missing-type': (p: { readonly profile: string; readonly target: string }): Message => ({
    text: `The target \`${p.target}\` of profile \`${p.profile}\` does not say its \`type\`, such as \`duckdb\` or \`postgres\`.`,
    hint: null,
  }),
  'project-bad-threads': (p: { readonly found: string }): Message => ({
    text: `\`threads\` must be a whole number from 1, and is \`${p.found}\`.`,
    hint: null,
  }),
  'project-duplicate-package': (p: { readonly name: string; readonly first: string; readonly second: string }): Message => ({
    text: `Two packages have the name \`${p.name}\`: \`${p.first}\` and \`${p.second}\`.`,
    hint: 'Delete the one that is not wanted.',
  }),
  'project-missing-packages': (p: { readonly names: readonly string[]; readonly folder: string }): Message => ({
    text: `${p.names.length === 1 ? 'A package is' : 'Packages are'} listed but not in \`${p.folder}\`: ${list(p.names)}.`,
    hint: 'Run `model deps` to install what is missing.',
  }),
  'project-two-package-lists': (p: { readonly other: string }): Message => ({
    text: `Packages are listed both here and in \`${p.other}\`.`,
    hint: 'Move all of them into one of the two files.',
  }),
  'project-bad-env-line': (p: { readonly line: number }): Message => ({
    text: `Line ${p.line} of \`.env\` is not of the form \`NAME=value\`, so it has no effect.`,
    hint: null,
  }),
};

const notAProject = {
  folder: 'it holds neither `model_project.yml` nor `dbt_project.yml`',
  file: 'it is a file, not a folder',
  missing: 'this folder does not exist',
} as const;
