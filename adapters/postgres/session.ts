import { createRequire } from 'node:module';
import { pipeline } from 'node:stream/promises';
import type { PoolClient, QueryArrayResult } from 'pg';
import type { QueryResult, Session, Statement, Stats } from '../../src/adapter/adapter.ts';
import { WarehouseError } from '../../src/adapter/error.ts';
import type { Cell, Column, Row, Sql } from '../../src/sql/relation.ts';
import { splitStatements } from '../../src/sql/statement-split.ts';
import { type Canceller, cancelOn } from './cancel.ts';
import { copyError, copyRows } from './copy.ts';
import { cancelledFields, isLostConnection, named, warehouseError } from './error.ts';
import { postgresLexis } from './lexis.ts';
import type { ResultColumns, TypeNames } from './type-name.ts';
import { unlessLost } from './unless-lost.ts';

const require = createRequire(import.meta.url);
const copyStreams = (): typeof import('pg-copy-streams') => require('pg-copy-streams');
const cursors = (): typeof import('pg-cursor') => require('pg-cursor');

export interface SessionOptions {
  /** Gives it back, to be made as new before the next one gets it; a broken one is closed. */
  readonly checkIn: (client: PoolClient, state: 'used' | 'broken') => void;
  readonly cancel: Canceller;
  readonly types: TypeNames;
  readonly signal: AbortSignal;
}

/** One connection, used by one node. The driver runs the calls of a connection one after the other. */
export class PostgresSession implements Session {
  readonly #options: SessionOptions;
  readonly #client: PoolClient;
  #isBroken = false;
  #inTransaction = false;
  #closed = false;

  constructor(client: PoolClient, options: SessionOptions) {
    this.#client = client;
    this.#options = options;
  }

  async run(statement: Statement, signal: AbortSignal): Promise<Stats> {
    const started = performance.now();
    const { sql, input } = statement;
    const rows = await this.#attempt(sql, signal, async client => {
      if (input === undefined) return last(await client.query({ text: sql, rowMode: 'array' })).rowCount;
      const copy = client.query(copyStreams().from(sql));
      await pipeline(copyRows(input), copy).catch(async (error: unknown) => {
        throw isLostConnection(error) ? error : await copyError(error, input);
      });
      return copy.rowCount;
    });
    return statsOf(rows, performance.now() - started);
  }

  async query(sql: Sql, { maxRows }: { readonly maxRows?: number }, signal: AbortSignal): Promise<QueryResult> {
    const started = performance.now();
    const found = await this.#attempt(sql, signal, client =>
      maxRows === undefined ? this.#all(client, sql) : this.#some(client, sql, maxRows),
    );
    return { ...found, stats: statsOf(found.rows.length, performance.now() - started) };
  }

  async transaction<T>(body: () => Promise<T>): Promise<T> {
    // A transaction inside another joins it.
    if (this.#inTransaction) return body();
    await this.#control('begin');
    this.#inTransaction = true;
    try {
      const value = await body();
      await this.#commit();
      return value;
    } catch (error) {
      if (!this.#isBroken) await unlessLost(this.#client, this.#client.query('rollback')).catch(() => (this.#isBroken = true));
      throw error;
    } finally {
      this.#inTransaction = false;
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#options.checkIn(this.#client, this.#isBroken || this.#inTransaction ? 'broken' : 'used');
  }

  async #all(client: PoolClient, sql: Sql): Promise<Found> {
    const result = last(await client.query<string[]>({ text: sql, rowMode: 'array' }));
    const columns = await this.#columnsOf(client, result.fields ?? []);
    return found(columns, result.rows, Number.POSITIVE_INFINITY);
  }

  /** Through a cursor, so that the server sends no more than is asked for. */
  async #some(client: PoolClient, sql: Sql, maxRows: number): Promise<Found> {
    const parts = splitStatements(sql, postgresLexis);
    const final = parts.at(-1);
    if (final === undefined) return { columns: [], rows: [], truncated: false };
    const before = sql.slice(0, final.offset);
    if (parts.length > 1) await client.query(before);
    const cursor = client.query(new (cursors())<string[]>(final.sql, [], { rowMode: 'array' }));
    try {
      const rows = await cursor.read(maxRows + 1);
      await cursor.close();
      const { fields } = (cursor as unknown as { readonly _result: QueryArrayResult })._result;
      return found(await this.#columnsOf(client, fields), rows, maxRows);
    } catch (error) {
      throw shifted(warehouseError(error, final.sql), final.offset);
    }
  }

  #columnsOf(client: PoolClient, fields: QueryArrayResult['fields']): Promise<ResultColumns> {
    return this.#options.types.columnsOf(
      fields,
      async sql => (await client.query<string[]>({ text: sql, rowMode: 'array' })).rows,
    );
  }

  async #attempt<T>(sql: Sql, signal: AbortSignal, act: (client: PoolClient) => Promise<T>): Promise<T> {
    if (this.#closed) throw new WarehouseError({ ...cancelledFields(), native: { code: null, message: 'closed' } });
    const own = this.#options.signal;
    const signals = signal === own ? own : AbortSignal.any([signal, own]);
    if (signals.aborted) throw cancelled();
    const client = this.#client;
    const stop = cancelOn(signals, client, this.#options.cancel);
    try {
      return await unlessLost(client, act(client));
    } catch (error) {
      if (isLostConnection(error) || (error instanceof WarehouseError && error.reason === 'connection')) this.#isBroken = true;
      throw signals.aborted ? cancelled(error) : warehouseError(error, sql);
    } finally {
      await stop();
    }
  }

  async #commit(): Promise<void> {
    const { command } = await this.#control('commit').catch((error: unknown) => {
      if (!(error instanceof WarehouseError) || error.reason !== 'connection') throw error;
      const fields = named('warehouse-commit-unknown', { detail: error.native.message });
      throw new WarehouseError({ ...fields, reason: 'connection', retry: 'never', native: error.native }, { cause: error });
    });
    // What an error has spoilt is rolled back without a word.
    if (command === 'ROLLBACK') throw warehouseError(spoilt, '');
  }

  async #control(sql: string): Promise<QueryArrayResult> {
    return unlessLost(this.#client, this.#client.query({ text: sql, rowMode: 'array' })).catch((error: unknown) => {
      if (isLostConnection(error)) this.#isBroken = true;
      throw warehouseError(error, sql);
    });
  }
}

const spoilt = Object.assign(new Error('current transaction is aborted, commands ignored until end of transaction block'), {
  code: '25P02',
  severity: 'ERROR',
});

const cancelled = (cause?: unknown): WarehouseError =>
  new WarehouseError({ ...cancelledFields(), native: { code: '57014', message: 'cancelled' } }, { cause });

const shifted = (error: WarehouseError, by: number): WarehouseError =>
  error.offset === null || by === 0
    ? error
    : new WarehouseError({ ...error, message: error.message, offset: error.offset + by }, { cause: error.cause });

const statsOf = (rows: number | null, elapsedMs: number): Stats => ({ queryId: null, rows, bytesScanned: null, elapsedMs });

/** A script of several statements gives a list of results. */
const last = <R extends unknown[]>(result: QueryArrayResult<R>): QueryArrayResult<R> =>
  Array.isArray(result) ? (result.at(-1) as QueryArrayResult<R>) : result;

interface Found {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  readonly truncated: boolean;
}

function found({ columns, readers }: ResultColumns, rows: readonly (readonly (string | null)[])[], maxRows: number): Found {
  const read = (text: string | null, index: number): Cell => (text === null ? null : (readers[index]?.(text) ?? null));
  const kept = rows.length > maxRows ? rows.slice(0, maxRows) : rows;
  return { columns, rows: kept.map(row => row.map(read)), truncated: kept.length < rows.length };
}
