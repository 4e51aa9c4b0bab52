import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the repository. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Runs a program in the repository, or another folder, with this terminal; ends this process when it fails. */
export function run(program, args, options = {}) {
  const { status, error } = spawnSync(program, args, { cwd: root, stdio: 'inherit', ...options });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

/** Runs a tool of node_modules by the path of its script. */
export const runTool = (script, args, options) => run(process.execPath, [join(root, 'node_modules', script), ...args], options);

/** Installs what package.json lists, unless it is there. */
export function install() {
  if (existsSync(join(root, 'node_modules', '.package-lock.json'))) return;
  run('npm', [existsSync(join(root, 'package-lock.json')) ? 'ci' : 'install', '--no-audit', '--no-fund'], {
    shell: process.platform === 'win32',
  });
}
