import { rm } from 'node:fs/promises';
import { isAbsolute, join, relative } from 'node:path';
import { type Addition, type ChangedList, withAddition } from '../deps/add-package.ts';
import type { Candidate } from '../deps/candidate.ts';
import { openHub } from '../deps/hub.ts';
import { type InstalledPackage, type Installing, putTogether } from '../deps/install.ts';
import { listHash } from '../deps/list-hash.ts';
import { type Lock, lockFileName, lockText, readLock } from '../deps/lock-file.ts';
import { readSpecs } from '../deps/package-spec.ts';
import { exchange, makeAside, sweep } from '../deps/packages-folder.ts';
import { resolvePackages } from '../deps/resolve.ts';
import type { Workshop } from '../deps/workshop.ts';
import { type Diagnostic, diagnose, hasErrors, StartFailure } from '../diagnostic/diagnostic.ts';
import { setting } from '../project/environment.ts';
import { openPackageHome, type PackageHome } from '../project/package-home.ts';
import { listOf, type PackageList, readPackageList } from '../project/package-list.ts';
import { readYamlFile } from '../project/yaml.ts';
import type { Effects } from './effects.ts';
import { type Invocation, invoke } from './invocation.ts';
import { loadOptions } from './open-project.ts';
import type { ProjectOptions } from './options.ts';
import { failed, fine, type Outcome } from './outcome.ts';

export interface DepsOptions extends ProjectOptions {
  /** `lock`: only the lock file is written. `tell`: nothing is; what would be is shown. */
  readonly work: 'install' | 'lock' | 'tell';
  /** `anew`: as if there was no lock file. */
  readonly resolve: 'when-changed' | 'anew';
  /** A package to put into the list first. */
  readonly add?: Addition;
}

/** Installs the packages that the project asks for. Whatever fails, the packages that were there stay. */
export const deps = (options: DepsOptions, effects: Effects, signal: AbortSignal): Promise<Outcome> =>
  invoke(options, { effects, signal }, async invocation => {
    const problems = collected(effects);
    const home = await openPackageHome(loadOptions(options, effects), effects.files, problems.report);
    problems.settle();
    if (home === null) throw new StartFailure([]);
    const work: DepsWork = { options, home, invocation, problems };
    checkFolder(home);
    try {
      await (options.work === 'tell' ? tellAddition(work) : withPackages(work));
      return fine;
    } catch (error) {
      if (signal.aborted) return failed;
      throw refusalOfDisk(error, home);
    }
  });

const diskCodes: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a file stands in the way of a folder',
};

function refusalOfDisk(error: unknown, { dir, packagesDir }: PackageHome): unknown {
  const reason = error instanceof Error && 'code' in error ? diskCodes[String(error.code)] : undefined;
  if (reason === undefined) return error;
  return new StartFailure([diagnose('deps-unwritable', null, { path: shownPath({ dir, packagesDir }), reason })]);
}

interface DepsWork {
  readonly options: DepsOptions;
  readonly home: PackageHome;
  readonly invocation: Invocation;
  readonly problems: Problems;
}

interface Problems {
  report(diagnostic: Diagnostic): void;
  /** Ends the command when there are errors; tells warnings. */
  settle(): void;
}

function collected({ emit, clock }: Effects): Problems {
  let waiting: Diagnostic[] = [];
  return {
    report: diagnostic => void waiting.push(diagnostic),
    settle: () => {
      if (hasErrors(waiting)) throw new StartFailure(waiting);
      for (const diagnostic of waiting) emit({ kind: 'diagnostic', at: clock.now(), diagnostic });
      waiting = [];
    },
  };
}

/** The whole folder is exchanged, so that it must hold nothing else. */
function checkFolder({ dir, packagesDir }: PackageHome): void {
  const way = relative(packagesDir, dir);
  const holdsProject = way === '' || !(way.startsWith('..') || isAbsolute(way));
  if (holdsProject) throw new StartFailure([diagnose('deps-folder', null, { path: relative(dir, packagesDir) || '.' })]);
}

const hubOf = ({ home, invocation }: DepsWork) => openHub(setting(home.loading.env, 'PACKAGE_HUB_URL'), invocation.signal);

async function tellAddition(work: DepsWork): Promise<void> {
  const { add } = work.options;
  if (add === undefined) throw new StartFailure([diagnose('deps-dry-run', null, {})]);
  const changed = await withAddition(add, work.home, hubOf(work));
  work.problems.settle();
  note(`Would write ${changed.file}:\n\n${changed.text.trimEnd()}`, work);
}

async function withPackages(work: DepsWork): Promise<void> {
  const { options, home, problems, invocation } = work;
  const hub = hubOf(work);
  const changed = options.add === undefined ? null : await withAddition(options.add, home, hub);
  const list = await listFor(changed, work);
  problems.settle();
  const lock = options.resolve === 'anew' || changed !== null || options.work === 'lock' ? null : await readLock(home);
  problems.settle();
  if (list === null || (list.entries.length === 0 && lock === null)) return tellNone(list, work);
  await sweep(home.packagesDir);
  const dir = await makeAside(home.packagesDir);
  let names = 0;
  const gitEnv = gitEnvironment(home, invocation.effects);
  const shop: Workshop = { dir, home, hub, gitEnv, signal: invocation.signal, nextName: () => `${++names}` };
  try {
    const hash = listHash(list.entries);
    const decided = lock?.hash === hash ? fromLock(lock) : await decideAnew(list, hash, work, shop);
    await apply({ changed, list, decided }, work, shop);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function listFor(changed: ChangedList | null, { home, problems }: DepsWork): Promise<PackageList | null> {
  if (changed === null) return readPackageList({ dir: home.dir, prefix: '' }, home.loading);
  const file = readYamlFile(changed.file, changed.text, problems.report);
  return file === null ? null : listOf(file, changed.file === 'packages.yml' ? 'template' : 'plain', home.loading);
}

function tellNone(list: PackageList | null, work: DepsWork): void {
  const where = list === null ? 'there is no packages.yml' : `${list.source.file} lists none`;
  note(`No packages to install: ${where}.`, work);
}

/** Git asks for passwords only where somebody sits who can answer. */
function gitEnvironment({ loading }: PackageHome, { ask }: Effects): Workshop['gitEnv'] {
  const env = Object.fromEntries(loading.env);
  if (ask !== null) return { ...env, LC_ALL: 'C' };
  return { GIT_SSH_COMMAND: 'ssh -o BatchMode=yes', ...env, GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' };
}

/** What is installed, and the lock file to write; null when it stays as it is. */
interface Decided {
  readonly packages: readonly Installing[];
  readonly lock: Lock | null;
}

const fromLock = ({ packages }: Lock): Decided => ({ packages: packages.map(pinned => ({ pinned, brought: null })), lock: null });

async function decideAnew(list: PackageList, hash: string, { home, problems }: DepsWork, shop: Workshop): Promise<Decided> {
  const specs = readSpecs(list, list.source.file, home);
  problems.settle();
  for (const spec of specs)
    if (spec.kind === 'git' && spec.revision === null && spec.warnsUnpinned)
      problems.report(diagnose('deps-unpinned', spec.span, { url: spec.shown }, { severity: 'warning' }));
  const found: readonly Candidate[] = await resolvePackages(specs, shop);
  problems.settle();
  return { packages: found, lock: { hash, packages: found.map(each => each.pinned) } };
}

interface Applying {
  readonly changed: ChangedList | null;
  readonly list: PackageList;
  readonly decided: Decided;
}

/** All that can fail for reasons of others is over before the first file of the project is written. */
async function apply({ changed, list, decided }: Applying, work: DepsWork, shop: Workshop): Promise<void> {
  const { home, options, problems, invocation } = work;
  const { effects, signal } = invocation;
  const tell = (told: InstalledPackage): void => effects.emit({ kind: 'package', at: effects.clock.now(), ...told });
  const by = decided.lock === null ? lockFileName : list.source.file;
  const made = options.work === 'lock' ? null : await putTogether(decided.packages, { by, tell, shop });
  problems.settle();
  signal.throwIfAborted();
  if (changed !== null) await effects.artifacts.replace(join(home.dir, changed.file), [changed.text]);
  if (decided.lock !== null) await effects.artifacts.replace(join(home.dir, lockFileName), [lockText(decided.lock)]);
  if (made !== null) await exchange(made, home.packagesDir, shop.dir);
  const count = decided.packages.length;
  const counted = `${count} ${count === 1 ? 'package' : 'packages'}`;
  if (changed !== null) note(`Added ${Object.values(changed.entry)[0]} to ${changed.file}`, work);
  if (made === null) note(`Wrote ${lockFileName} for ${counted}`, work);
  else note(`Installed ${counted} in ${shownPath(home)}`, work);
}

const shownPath = ({ dir, packagesDir }: Pick<PackageHome, 'dir' | 'packagesDir'>): string => {
  const way = relative(dir, packagesDir);
  return way.startsWith('..') ? packagesDir : way;
};

const note = (text: string, { invocation: { effects } }: DepsWork): void =>
  effects.emit({ kind: 'note', at: effects.clock.now(), text });
