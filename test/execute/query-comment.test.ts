import fc from 'fast-check';
import { expect, it } from 'vitest';
import { WarehouseError } from '../../src/adapter/error.ts';
import { commentedWarehouse, type QueryComment } from '../../src/execute/query-comment.ts';
import type { Sql } from '../../src/sql/relation.ts';
import { never, open } from '../adapter/duckdb.ts';

const tag = { invocation: 'i', node: 'model.shop.a' };

async function sessionWith(comment: QueryComment | null) {
  const opened = await open();
  const session = await commentedWarehouse(opened.warehouse, async () => comment).session({ tag, signal: never });
  const ask = async (sql: string): Promise<unknown> => (await session.query(sql as Sql, {}, never)).rows[0]?.[0];
  const close = async (): Promise<void> => {
    await session.close();
    await opened.close();
  };
  return { session, ask, close };
}

it.each([
  [{ text: 'who', place: 'before' }, '/* who */\nselect current_query()'],
  [{ text: 'who', place: 'after' }, 'select current_query()\n/* who */'],
  [{ text: ' ', place: 'before' }, 'select current_query()'],
  [null, 'select current_query()'],
] as const)('%o is sent along', async (comment, sent) => {
  const { ask, close } = await sessionWith(comment);
  expect(await ask('select current_query()')).toBe(sent);
  await close();
});

it('no comment can reach the statement, and no statement that ends in a comment swallows it', async () => {
  const { warehouse, close } = await open();
  const part = fc.constantFrom('*/', '/*', '*', '/', '\n', '--', "'", ';', '\0', 'x', '$$');
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 8 }), fc.constantFrom('before', 'after'), async (parts, place) => {
      const comment = { text: parts.join(''), place } as const;
      const session = await commentedWarehouse(warehouse, async () => comment).session({ tag, signal: never });
      const { rows } = await session.query('select 42 -- the answer' as Sql, {}, never);
      await session.close();
      return rows.length === 1 && rows[0]?.[0] === 42;
    }),
    { numRuns: 60 },
  );
  await close();
});

it.each(['before', 'after'] as const)(
  'a mistake is told at its place in the bare statement, with a comment %s it',
  async place => {
    const { session, close } = await sessionWith({ text: 'a\nb', place });
    const sql = 'select 1,\n  nothing_here';
    const error = await session.run({ sql: sql as Sql, kind: 'dml', repeatable: false }, never).catch((one: unknown) => one);
    expect(error).toBeInstanceOf(WarehouseError);
    expect((error as WarehouseError).offset).toBe(sql.indexOf('nothing_here'));
    await close();
  },
);
