import { cpSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it, onTestFinished } from 'vitest';
import { runModel } from './command.ts';
import { normal } from './normal.ts';

const project = fileURLToPath(new URL('../projects/cli-env/', import.meta.url));

/** A project whose database this process holds. */
async function lockedProject(profile: string): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), 'model-locked-'));
  cpSync(project, dir, { recursive: true });
  writeFileSync(join(dir, 'profiles.yml'), profile);
  const instance = await DuckDBInstance.create(join(dir, 'shop.duckdb'));
  onTestFinished(() => {
    instance.closeSync();
    rmSync(dir, { recursive: true });
  });
  return dir;
}

const profile = (more: string): string => `shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: shop.duckdb${more}}\n`;
const program = realpathSync(process.execPath);

it('names the file and who holds it', async () => {
  const dir = await lockedProject(profile(''));
  const { exitCode, output } = await runModel(['build', '--profile', 'shop'], { dir, env: { REGION: 'north' } });
  expect(normal(output, dir).replaceAll(program, '<node>')).toMatchInlineSnapshot(`
    "error[command-connection-failed]: No connection to \`duckdb\`: Another process holds the database file \`shop.duckdb\`: \`<node>\`, process <pid>.
      hint: Close that program, or wait for it by setting \`retries: {connect_attempts: 5}\` in the profile.

    "
  `);
  expect(output).toContain(`${program}\`, process ${process.pid}`);
  expect(exitCode).toBe(2);
});

it('tries again as often as the profile says', async () => {
  const dir = await lockedProject(profile(', retries: {connect_attempts: 3}'));
  const { exitCode, output } = await runModel(['build', '--profile', 'shop'], { dir, env: { REGION: 'north' } });
  expect(normal(output, dir).replaceAll(program, '<node>')).toMatchInlineSnapshot(`
    "Another process holds the database file \`shop.duckdb\`: \`<node>\`, process <pid>. Trying again in 0.25 s (attempt 2 of 3).
    Another process holds the database file \`shop.duckdb\`: \`<node>\`, process <pid>. Trying again in 0.5 s (attempt 3 of 3).
    error[command-connection-failed]: No connection to \`duckdb\`: Another process holds the database file \`shop.duckdb\`: \`<node>\`, process <pid>.
      hint: Close that program, or wait for it by setting \`retries: {connect_attempts: 5}\` in the profile.

    "
  `);
  expect(exitCode).toBe(2);
});
