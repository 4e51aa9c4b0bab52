import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { AdapterPlugin, Catalog, RelationInfo, Session, Warehouse } from '../../src/adapter/adapter.ts';
import type { Column, RelationName, Row, Sql } from '../../src/sql/relation.ts';
import type { Files } from './case.ts';

export interface Target {
  readonly plugin: AdapterPlugin;
  /** A profile's target that builds in this schema; `dir` is a folder that is deleted afterwards. */
  profile(place: { readonly dir: string; readonly schema: string }): Readonly<Record<string, unknown>>;
}

/** Where one case runs: a folder, a schema of its own and what looks into it. */
export interface Place {
  readonly dir: string;
  readonly schema: string;
  write(files: Files): void;
  /** Opens a connection for the time of `use`, since some databases let only one process in. */
  looking<T>(use: (look: Look) => Promise<T>): Promise<T>;
  /** Drops the case's schemas and deletes the folder. */
  close(): Promise<void>;
}

export interface Look {
  /** `orders`, or `other.orders` for one in the schema `<schema>_other`. */
  name(label: string): RelationName;
  /** The case's own for '', `<schema>_other` for `other`. */
  schema(label: string): string;
  send(sql: string): Promise<void>;
  rows(label: string): Promise<readonly Row[]>;
  columns(label: string): Promise<readonly Column[]>;
  relation(label: string): Promise<RelationInfo | null>;
  relations(): Promise<readonly RelationInfo[]>;
}

let count = 0;
const never = new AbortController().signal;

export function openPlace(target: Target): Place {
  const dir = mkdtempSync(join(tmpdir(), 'model-conformance-'));
  count += 1;
  const schema = `mw_${process.pid.toString(36)}_${count}`;
  const profile = target.profile({ dir, schema });
  const write = (files: Files): void => {
    for (const [path, text] of Object.entries(files)) {
      const place = join(dir, path);
      mkdirSync(dirname(place), { recursive: true });
      if (text === null) rmSync(place, { force: true });
      else writeFileSync(place, text);
    }
  };
  write({
    'model_project.yml': 'name: shop\nversion: "1.0"\nprofile: conformance\n',
    'profiles.yml': JSON.stringify({ conformance: { target: 'dev', outputs: { dev: profile } } }),
  });
  const looking: Place['looking'] = async use => {
    const checked = target.plugin.config.check(profile);
    if (!checked.ok) throw new Error(checked.problems.map(({ text }) => text).join(' '));
    const host = { emit: () => undefined, threads: 1, projectDir: dir, signal: never };
    const warehouse = await target.plugin.connect(checked.value, host);
    try {
      const session = await warehouse.session({ tag: { invocation: 'conformance', node: 'look' }, signal: never });
      try {
        return await use(lookAt({ target, warehouse, session, schema }));
      } finally {
        await session.close();
      }
    } finally {
      await warehouse.close();
    }
  };
  const close = async (): Promise<void> => {
    await looking(look => dropSchemas(look, target, schema)).finally(() => rmSync(dir, { recursive: true, force: true }));
  };
  return { dir, schema, write, looking, close };
}

interface Looking {
  readonly target: Target;
  readonly warehouse: Warehouse;
  readonly session: Session;
  readonly schema: string;
}

function lookAt({ target, warehouse, session, schema }: Looking): Look & { readonly catalog: Catalog } {
  const { dialect } = target.plugin;
  const { catalog, server } = warehouse;
  const name = (label: string): RelationName => {
    const [first = '', second] = label.split(/\.(.*)/s);
    const place = second === undefined ? { schema, name: first } : { schema: `${schema}_${first}`, name: second };
    return { catalog: server.defaultCatalog, ...place };
  };
  const relationsOf = (of: string): Promise<readonly RelationInfo[]> =>
    catalog.relations([{ catalog: server.defaultCatalog, schema: of }], never);
  return {
    catalog,
    name,
    schema: label => (label === '' ? schema : `${schema}_${label}`),
    send: async sql => {
      await session.run({ sql: sql as Sql, kind: 'dml', repeatable: false }, never);
    },
    rows: async label => (await session.query(`select * from ${dialect.relation(name(label))}` as Sql, {}, never)).rows,
    columns: async label => {
      const wanted = name(label);
      const all = await catalog.columns([{ catalog: wanted.catalog, schema: wanted.schema }], never);
      return all.find(one => one.relation.name === wanted.name)?.columns ?? [];
    },
    relation: async label => {
      const wanted = name(label);
      return (await relationsOf(wanted.schema)).find(one => one.name.name === wanted.name) ?? null;
    },
    relations: () => relationsOf(schema),
  };
}

async function dropSchemas(look: Look, { plugin }: Target, schema: string): Promise<void> {
  const { catalog } = look as Look & { readonly catalog: Catalog };
  const names = await catalog.schemas(null, never);
  for (const name of names.filter(one => one === schema || one.startsWith(`${schema}_`)))
    await look.send(`drop schema ${plugin.dialect.identifier(name)} cascade`);
}
