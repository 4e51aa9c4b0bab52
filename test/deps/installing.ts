import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { redaction } from '../../src/cli/output.ts';
import { type DepsOptions, deps } from '../../src/command/deps.ts';
import { type Diagnostic, StartFailure } from '../../src/diagnostic/diagnostic.ts';
import { renderDiagnostic } from '../../src/diagnostic/render.ts';
import { never, testEffects } from '../command/effects.ts';
import { type FileTexts, folderOf } from '../project/folder.ts';

export interface ProjectFolder {
  readonly dir: string;
  /** Runs the command; returns all that the user is told, line by line. The project's own path is written `DIR`. */
  run(options?: Partial<DepsOptions>): Promise<string>;
  /** The packages that lie there, and the names of files beside the project file. */
  packages(): readonly string[];
  read(path: string): string;
  exists(path: string): boolean;
}

export interface FolderOptions {
  readonly hub?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const projectFile = { 'dbt_project.yml': 'name: shop\nversion: "1.0"\n' };

/** A project of which only the package list is given, as text, or all of its files. */
export function projectFolder(
  list: string | FileTexts,
  { hub = 'http://127.0.0.1:9', env = {} }: FolderOptions = {},
): ProjectFolder {
  const dir = folderOf({ ...projectFile, ...(typeof list === 'string' ? { 'packages.yml': list } : list) });
  const packagesDir = join(dir, 'dbt_packages');
  const { PATH = '' } = process.env;
  return {
    dir,
    run: async (options = {}) => {
      const hiding = redaction();
      const { effects, events } = testEffects({
        workingDir: dir,
        hide: hiding.hide,
        env: { PATH, HOME: dir, MODEL_PACKAGE_HUB_URL: hub, ...env },
      });
      const failures: Diagnostic[] = [];
      try {
        await deps({ command: 'deps', projectDir: dir, work: 'install', resolve: 'when-changed', ...options }, effects, never);
      } catch (error) {
        if (!(error instanceof StartFailure)) throw error;
        failures.push(...error.diagnostics);
      }
      const lines = events.flatMap(event => {
        if (event.kind === 'note') return [event.text];
        if (event.kind === 'diagnostic') return [shown(event.diagnostic, dir)];
        return event.kind === 'package' ? [`${event.name} ${event.version ?? '-'} newest ${event.newest ?? '-'}`] : [];
      });
      return hiding.clean([...lines, ...failures.map(each => shown(each, dir))].join('\n').replaceAll(dir, 'DIR'));
    },
    packages: () =>
      existsSync(packagesDir)
        ? readdirSync(packagesDir)
            .sort()
            .map(name => describe(packagesDir, name))
        : [],
    read: path => readFileSync(join(dir, path), 'utf8'),
    exists: path => existsSync(join(dir, path)),
  };
}

function describe(dir: string, name: string): string {
  const files = readdirSync(join(dir, name)).filter(file => !/^(dbt_project|packages)\.yml$/.test(file));
  return [name, lstatSync(join(dir, name)).isSymbolicLink() ? '->' : '', ...files.sort()].filter(text => text !== '').join(' ');
}

const shown = (diagnostic: Diagnostic, dir: string): string =>
  renderDiagnostic(diagnostic, {
    source: file => (existsSync(join(dir, file)) ? readFileSync(join(dir, file), 'utf8') : null),
    color: false,
  });
