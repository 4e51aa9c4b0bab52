import { didYouMean, type Message } from './message.ts';

const list = (names: readonly string[]): string => names.map(name => `\`${name}\``).join(', ');
const few = (names: readonly string[]): string => `${list(names.slice(0, 8))}${names.length > 8 ? ' …' : ''}`;

export const depsMessages = {
  'deps-private': (p: { readonly name: string; readonly url: string }): Message => ({
    text: `\`private: ${p.name}\` needs dbt's cloud to find the repository.`,
    hint: `Write \`git: ${p.url}\` with a \`revision\`; your own git signs in.`,
  }),
  'deps-entry-kind': (p: { readonly kinds: readonly string[]; readonly keys: readonly string[] }): Message => ({
    text:
      p.kinds.length > 1
        ? `This entry says ${list(p.kinds)}, and a package comes from one place.`
        : `This entry does not say where the package comes from: it has only ${p.keys.length === 0 ? 'nothing' : list(p.keys)}.`,
    hint:
      p.kinds.length > 1
        ? 'Make an entry for each.'
        : 'Name it with `package:` (org/name on the hub), `git:` (an address), `tarball:` (an address) or `local:` (a folder).',
  }),
  'deps-entry-key': (p: { readonly key: string; readonly kind: string; readonly known: readonly string[] }): Message => ({
    text: `\`${p.key}\` is not a key of a package with \`${p.kind}:\`.`,
    hint: `There are ${list(p.known.filter(key => !key.includes('_') || key === 'install_prerelease'))}.`,
  }),
  'deps-hub-name': (p: { readonly id: string }): Message => ({
    text: `\`${p.id}\` is not the name of a package on the hub, which has the form \`org/name\`.`,
    hint: 'For example `dbt-labs/dbt_utils`; a repository is named with `git:`, a folder with `local:`.',
  }),
  'deps-no-version': (p: { readonly id: string }): Message => ({
    text: `\`${p.id}\` has no \`version\`.`,
    hint: 'Give a version, or a range such as `version: [">=1.0.0", "<2.0.0"]`.',
  }),
  'deps-bad-version': (p: { readonly written: string; readonly instead: string | null }): Message => ({
    text: `\`${p.written}\` is not a version of three numbers, nor \`=\`, \`>\`, \`>=\`, \`<\` or \`<=\` with one.`,
    hint: `Write \`version: ${p.instead ?? '[">=1.0.0", "<2.0.0"]'}\`.`,
  }),
  'deps-subdirectory': (p: { readonly found: string }): Message => ({
    text: `\`subdirectory\` must be a folder inside the repository, and is ${p.found}.`,
    hint: null,
  }),
  'deps-git-option': (p: { readonly text: string }): Message => ({
    text: `\`${p.text}\` would be an option of git, since it starts with \`-\`.`,
    hint: null,
  }),
  'deps-tarball-url': (p: { readonly url: string }): Message => ({
    text: `\`${p.url}\` is not an address that starts with \`https://\` or \`http://\`.`,
    hint: 'A folder on this machine is named with `local:`.',
  }),
  'deps-hub-url': (p: { readonly base: string }): Message => ({
    text: `\`${p.base}\`, where packages are to be looked for, is not an address that starts with \`https://\` or \`http://\`.`,
    hint: 'Correct the environment variable `MODEL_PACKAGE_HUB_URL` or `DBT_PACKAGE_HUB_URL`.',
  }),
  'deps-hub-unreachable': (p: { readonly url: string; readonly reason: string }): Message => ({
    text: `The package hub cannot be asked at \`${p.url}\`: ${p.reason}.`,
    hint: 'Check the network; `MODEL_PACKAGE_HUB_URL` can name a mirror, and an entry with `git:` or `local:` needs no hub. The packages that were there stay.',
  }),
  'deps-hub-unknown': (p: {
    readonly id: string;
    readonly by: string;
    readonly hub: string;
    readonly near: string | null;
  }): Message => ({
    text: `There is no package \`${p.id}\`, which ${p.by} asks for, on \`${p.hub}\`.`,
    hint: didYouMean(p.near) ?? 'A package that is not on the hub can be named by its repository, with `git:`.',
  }),
  'deps-unreachable': (p: { readonly url: string; readonly reason: string }): Message => ({
    text: `Nothing can be downloaded from \`${p.url}\`: ${p.reason}.`,
    hint: 'Check the network and the address, then run `model deps` again. The packages that were there stay.',
  }),
  'deps-bad-tarball': (p: { readonly url: string; readonly reason: string }): Message => ({
    text: `\`${p.url}\` cannot be unpacked: ${p.reason}.`,
    hint: null,
  }),
  'deps-no-git': (p: { readonly url: string }): Message => ({
    text: `\`${p.url}\` is a git repository, and the command \`git\` is not on this machine.`,
    hint: 'Install git, or name the package with `tarball:`.',
  }),
  'deps-git-failed': (p: { readonly url: string; readonly reason: string }): Message => ({
    text: `Git cannot fetch \`${p.url}\`: ${p.reason}.`,
    hint: 'Try `git ls-remote` with this address: what your git can read, `model deps` can.',
  }),
  'deps-git-revision': (p: {
    readonly url: string;
    readonly revision: string;
    readonly near: string | null;
    readonly known: readonly string[];
  }): Message => ({
    text: `\`${p.url}\` has no tag, branch or commit \`${p.revision}\`.`,
    hint: didYouMean(p.near) ?? (p.known.length === 0 ? 'It has no tags and no branches.' : `It has ${few(p.known)}.`),
  }),
  'deps-unpinned': (p: { readonly url: string }): Message => ({
    text: `\`${p.url}\` has no \`revision\`, so whatever is on its default branch is taken whenever packages are resolved.`,
    hint: 'Add a tag or a commit with `revision:`, or accept it with `warn-unpinned: false`.',
  }),
  'deps-no-project': (p: { readonly place: string; readonly by: string }): Message => ({
    text: `\`${p.place}\`, which ${p.by} asks for, holds no project: neither \`model_project.yml\` nor \`dbt_project.yml\`.`,
    hint: 'Paths of `local:` start from the folder of this project; a project deeper in a repository needs `subdirectory:`.',
  }),
  'deps-bad-project-name': (p: { readonly place: string; readonly name: string }): Message => ({
    text: `The project in \`${p.place}\` has the name \`${p.name}\`: only letters, digits and underscores can be, and no digit first.`,
    hint: 'Correct `name` in its project file.',
  }),
  'deps-version-conflict': (p: {
    readonly id: string;
    readonly askers: number;
    readonly prerelease: string | null;
  }): Message => ({
    text:
      p.askers > 1
        ? `No version of \`${p.id}\` is right for all that ask for it.`
        : `There is no version of \`${p.id}\` as it is asked for.`,
    hint:
      p.prerelease === null
        ? 'Widen one of the ranges, or take another version of the package that asks too much.'
        : `Only the prerelease \`${p.prerelease}\` fits: add \`install_prerelease: true\` to take it.`,
  }),
  'deps-version-for-other-dbt': (p: {
    readonly id: string;
    readonly version: string;
    readonly wanted: string;
    readonly exact: boolean;
  }): Message => ({
    text: `\`${p.id}\` \`${p.version}\` is written for dbt \`${p.wanted}\`, and no other version is as it is asked for.`,
    hint: `${p.exact ? 'Take another version' : 'Widen the range'}, or add \`--no-version-check\` to try it all the same.`,
  }),
  'deps-version-gone': (p: { readonly id: string; readonly version: string; readonly by: string }): Message => ({
    text: `\`${p.id}\` has no version \`${p.version}\`, which ${p.by} asks for.`,
    hint: '`model deps --upgrade` resolves all packages anew.',
  }),
  'deps-revision-conflict': (p: { readonly url: string }): Message => ({
    text: `\`${p.url}\` is asked for in different revisions, and only one can be installed.`,
    hint: 'Ask for the same revision everywhere.',
  }),
  'deps-name-twice': (p: { readonly name: string }): Message => ({
    text: `Two packages have the name \`${p.name}\`, and they cannot lie beside each other.`,
    hint: 'Take one of them out of the list, or have all ask for it in the same way.',
  }),
  'deps-endless': (_: Readonly<Record<string, never>>): Message => ({
    text: 'The packages ask for each other in ways that no choice of versions settles.',
    hint: 'Ask for exact versions of some of them.',
  }),
  'deps-moved': (p: { readonly id: string; readonly to: string }): Message => ({
    text: `\`${p.id}\` is \`${p.to}\` now, and gets no new versions under its old name.`,
    hint: `Write \`package: ${p.to}\`.`,
  }),
  'deps-link-out': (p: { readonly link: string; readonly place: string }): Message => ({
    text: `The link \`${p.link}\` in \`${p.place}\` leads out of the package, so it is left out.`,
    hint: null,
  }),
  'deps-lock-key': (p: { readonly key: string }): Message => ({
    text: `\`${p.key}\` is missing.`,
    hint: null,
  }),
  'deps-bad-lock': (p: { readonly reason: string }): Message => ({
    text: `\`package-lock.yml\` cannot be used: ${p.reason}`,
    hint: '`model deps --upgrade` writes it anew; a version in your repository may be whole.',
  }),
  'deps-folder': (p: { readonly path: string }): Message => ({
    text: `\`${p.path}\` holds the project itself, and the folder of packages is replaced as a whole.`,
    hint: 'Name another folder with `packages-install-path`, or none for `dbt_packages`.',
  }),
  'deps-unwritable': (p: { readonly path: string; readonly reason: string }): Message => ({
    text: `No packages can be put into \`${p.path}\`: ${p.reason}.`,
    hint: 'The folder above it must be writable too, since packages are put together beside it.',
  }),
  'deps-dry-run': (_: Readonly<Record<string, never>>): Message => ({
    text: '`--dry-run` shows what `--add-package` would change, and no package is given.',
    hint: 'For example `model deps --add-package dbt-labs/dbt_utils@1.3.0 --dry-run`.',
  }),
  'deps-add-by-hand': (p: { readonly file: string }): Message => ({
    text: `The list in \`${p.file}\` is written in a way in which no entry can be added to it.`,
    hint: 'Add these lines below `packages:` by hand, then run `model deps`.',
  }),
  'deps-add-name': (p: { readonly text: string; readonly id: string }): Message => ({
    text: `\`${p.text}\` does not start with the name of a package on the hub, \`org/name\`.`,
    hint: 'For example `--add-package dbt-labs/dbt_utils@1.3.0`; an address needs `--source git`, a folder `--source local`.',
  }),
};
