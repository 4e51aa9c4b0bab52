import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runModel } from './command.ts';
import { normal } from './normal.ts';

/**
 * Each folder `cli-…` is a project with `commands.txt`, the command lines that a user types in it one after the other, and
 * `expected.txt`, all that is then on the screen. `UPDATE=1` writes it anew.
 */
const projects = fileURLToPath(new URL('../projects/', import.meta.url));
const cases = readdirSync(projects).filter(name => name.startsWith('cli-'));

describe('what a user is told', () => {
  it.concurrent.each(cases)('%s', async name => {
    const file = join(projects, name, 'expected.txt');
    const told = await session(join(projects, name));
    if (process.env['UPDATE'] === '1') writeFileSync(file, told);
    expect(told).toBe(existsSync(file) ? readFileSync(file, 'utf8') : '');
  });
});

/** Runs the command lines in a copy of the project. */
async function session(project: string): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), 'model-session-'));
  try {
    await cp(project, dir, { recursive: true, filter: path => !/(?:commands|expected)\.txt$/.test(path) });
    const lines = readFileSync(join(project, 'commands.txt'), 'utf8').split('\n');
    let screen = '';
    for (const line of lines.filter(line => line !== '')) screen += await typed(line, dir);
    return screen;
  } finally {
    rmSync(dir, { recursive: true });
  }
}

async function typed(line: string, dir: string): Promise<string> {
  const words = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain = '']) => quoted ?? plain);
  const start = words.indexOf('model');
  const env = Object.fromEntries(
    words.slice(0, start).map(word => [word.split('=')[0] ?? '', word.slice(word.indexOf('=') + 1)]),
  );
  const { exitCode, output } = await runModel(words.slice(start + 1), { dir, env });
  return `$ ${line}\n${normal(output, dir)}[exit ${exitCode}]\n\n`;
}
