import type { DuckDBConnection, DuckDBMaterializedResult, DuckDBResult } from '@duckdb/node-api';
import type { QueryResult, Session, Statement, Stats } from '../../src/adapter/adapter.ts';
import { WarehouseError } from '../../src/adapter/error.ts';
import type { Cell, Column, Sql } from '../../src/sql/relation.ts';
import { type ScriptStatement, splitStatements } from '../../src/sql/statement-split.ts';
import { type Retries, retrying } from '../ansi/retry.ts';
import { readColumn } from './cell.ts';
import { cancelledFields, warehouseError } from './error.ts';
import { duckdbLexis } from './lexis.ts';
import { placing } from './place-file.ts';
import { parseType } from './type.ts';

export interface SessionOptions {
  readonly connection: DuckDBConnection;
  readonly signal: AbortSignal;
  readonly transactions: 'real' | 'disabled';
  readonly retries: Retries;
  readonly onClose: () => void;
}

/** One connection, used by one node. DuckDB runs the calls of a connection one after the other. */
export class DuckdbSession implements Session {
  readonly #connection: DuckDBConnection;
  readonly #options: SessionOptions;
  #transaction: 'none' | 'open' | 'failed' = 'none';
  #closed = false;

  constructor(options: SessionOptions) {
    this.#connection = options.connection;
    this.#options = options;
  }

  run(statement: Statement, signal: AbortSignal): Promise<Stats> {
    const { writes } = statement;
    return writes === undefined ? this.#run(statement, signal) : placing(writes, () => this.#run(statement, signal));
  }

  async #run(statement: Statement, signal: AbortSignal): Promise<Stats> {
    const started = performance.now();
    let rows: number | null = null;
    for (const part of this.#split(statement.sql)) {
      const act = (): Promise<DuckDBMaterializedResult> => this.#attempt(part, signal, sql => this.#connection.run(sql));
      const result = await (statement.repeatable && this.#transaction === 'none' ? retrying(act, afterConflict, signal) : act());
      rows = affectedRows(result);
    }
    return { queryId: null, rows, bytesScanned: null, elapsedMs: performance.now() - started };
  }

  async query(sql: Sql, { maxRows }: { readonly maxRows?: number }, signal: AbortSignal): Promise<QueryResult> {
    const started = performance.now();
    const parts = this.#split(sql);
    for (const part of parts.slice(0, -1)) await this.#attempt(part, signal, text => this.#connection.run(text));
    const last = parts.at(-1);
    const elapsed = (): number => performance.now() - started;
    if (last === undefined) return { columns: [], rows: [], truncated: false, stats: statsOf(0, elapsed()) };
    const read = async (text: Sql) => {
      const result = await (maxRows === undefined ? this.#connection.run(text) : this.#connection.stream(text));
      return { columns: columnsOf(result), ...(await readRows(result, maxRows ?? Number.POSITIVE_INFINITY)) };
    };
    const found = await this.#attempt(last, signal, read);
    return { ...found, stats: statsOf(found.rows.length, elapsed()) };
  }

  async transaction<T>(body: () => Promise<T>): Promise<T> {
    // A transaction inside another joins it.
    if (this.#transaction !== 'none' || this.#options.transactions === 'disabled') return body();
    await this.#control('begin transaction');
    this.#transaction = 'open';
    try {
      const value = await body();
      await this.#commit();
      return value;
    } catch (error) {
      await this.#rollback();
      throw error;
    } finally {
      this.#transaction = 'none';
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    // Disconnecting rolls back what is open and drops temporary tables.
    this.#connection.closeSync();
    this.#options.onClose();
  }

  /** Result columns without running the select. */
  async describe(select: Sql, signal: AbortSignal): Promise<readonly Column[]> {
    const [first, ...others] = this.#split(select);
    if (first === undefined || others.length > 0) return (await this.query(select, { maxRows: 0 }, signal)).columns;
    return this.#attempt(first, signal, async sql => (await this.#prepared(sql)) ?? (await this.#described(sql)));
  }

  /** Null for what DuckDB can run but not prepare, such as a pivot whose columns depend on the data. */
  async #prepared(sql: Sql): Promise<readonly Column[] | null> {
    const prepared = await this.#connection.prepare(sql).catch((error: Error) => {
      if (/Cannot prepare multiple statements/.test(error.message)) return null;
      throw error;
    });
    if (prepared === null) return null;
    try {
      return prepared.parameterCount > 0 ? null : namedColumns(prepared);
    } finally {
      prepared.destroySync();
    }
  }

  async #described(sql: Sql): Promise<readonly Column[]> {
    const rows = await (await this.#connection.run(`describe ${sql}`)).getRowsJson();
    return rows.map(([name, type]) => column(String(name), String(type)));
  }

  #split(sql: Sql): readonly ScriptStatement[] {
    return splitStatements(sql, duckdbLexis);
  }

  async #attempt<T>(part: ScriptStatement, signal: AbortSignal, act: (sql: Sql) => Promise<T>): Promise<T> {
    const once = (): Promise<T> => this.#interruptible(part, signal, act);
    return this.#transaction === 'none' ? retrying(once, this.#options.retries, signal) : once();
  }

  async #interruptible<T>(part: ScriptStatement, signal: AbortSignal, act: (sql: Sql) => Promise<T>): Promise<T> {
    if (this.#closed) throw new WarehouseError({ ...cancelledFields(), native: { code: null, message: 'closed' } });
    const own = this.#options.signal;
    const signals = signal === own ? own : AbortSignal.any([signal, own]);
    if (signals.aborted) throw cancelled();
    const stop = interruptOn(signals, this.#connection);
    try {
      return await act(part.sql);
    } catch (error) {
      if (this.#transaction === 'open') this.#transaction = 'failed';
      throw signals.aborted ? cancelled(error) : shifted(warehouseError(error, part.sql), part.offset);
    } finally {
      stop();
    }
  }

  /** DuckDB takes the COMMIT of a transaction that an error has spoilt without a word, and rolls it back. */
  async #commit(): Promise<void> {
    if (this.#transaction === 'failed') await this.#control('select 1');
    await this.#control('commit');
  }

  async #rollback(): Promise<void> {
    // A failed commit has ended the transaction already.
    await this.#connection.run('rollback').catch(() => undefined);
  }

  async #control(sql: string): Promise<void> {
    await this.#connection.run(sql).catch((error: unknown) => {
      throw warehouseError(error, sql);
    });
  }
}

/** Of sessions that create one schema at the same instant, DuckDB fails all but one. */
const afterConflict: Retries = {
  attempts: 6,
  isWorthwhile: error => error.reason === 'conflict',
  firstPauseMs: 5,
  announce: () => undefined,
};

const cancelled = (cause?: unknown): WarehouseError =>
  new WarehouseError({ ...cancelledFields(), native: { code: 'INTERRUPT', message: 'Interrupted!' } }, { cause });

const statsOf = (rows: number | null, elapsedMs: number): Stats => ({ queryId: null, rows, bytesScanned: null, elapsedMs });

/** An interrupt that comes before DuckDB has begun the statement is lost, so it is repeated until the statement ends. */
function interruptOn(signal: AbortSignal, connection: DuckDBConnection): () => void {
  let timer: NodeJS.Timeout | null = null;
  const interrupt = (): void => {
    connection.interrupt();
    timer = setInterval(() => connection.interrupt(), 50);
  };
  signal.addEventListener('abort', interrupt, { once: true });
  return () => {
    signal.removeEventListener('abort', interrupt);
    if (timer !== null) clearInterval(timer);
  };
}

const shifted = (error: WarehouseError, by: number): WarehouseError =>
  error.offset === null || by === 0
    ? error
    : new WarehouseError({ ...error, message: error.message, offset: error.offset + by }, { cause: error.cause });

/** Inserts, updates and deletes say how many rows they changed; CREATE TABLE AS and COPY return it as a row. */
function affectedRows(result: DuckDBMaterializedResult): number | null {
  if (result.columnCount !== 1 || result.columnName(0) !== 'Count' || result.chunkCount === 0) return null;
  // At once: to fetch the chunk would be a second wait for the driver.
  const chunk = result.getChunk(0);
  return chunk.rowCount === 0 ? null : Number(chunk.getColumnVector(0).getItem(0));
}

interface NamedColumns {
  readonly columnCount: number;
  columnName(index: number): string;
  columnType(index: number): { toString(): string; readonly alias?: string };
}

const namedColumns = (source: NamedColumns): readonly Column[] =>
  Array.from({ length: source.columnCount }, (_, index) =>
    column(source.columnName(index), nativeType(source.columnType(index))),
  );
const columnsOf = (result: DuckDBResult): readonly Column[] => namedColumns(result as unknown as NamedColumns);

/** JSON is a VARCHAR with an alias. */
const nativeType = (type: { toString(): string; readonly alias?: string }): string => type.alias ?? type.toString();

const column = (name: string, type: string): Column => ({
  name,
  type: parseType(type),
  nativeType: type,
  nullable: true,
  comment: null,
});

/** Fetching a chunk waits for the driver, so other work gets its turn after every 2,048 rows. */
async function readRows(
  result: DuckDBResult,
  maxRows: number,
): Promise<{ readonly rows: readonly Cell[][]; readonly truncated: boolean }> {
  const rows: Cell[][] = [];
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    const count = Math.min(chunk.rowCount, maxRows - rows.length);
    const columns = Array.from({ length: chunk.columnCount }, (_, index) => readColumn(chunk.getColumnVector(index)));
    for (let row = 0; row < count; row += 1) rows.push(columns.map(values => values[row] ?? null));
    if (chunk.rowCount > count) return { rows, truncated: true };
  }
  return { rows, truncated: false };
}
