import type { DuckDBConnection } from '@duckdb/node-api';
import type { InputRelation } from '../../src/sql/lineage/environment.ts';
import type { StatementLineage } from '../../src/sql/lineage/statement-lineage.ts';
import type { LineageCase } from './lineage-case.ts';

/**
 * An independent check of lineage. A statement is run, then again with one column of one table replaced. What changes must be what
 * the lineage names: where the column filters, anything may change; else only the columns that come from it.
 */
export interface ExecutionCheck {
  /** Of pairs of a statement and a column of a table. */
  readonly runs: number;
  /** Edges from an input to an output column, and those of them that some run has shown. */
  readonly edges: number;
  readonly shown: number;
  /** What changed without being named, a line each. */
  readonly wrong: readonly string[];
}

export async function checkByExecution(
  connection: DuckDBConnection,
  cases: readonly { readonly one: Pick<LineageCase, 'name' | 'sql'>; readonly lineage: StatementLineage }[],
  tables: ReadonlyMap<string, InputRelation>,
): Promise<ExecutionCheck> {
  const shown = new Set<string>();
  const edges = new Set<string>();
  const wrong: string[] = [];
  let runs = 0;
  for (const { one, lineage } of cases) {
    const before = await result(connection, one.sql);
    if (before.length !== lineage.columns?.length)
      wrong.push(`${one.name}: ${before.length} columns, of which lineage has ${lineage.columns?.length}`);
    for (const { id, columns } of tables.values()) {
      for (const { name, type } of columns) {
        const reads = readsOf(lineage, id, name);
        for (const index of reads.from) edges.add(edge(one.name, id, name, index));
        if (!mentions(one.sql, id) || (!mentions(one.sql, name) && reads.from.size === 0 && !one.sql.includes('*'))) continue;
        for (const value of [`null::${type}`, other(name, type ?? 'VARCHAR')]) {
          runs += 1;
          const after = await replaced(connection, { table: id, column: name, value }, one.sql);
          if (after === null) continue;
          const changed = before.flatMap((values, i) => (values === after[i] ? [] : [i]));
          for (const i of changed) shown.add(edge(one.name, id, name, i));
          if (reads.filters) continue;
          for (const i of changed)
            if (!reads.from.has(i))
              wrong.push(`${one.name}: \`${id}.${name}\` = ${value} changes \`${lineage.columns?.[i]?.name}\``);
        }
      }
    }
  }
  return { runs, edges: edges.size, shown: [...edges].filter(key => shown.has(key)).length, wrong };
}

const edge = (name: string, table: string, column: string, index: number): string => `${name}: ${table}.${column} > ${index}`;

/** Output columns that are named with the input, or that are not known and so may depend on anything. */
function readsOf({ columns, filters }: StatementLineage, node: string, column: string) {
  const isIt = (one: { readonly node: string; readonly column: string }): boolean => one.node === node && one.column === column;
  const from = (columns ?? []).flatMap((output, i) => (output.from === null || output.from.some(isIt) ? [i] : []));
  return { from: new Set(from), filters: filters.some(isIt) };
}

const mentions = (sql: string, word: string): boolean => new RegExp(`\\b${word}\\b`, 'i').test(sql);

/** Another value of the same type in each row. */
function other(name: string, type: string): string {
  if (/\[\]$/.test(type)) return `list_append("${name}", 'other')`;
  if (/INT|DECIMAL|DOUBLE|FLOAT/.test(type)) return `(("${name}" * 3 + 7) % 89)::${type}`;
  if (type === 'DATE') return `("${name}" - 40)::DATE`;
  if (type.startsWith('TIMESTAMP')) return `"${name}" - interval 40 day`;
  if (type === 'BOOLEAN') return `not "${name}"`;
  return type === 'JSON' ? `'{"k": {"n": 7}}'::JSON` : `reverse("${name}") || '~'`;
}

/** Each column's values in no order, as text. */
async function result(connection: DuckDBConnection, sql: string): Promise<readonly string[]> {
  const reader = await connection.runAndReadAll(sql);
  const columns = reader.getColumns();
  return reader.columnNames().map((_, i) => (columns[i] ?? []).map(valueText).sort().join('\n'));
}

/** Sums of floating point numbers depend on their order. */
const valueText = (value: unknown): string => (typeof value === 'number' ? value.toPrecision(9) : String(value));

/** Null when the statement fails with the other value, such as a text that is no number. */
async function replaced(
  connection: DuckDBConnection,
  { table, column, value }: { readonly table: string; readonly column: string; readonly value: string },
  sql: string,
): Promise<readonly string[] | null> {
  // A common table of the same name would hide the view, so the table itself is exchanged for it.
  await connection.run(`alter table "${table}" rename to "${table}__kept"`);
  await connection.run(`create view "${table}" as select * replace (${value} as "${column}") from "${table}__kept"`);
  try {
    return await result(connection, sql);
  } catch {
    return null;
  } finally {
    await connection.run(`drop view "${table}"`);
    await connection.run(`alter table "${table}__kept" rename to "${table}"`);
  }
}
