import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { report } from './parse/open.ts';

/** Each folder `bad-…` is a project with mistakes; `expected.txt` is all that a user is told. `UPDATE=1` writes it anew. */
const projects = fileURLToPath(new URL('projects/', import.meta.url));
const cases = readdirSync(projects).filter(name => name.startsWith('bad-'));

it.each(cases)('%s', async name => {
  const dir = join(projects, name);
  const file = join(dir, 'expected.txt');
  const told = `${await report(dir)}\n`;
  if (process.env['UPDATE'] === '1') writeFileSync(file, told);
  expect(told).toBe(existsSync(file) ? readFileSync(file, 'utf8') : '');
});
