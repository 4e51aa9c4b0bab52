import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import { onTestFinished } from 'vitest';
import { type Ended, startModel } from '../cli/command.ts';

export interface DevProject {
  readonly dir: string;
  /** Writes files by their paths in the project. */
  save(files: Readonly<Record<string, string>>): void;
  /** The values of a table's first column, in their order, as soon as the database can be opened. */
  column(table: string): Promise<readonly string[]>;
  /** Opens the database as another program would. The other end must close it. */
  open(): Promise<DuckDBInstance>;
}

const projectFile = 'name: shop\nversion: "1.0"\nmodels:\n  +materialized: table\n';

/** A project in a folder of its own that goes away with the test. */
export function devProject(files: Readonly<Record<string, string>>): DevProject {
  const dir = mkdtempSync(join(tmpdir(), 'model-dev-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const save: DevProject['save'] = changed => {
    for (const [path, text] of Object.entries(changed)) {
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      writeFileSync(join(dir, path), text);
    }
  };
  save({ 'model_project.yml': projectFile, ...files });
  const open = async (): Promise<DuckDBInstance> => {
    for (;;) {
      const instance = await DuckDBInstance.create(join(dir, 'shop.duckdb')).catch(() => null);
      if (instance !== null) return instance;
      await pause(20);
    }
  };
  return {
    dir,
    save,
    open,
    column: async table => {
      const instance = await open();
      const connection = await instance.connect();
      try {
        const found = await connection.runAndReadAll(`select * from ${table} order by 1`);
        return found.getRows().map(([value]) => String(value));
      } finally {
        connection.closeSync();
        instance.closeSync();
      }
    },
  };
}

export interface DevProcess {
  /** Waits until something like that is printed after what the last call found; gives what was printed until then. */
  until(pattern: RegExp): Promise<string>;
  interrupt(): Promise<Ended>;
  readonly ended: Promise<Ended>;
}

export const DONE = /Done in .*\n/;

/** `model dev` in a process of its own. */
export function startDev({ dir }: DevProject, args: readonly string[] = []): DevProcess {
  const { child, ended, output } = startModel(['dev', ...args], { dir });
  onTestFinished(() => void child.kill('SIGKILL'));
  let seen = 0;
  return {
    ended,
    until: async pattern => {
      for (;;) {
        const text = output().slice(seen);
        const found = pattern.exec(text);
        if (found !== null) {
          const upTo = found.index + found[0].length;
          seen += upTo;
          return text.slice(0, upTo);
        }
        if (child.exitCode !== null) throw new Error(`ended without ${pattern}:\n${output()}`);
        await pause(10);
      }
    },
    interrupt: () => {
      child.kill('SIGINT');
      return ended;
    },
  };
}
