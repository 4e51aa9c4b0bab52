import type { QueryTag, Session, Warehouse } from '../adapter/adapter.ts';
import { WarehouseError } from '../adapter/error.ts';
import type { Sql } from '../sql/relation.ts';

/** What is sent along with each statement, for whoever looks at the warehouse's log. */
export interface QueryComment {
  readonly text: string;
  readonly place: 'before' | 'after';
}

/** The same warehouse, whose sessions send a comment with each statement. `commentOf` is asked once per session; null: none. */
export const commentedWarehouse = (
  warehouse: Warehouse,
  commentOf: (tag: QueryTag) => Promise<QueryComment | null>,
): Warehouse => ({
  server: warehouse.server,
  catalog: warehouse.catalog,
  close: () => warehouse.close(),
  ...(warehouse.expect === undefined ? {} : { expect: warehouse.expect.bind(warehouse) }),
  ...(warehouse.lock === undefined ? {} : { lock: warehouse.lock.bind(warehouse) }),
  session: async options => {
    const comment = await commentOf(options.tag);
    const session = await warehouse.session(options);
    return comment === null || comment.text.trim() === '' ? session : commentedSession(session, comment);
  },
});

function commentedSession(session: Session, { text, place }: QueryComment): Session {
  const comment = `/* ${harmless(text)} */`;
  const lead = place === 'before' ? `${comment}\n` : '';
  // A line of its own, since the statement may end in a comment; before the semicolon it would be a statement by itself.
  const with_ = (sql: Sql): Sql => (place === 'before' ? lead + sql : `${sql.replace(/[;\s]+$/, '')}\n${comment}`) as Sql;
  return {
    run: (statement, signal) => bare(lead.length, () => session.run({ ...statement, sql: with_(statement.sql) }, signal)),
    query: (sql, options, signal) => bare(lead.length, () => session.query(with_(sql), options, signal)),
    transaction: body => session.transaction(body),
    close: () => session.close(),
  };
}

/** Nothing in it can end the comment or, where comments nest, open another one. */
const harmless = (text: string): string => text.replaceAll('\0', '').replace(/\*(?=\/)|\/(?=\*)/g, '$& ');

/** Errors tell their place in the statement as it was before the comment. */
async function bare<T>(lead: number, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof WarehouseError) || error.offset === null || lead === 0) throw error;
    const offset = error.offset - lead;
    throw new WarehouseError({ ...error, message: error.message, offset: offset < 0 ? null : offset }, { cause: error.cause });
  }
}
