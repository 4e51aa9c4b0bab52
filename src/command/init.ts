import { access, copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { diagnose, StartFailure } from '../diagnostic/diagnostic.ts';
import { suggestedName } from '../project/project-file.ts';
import { reservedNames } from '../project/project-keys.ts';
import type { Effects } from './effects.ts';
import { type Invocation, invoke } from './invocation.ts';
import { fine, type Outcome } from './outcome.ts';

export interface InitOptions {
  readonly command: 'init';
  /** Asked for when not given. */
  readonly name?: string;
  /** The folder to make; the project's name when not given. */
  readonly dir?: string;
}

/** Starts a project: a copy of the template under a new name. */
export const init = (options: InitOptions, effects: Effects, signal: AbortSignal): Promise<Outcome> =>
  invoke(options, { effects, signal }, async invocation => {
    const name = options.name ?? (await askedName(effects));
    checkName(name);
    const dir = resolve(effects.workingDir, options.dir ?? name);
    await checkEmpty(dir, options.dir ?? name);
    await copyTemplate(effects.installed.templateDir, dir, name);
    tellNextSteps({ name, shownDir: options.dir ?? name }, invocation);
    return fine;
  });

async function askedName({ ask }: Effects): Promise<string> {
  const answer = (await ask?.('Name of the new project: '))?.trim() ?? '';
  if (answer === '') throw new StartFailure([diagnose('command-init-unnamed', null, {})]);
  return answer;
}

function checkName(name: string): void {
  if (reservedNames.has(name)) throw new StartFailure([diagnose('project-reserved-name', null, { name })]);
  if (/^[A-Za-z_]\w*$/.test(name)) return;
  const suggestion = suggestedName(name);
  throw new StartFailure([diagnose('command-init-name', null, { name, suggestion: suggestion === name ? null : suggestion })]);
}

async function checkEmpty(dir: string, shown: string): Promise<void> {
  const held = await readdir(dir).catch((error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? [] : [error.code ?? '']));
  if (held.length > 0) throw new StartFailure([diagnose('command-init-not-empty', null, { dir: shown })]);
}

/** The word in the template's project file that stands for the project's name. */
const templateName = /\bshop\b/g;

async function copyTemplate(from: string, to: string, name: string): Promise<void> {
  await copyFolder(from, to);
  const projectFile = join(to, 'model_project.yml');
  await writeFile(
    projectFile,
    (await readFile(projectFile, 'utf8')).replace(templateName, () => name),
  );
  await ensureIgnoreFile(to);
}

/** What commands leave in a folder of the template is not part of it, nor what installing makes of its `.gitignore`. */
const leftovers = /^(target|logs|dbt_packages|\.env|\.npmignore)$|\.duckdb(\.wal)?$/;

async function copyFolder(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (leftovers.test(entry.name)) continue;
    if (entry.isDirectory()) await copyFolder(join(from, entry.name), join(to, entry.name));
    else await copyFile(join(from, entry.name), join(to, entry.name));
  }
}

const ignored = ['target/', 'logs/', 'dbt_packages/', '*.duckdb', '*.duckdb.wal', '.env'];

/** npm gives files of this name another one when it installs a package. */
async function ensureIgnoreFile(dir: string): Promise<void> {
  const path = join(dir, '.gitignore');
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (!isThere) await writeFile(path, `${ignored.join('\n')}\n`);
}

function tellNextSteps({ name, shownDir }: { readonly name: string; readonly shownDir: string }, { effects }: Invocation): void {
  const text = [
    `The project ${name} is in ${shownDir}. Next:`,
    '',
    `  cd ${/^[\w./-]+$/.test(shownDir) ? shownDir : JSON.stringify(shownDir)}`,
    `  model build            # seeds, models and tests, into ${name}.duckdb`,
    '  model docs generate    # then look at them: model docs serve',
  ].join('\n');
  effects.emit({ kind: 'note', at: effects.clock.now(), text });
}
