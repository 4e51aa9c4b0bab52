import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { PostgresServer } from '../adapter/postgres-server.ts';
import { type Ended, runModel } from './command.ts';

/** A project in a folder of its own whose target is a database of the server. */
export interface PostgresProject {
  readonly dir: string;
  write(files: Readonly<Record<string, string>>): void;
  model(...args: readonly string[]): Promise<Ended>;
  remove(): void;
}

export function postgresProject(server: PostgresServer, schema: string): PostgresProject {
  const dir = mkdtempSync(join(tmpdir(), 'model-postgres-'));
  const write: PostgresProject['write'] = files => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      writeFileSync(join(dir, path), text);
    }
  };
  const output = JSON.stringify({ ...server.profile, schema, threads: 3 });
  write({
    'model_project.yml': 'name: shop\nprofile: shop\n',
    'profiles.yml': `shop: {target: dev, outputs: {dev: ${output}}}\n`,
  });
  return {
    dir,
    write,
    model: (...args) => runModel(args, { dir }),
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}
