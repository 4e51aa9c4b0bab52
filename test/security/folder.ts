import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export type Files = Readonly<Record<string, string>>;

/** What every hostile project has besides what makes it hostile. */
const usual: Files = {
  'dbt_project.yml': 'name: shop\nprofile: shop\n',
  'profiles.yml': 'shop: {target: dev, outputs: {dev: {type: duckdb, path: shop.duckdb}}}\n',
};

/** Runs `use` in a folder of its own with these files. */
export async function inFolder<T>(files: Files, use: (dir: string) => Promise<T>): Promise<T> {
  const dir = mkdtempSync(join(realpathSync(tmpdir()), 'model-hostile-'));
  try {
    for (const [path, text] of Object.entries({ ...usual, ...files })) {
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      writeFileSync(join(dir, path), text);
    }
    return await use(dir);
  } finally {
    rmSync(dir, { recursive: true });
  }
}

/** Everything that was written below a folder, as one text. */
export const writtenBelow = (dir: string): string =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
