import type { AdapterPlugin, QueryResult, Session, Statement, Stats, Warehouse } from '../adapter/adapter.ts';
import type { Capabilities } from '../adapter/capabilities.ts';
import { WarehouseError } from '../adapter/error.ts';
import { renderStep } from '../adapter/render.ts';
import type { PlainStep, Step } from '../adapter/step.ts';
import type { WarehousePort } from '../context/port.ts';
import { leftoverOf } from '../materialize/aside.ts';
import type { Column, RelationName, Sql } from '../sql/relation.ts';
import { refuseKeys } from './duplicate-key.ts';
import { warehouseErrorOf } from './failure.ts';
import { isQuestion } from './question.ts';
import type { Journal, RelationCache } from './relation-cache.ts';
import { withRetries } from './retry.ts';

/** One node's way to the warehouse: its session behind the cache that all nodes share. */
export interface NodePort extends WarehousePort {
  /**
   * Runs the steps in order, each `atomic` one as a transaction that is played again when another one won. Gives the number of
   * rows that the last writing step wrote; null when the warehouse does not say or nothing writes rows.
   */
  run(steps: readonly Step[]): Promise<number | null>;
  /** A question over the rows of whole tables, which a dry run tells instead of asking: then null. */
  ask(sql: Sql, limits: { readonly maxRows?: number }): Promise<QueryResult | null>;
  /** Asks for something of our own, in the session. */
  look(sql: Sql): Promise<QueryResult>;
  /** One transaction around `body`, played again on conflicts. `body` may be called several times. */
  atomically<T>(body: () => Promise<T>): Promise<T>;
  /** Looks in the warehouse at what has these names now, after statements that are not ours have run. */
  refresh(names: readonly RelationName[]): Promise<void>;
  /** What has been sent so far, whether it succeeded or not. */
  readonly sent: Sent;
  /** The statement that failed with this error; null when it was none of this node's. */
  statementOf(error: unknown): Sql | null;
}

export interface Sent {
  /** Statements of a plan. */
  readonly steps: boolean;
  /** Statements of the author's own that may change something: hooks, and what templates send besides questions. */
  readonly own: boolean;
}

export interface PortOptions {
  readonly adapter: AdapterPlugin;
  readonly warehouse: Warehouse;
  readonly session: Session;
  readonly capabilities: Capabilities;
  readonly cache: RelationCache;
  readonly onStatement: (statement: RanStatement) => void;
}

interface RanStatement {
  readonly sql: Sql;
  readonly elapsedMs: number;
  /** Null when the warehouse did not say. */
  readonly rows: number | null;
  /** `query`: a template or a test asked. `look`: we looked at columns. `check`: the plan asked. `hook`: the author's own. `step`: what the plan needs. */
  readonly origin: 'query' | 'look' | 'check' | 'hook' | 'step';
}

const writesRows: ReadonlySet<PlainStep['kind']> = new Set([
  'create-table',
  'write-file',
  'load-csv',
  'insert',
  'upsert',
  'merge',
  'replace-window',
  'write',
]);

export function nodePort(options: PortOptions, signal: AbortSignal): NodePort {
  const { adapter, cache, capabilities, session, warehouse } = options;
  const memory: Memory = { journal: null, hasOwnState: false, failed: new WeakMap(), sent: { steps: false, own: false } };
  const send = sender(options, memory, signal);

  const rendered = (step: PlainStep): readonly Statement[] => renderStep(adapter.dialect.render, step, capabilities);
  const apply = async (step: PlainStep, statements = rendered(step)): Promise<number | null> => {
    let rows: number | null = null;
    for (const statement of statements) {
      if (step.kind === 'assert-unique' || step.kind === 'assert-keys')
        return refuseKeys(step, await send.query(statement.sql, {}, 'check'));
      rows = await send.statement(statement, step.kind === 'hook' ? 'hook' : 'step');
    }
    if (step.kind === 'hook') memory.hasOwnState = true;
    await (memory.journal ?? cache.journal()).record(step);
    return writesRows.has(step.kind) ? rows : null;
  };
  const runStep = (step: Step): Promise<number | null> => {
    if (step.kind === 'atomic') return atomically(() => inOrder(step.steps, one => apply(one)));
    // Within a transaction a lost statement has lost all, so only the whole can be played again.
    if (memory.journal !== null) return apply(step);
    const statements = rendered(step);
    const repeatable = statements.every(statement => statement.repeatable);
    return withRetries(() => apply(step, statements), { repeatable }, signal);
  };
  const atomically = <T>(body: () => Promise<T>): Promise<T> => {
    if (memory.journal !== null || capabilities.transactions === 'none') return body();
    return withRetries(() => transaction({ session, cache, memory }, body), { repeatable: true }, signal);
  };
  const select = async (sql: Sql): Promise<readonly Column[]> =>
    (await send.query(adapter.dialect.limit(sql, 0), {}, 'look')).columns;

  return {
    capabilities,
    query: (sql, limits) => {
      memory.hasOwnState = true;
      return send.query(sql, limits, 'query');
    },
    ask: (sql, limits) => send.query(sql, limits, 'query'),
    look: sql => send.query(sql, {}, 'look'),
    relation: cache.relation,
    relations: cache.relations,
    schemas: cache.schemas,
    // Through the session, since the table may be its own or not yet committed.
    columns: name => columnsOf(name, { select, dialect: adapter.dialect }),
    describe: sql => (memory.hasOwnState || memory.journal !== null ? select(sql) : warehouse.catalog.describe(sql, signal)),
    apply: async step => {
      await apply(step);
    },
    atomically,
    run: async steps => {
      try {
        return await inOrder(steps, runStep);
      } catch (error) {
        if (memory.journal === null && !signal.aborted) await dropAsides(steps, { cache, apply }).catch(ignoreWarehouse);
        throw error;
      }
    },
    note: change => (memory.journal ?? cache.journal()).note(change),
    refresh: cache.refresh,
    sent: memory.sent,
    statementOf: error => {
      const said = warehouseErrorOf(error);
      return said === null ? null : (memory.failed.get(said) ?? null);
    },
  };
}

function ignoreWarehouse(error: unknown): void {
  if (!(error instanceof WarehouseError)) throw error;
}

interface Memory {
  /** Of the open transaction; null outside. */
  journal: Journal | null;
  /** Whether statements of the author's own may have changed what the session sees. */
  hasOwnState: boolean;
  readonly failed: WeakMap<WarehouseError, Sql>;
  readonly sent: { steps: boolean; own: boolean };
}

function sender({ session, onStatement }: PortOptions, memory: Memory, signal: AbortSignal) {
  const ran = (sql: Sql, stats: Stats, origin: RanStatement['origin']): void =>
    onStatement({ sql, elapsedMs: stats.elapsedMs, rows: stats.rows, origin });
  const noting = async <T>(sql: Sql, send: () => Promise<T>): Promise<T> => {
    try {
      return await send();
    } catch (error) {
      if (error instanceof WarehouseError) memory.failed.set(error, sql);
      throw error;
    }
  };
  return {
    statement: async (statement: Statement, origin: 'hook' | 'step'): Promise<number | null> => {
      memory.sent[origin === 'hook' ? 'own' : 'steps'] = true;
      const stats = await noting(statement.sql, () => session.run(statement, signal));
      ran(statement.sql, stats, origin);
      return stats.rows;
    },
    query: async (sql: Sql, limits: { readonly maxRows?: number }, origin: 'query' | 'look' | 'check') => {
      if (origin === 'query' && !isQuestion(sql)) memory.sent.own = true;
      const result = await noting(sql, () => session.query(sql, limits, signal));
      ran(sql, result.stats, origin);
      return result;
    },
  };
}

interface Transaction {
  readonly session: Session;
  readonly cache: RelationCache;
  readonly memory: Memory;
}

/** What is rolled back in the warehouse is taken back in the cache. */
async function transaction<T>({ session, cache, memory }: Transaction, body: () => Promise<T>): Promise<T> {
  const journal = cache.journal();
  memory.journal = journal;
  try {
    return await session.transaction(body);
  } catch (error) {
    journal.undo();
    throw error;
  } finally {
    memory.journal = null;
  }
}

interface Cleaning {
  readonly cache: RelationCache;
  readonly apply: (step: PlainStep) => Promise<number | null>;
}

/** What a failed plan has built aside, or begun to; what cannot be dropped now is swept by the next run. */
async function dropAsides(steps: readonly Step[], { cache, apply }: Cleaning): Promise<void> {
  const asides = new Map<string, RelationName>();
  for (const step of steps) {
    if (!('target' in step) || leftoverOf(step.target.name) === null || ('temporary' in step && step.temporary)) continue;
    asides.set(step.target.name, step.target);
  }
  if (asides.size === 0) return;
  await cache.refresh([...asides.values()]);
  for (const name of asides.values()) {
    const built = await cache.relation(name);
    if (built !== null) await apply({ kind: 'drop', target: built.name, is: built.kind, cascade: false });
  }
}

async function inOrder<S>(steps: readonly S[], run: (step: S) => Promise<number | null>): Promise<number | null> {
  let rows: number | null = null;
  for (const step of steps) rows = (await run(step)) ?? rows;
  return rows;
}

interface ColumnReader {
  readonly select: (sql: Sql) => Promise<readonly Column[]>;
  readonly dialect: AdapterPlugin['dialect'];
}

async function columnsOf(name: RelationName, { select, dialect }: ColumnReader): Promise<readonly Column[]> {
  try {
    return await select(`select * from ${dialect.relation(name)}` as Sql);
  } catch (error) {
    if (error instanceof WarehouseError && error.reason === 'missing') return [];
    throw error;
  }
}
