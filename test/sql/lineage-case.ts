import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startParser } from '../../src/lineage/parser.ts';
import { readSql } from '../../src/lineage/read-sql.ts';
import { dialectRules } from '../../src/sql/lineage/dialect-rules.ts';
import type { InputRelation } from '../../src/sql/lineage/environment.ts';
import { type StatementLineage, statementLineage } from '../../src/sql/lineage/statement-lineage.ts';

/**
 * One statement of `test/sql/lineage/<dialect>.sql`: a line `-- <name>`, the statement up to `;`, and where somebody wrote them by hand,
 * lines `--> column <- input, input (how)`, `--> * filters: input, input` and `--> * not all columns`.
 */
export interface LineageCase {
  readonly dialect: string;
  readonly name: string;
  readonly sql: string;
  /** Null when nothing is written by hand. */
  readonly expected: readonly string[] | null;
}

/** `lineage`: edges that were read when the tool had told them. `lineage-by-hand`: edges that were written before it was asked. */
const folder = (name: 'lineage' | 'lineage-by-hand'): string => new URL(`./${name}/`, import.meta.url).pathname;

export const lineageCases = (): readonly LineageCase[] => [...casesIn(folder('lineage')), ...casesIn(folder('lineage-by-hand'))];

const casesIn = (path: string): readonly LineageCase[] =>
  readdirSync(path)
    .filter(name => name.endsWith('.sql'))
    .sort()
    .flatMap(name => casesOf(name.replace('.sql', ''), readFileSync(join(path, name), 'utf8')));

function casesOf(dialect: string, text: string): readonly LineageCase[] {
  return text
    .split(/^-- (?=\S)/m)
    .slice(1)
    .map(part => {
      const [name = '', ...lines] = part.trimEnd().split('\n');
      const expected = lines.filter(line => line.startsWith('--> ')).map(line => line.slice(4));
      const sql = lines.filter(line => !line.startsWith('-->')).join('\n');
      return { dialect, name, sql: sql.trim().replace(/;$/, ''), expected: expected.length === 0 ? null : expected };
    });
}

/** `orders: id INTEGER, amount DECIMAL(10,2)`; a table of which not all columns are known has `...` at its end. */
function inputTables(text: string): ReadonlyMap<string, InputRelation> {
  return new Map(
    text
      .split('\n')
      .filter(line => line.includes(':'))
      .map(line => {
        const [name = '', columns = ''] = line.split(/:\s*/);
        const parts = columns.split(/,\s*(?![^(]*\))/).filter(part => part !== '');
        const known = parts.filter(part => part !== '...');
        const list = known.map(part => {
          const [column = '', ...type] = part.split(' ');
          return { name: column, exact: false, type: type.length === 0 ? null : type.join(' ') };
        });
        return [name.trim(), { id: name.trim(), columns: list, complete: known.length === parts.length }];
      }),
  );
}

export const caseTables = inputTables(readFileSync(join(folder('lineage'), 'tables.txt'), 'utf8'));

/** Works out lineage of many statements with one parser. */
export async function lineages(
  statements: readonly Pick<LineageCase, 'sql' | 'dialect'>[],
  tables: ReadonlyMap<string, InputRelation>,
): Promise<readonly StatementLineage[]> {
  const parser = startParser();
  try {
    return await Promise.all(
      statements.map(async ({ sql, dialect }) => {
        const rules = dialectRules(dialect);
        if (rules === null) throw new Error(`no dialect ${dialect}`);
        const relation = (path: readonly { readonly text: string }[]) =>
          tables.get(path.at(-1)?.text.toLowerCase() ?? '') ?? null;
        return statementLineage(await readSql(sql, rules.parser, parser), { rules, relation, commonTable: () => null });
      }),
    );
  } finally {
    await parser.close();
  }
}

/** As the lines of a case have it. `copied` and `renamed` can be seen from the names, so they are not written. */
export function lineageLines({ columns, complete, filters }: StatementLineage): readonly string[] {
  if (columns === null) return ['* not understood'];
  const lines = columns.map(({ name, from }) => {
    if (from === null) return `${name} <- not known`;
    const inputs = from.map(
      ({ node, column, how }) => `${node}.${column}${how === 'copied' || how === 'renamed' ? '' : ` (${how})`}`,
    );
    return `${name} <- ${inputs.join(', ')}`.trim();
  });
  const filtering = filters.map(({ node, column }) => `${node}.${column}`);
  return [
    ...lines,
    ...(filtering.length === 0 ? [] : [`* filters: ${filtering.join(', ')}`]),
    ...(complete ? [] : ['* not all columns']),
  ];
}
