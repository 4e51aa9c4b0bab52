import type { Client } from 'pg';
import type { AdapterHost, RunLock } from '../../src/adapter/adapter.ts';
import type { RelationName } from '../../src/sql/relation.ts';
import { type Connecting, driver } from './connection.ts';
import { warehouseError } from './error.ts';

/** More would crowd the server's table of locks, which by default has room for 6,400. */
const mostRelations = 1000;

/**
 * Takes advisory locks in a transaction of their own that stays open until the release: they end with the process, and hold also
 * behind a pooler that lends connections by transaction. They are of the database, so names carry none.
 */
export async function lockRelations(
  way: Connecting,
  { relations, holder }: { readonly relations: readonly RelationName[]; readonly holder: string },
  host: AdapterHost,
): Promise<RunLock> {
  const client = new driver.Client({ ...way, application_name: holder.slice(0, 63) });
  let released = false;
  client.on('error', error => {
    const text = `The lock on the tables of this run is lost: ${error.message}.`;
    if (!released) host.emit({ kind: 'adapter.notice', text });
    released = true;
  });
  const release = async (): Promise<void> => {
    released = true;
    await client.end();
  };
  try {
    await client.connect();
    const taken = await firstTaken(client, relations);
    if (taken === null) return { kind: 'held', release };
    const lock: RunLock = { kind: 'taken', relation: taken.relation, holder: await holderOf(client, taken.key) };
    await release();
    return lock;
  } catch (error) {
    await release().catch(() => undefined);
    throw warehouseError(error, '');
  }
}

interface Wanted {
  /** What is locked: a relation's name, or a schema's. */
  readonly key: string;
  /** What to name when somebody else has it. */
  readonly relation: RelationName;
}

/** The first that somebody else has; null when all are ours now. */
async function firstTaken(client: Client, relations: readonly RelationName[]): Promise<Wanted | null> {
  await client.query('begin; set local idle_in_transaction_session_timeout = 0');
  const schemas = wanted(relations, ({ schema }) => JSON.stringify([schema]));
  const names = wanted(relations, ({ schema, name }) => JSON.stringify([schema, name]));
  // Whoever writes to more than that takes whole schemas, which others hold in common.
  const isCoarse = names.length > mostRelations;
  const taken = await firstRefused(client, isCoarse ? 'pg_try_advisory_xact_lock' : 'pg_try_advisory_xact_lock_shared', schemas);
  return taken ?? (isCoarse ? null : firstRefused(client, 'pg_try_advisory_xact_lock', names));
}

/** Each key once, in an order that all runs share. */
function wanted(relations: readonly RelationName[], keyOf: (name: RelationName) => string): readonly Wanted[] {
  const byKey = new Map(relations.map(relation => [keyOf(relation), { key: keyOf(relation), relation }]));
  return [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Keys are 64 bits of a hash; the constant keeps them apart from those of other programs. */
const hashed = (text: string): string => `pg_catalog.hashtextextended(${text}, 6515)`;

async function firstRefused(client: Client, take: string, all: readonly Wanted[]): Promise<Wanted | null> {
  const { rows } = await client.query<{ readonly place: string }>(
    `select place from unnest($1::text[]) with ordinality as wanted(key, place) where not pg_catalog.${take}(${hashed('key')}) limit 1`,
    [all.map(({ key }) => key)],
  );
  return rows[0] === undefined ? null : (all[Number(rows[0].place) - 1] ?? null);
}

/** What the holder calls itself; null when it has just ended. */
async function holderOf(client: Client, key: string): Promise<string | null> {
  const { rows } = await client.query<{ readonly application_name: string | null }>(
    `select application_name from pg_catalog.pg_locks join pg_catalog.pg_stat_activity using (pid)
    where locktype = 'advisory' and granted and objsubid = 1 and (classid::bigint << 32) | objid::bigint = ${hashed('$1')}
      and database = (select oid from pg_catalog.pg_database where datname = current_database()) and pid <> pg_backend_pid() limit 1`,
    [key],
  );
  return rows[0]?.application_name || null;
}
