import { cpSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it, onTestFinished } from 'vitest';
import { runModel, startModel } from './command.ts';
import { normal } from './normal.ts';

const project = fileURLToPath(new URL('../projects/cli-env/', import.meta.url));

interface Locked {
  readonly dir: string;
  release(): void;
}

/** A project whose database this process holds. */
async function lockedProject(profile: string): Promise<Locked> {
  const dir = mkdtempSync(join(tmpdir(), 'model-locked-'));
  cpSync(project, dir, { recursive: true });
  writeFileSync(join(dir, 'profiles.yml'), profile);
  const instance = await DuckDBInstance.create(join(dir, 'shop.duckdb'));
  onTestFinished(() => {
    instance.closeSync();
    rmSync(dir, { recursive: true });
  });
  return { dir, release: () => instance.closeSync() };
}

const profile = (more: string): string => `shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: shop.duckdb${more}}\n`;
const program = realpathSync(process.execPath);

it('names the file and who holds it', async () => {
  const { dir } = await lockedProject(profile(''));
  const { exitCode, output } = await runModel(['build', '--profile', 'shop'], { dir, env: { REGION: 'north' } });
  expect(normal(output, dir).replaceAll(program, '<node>')).toMatchInlineSnapshot(`
    "error[command-connection-failed]: No connection to \`duckdb\`: Another process holds the database file \`shop.duckdb\`: \`<node>\`, process <pid>.
      hint: Close that program; \`--wait-for-lock\` makes a build wait until it has ended.

    "
  `);
  expect(output).toContain(`${program}\`, process ${process.pid}`);
  expect(exitCode).toBe(2);
});

it('tries again as often as the profile says', async () => {
  const { dir } = await lockedProject(profile(', retries: {connect_attempts: 3}'));
  const { exitCode, output } = await runModel(['build', '--profile', 'shop'], { dir, env: { REGION: 'north' } });
  expect(normal(output, dir).replaceAll(program, '<node>')).toMatchInlineSnapshot(`
    "Another process holds the database file \`shop.duckdb\`: \`<node>\`, process <pid>. Trying again in 0.25 s (attempt 2 of 3).
    Another process holds the database file \`shop.duckdb\`: \`<node>\`, process <pid>. Trying again in 0.5 s (attempt 3 of 3).
    error[command-connection-failed]: No connection to \`duckdb\`: Another process holds the database file \`shop.duckdb\`: \`<node>\`, process <pid>.
      hint: Close that program; \`--wait-for-lock\` makes a build wait until it has ended.

    "
  `);
  expect(exitCode).toBe(2);
});

it('waits until the database is free, when told to', async () => {
  const { dir, release } = await lockedProject(profile(''));
  const env = { REGION: 'north' };
  const { ended, output } = startModel(['build', '--profile', 'shop', '--wait-for-lock'], { dir, env });
  while (!output().includes('Waiting until it is free.')) await new Promise(resolve => setTimeout(resolve, 10));
  release();
  const { exitCode, output: screen } = await ended;
  expect(screen).toContain('Another process holds the database file `shop.duckdb`');
  expect(exitCode).toBe(0);
});

it('gives up after as many seconds as it is told', async () => {
  const { dir } = await lockedProject(profile(''));
  const { exitCode } = await runModel(['build', '--profile', 'shop', '--wait-for-lock', '1'], { dir, env: { REGION: 'north' } });
  expect(exitCode).toBe(2);
});
