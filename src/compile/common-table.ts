import type { NodeId } from '../manifest/id.ts';
import { type Lexis, tokens } from '../sql/token.ts';
import type { SourceSegment } from './compiled.ts';

/** An ephemeral parent as it stands in its children: ` __dbt__cte__stg as (\n…\n)`. */
export interface CommonTable {
  readonly id: NodeId;
  readonly sql: string;
  /** Where its text comes from, offsets counted from the start of `sql`; empty when no file has it. */
  readonly segments: readonly SourceSegment[];
}

/** Tables are named as dbt names them, since authors see the names in compiled SQL and in the warehouse's messages. */
export const commonTableName = (identifier: string): string => `__dbt__cte__${identifier}`;

export interface WithTables {
  readonly sql: string;
  /** Where text was put in, and how much: everything after it moved. */
  readonly at: number;
  readonly length: number;
  /** Where the text that was put in comes from, offsets counted in the whole. */
  readonly segments: readonly SourceSegment[];
}

/** Puts common table expressions in front: into the `with` that the text starts with, or a new one. */
export function withCommonTables(sql: string, tables: readonly CommonTable[], lexis: Lexis): WithTables {
  if (tables.length === 0) return { sql, at: 0, length: 0, segments: [] };
  const list = tables.map(table => table.sql).join(', ');
  const after = afterWith(sql, lexis);
  const inserted = after === null ? `with${list} ` : ` ${list},`;
  const offset = after ?? sql.length - sql.trimStart().length;
  return {
    sql: sql.slice(0, offset) + inserted + sql.slice(offset),
    at: offset,
    length: inserted.length,
    segments: segmentsOf(tables, offset + inserted.indexOf(list)),
  };
}

/** Of tables that are listed one after the other from there on. */
function segmentsOf(tables: readonly CommonTable[], start: number): readonly SourceSegment[] {
  const found: SourceSegment[] = [];
  let at = start;
  for (const { sql, segments } of tables) {
    for (const segment of segments) found.push({ ...segment, offset: at + segment.offset });
    at += sql.length + ', '.length;
  }
  return found;
}

/** Where the text's own common tables begin; null when it starts with no `with`. */
function afterWith(sql: string, lexis: Lexis): number | null {
  let end: number | null = null;
  for (const token of tokens(sql, lexis)) {
    if (token.kind === 'space' || token.kind === 'comment') continue;
    const word = token.kind === 'word' ? sql.slice(token.start, token.end).toLowerCase() : '';
    if (end === null && word === 'with') end = token.end;
    else if (end !== null && word === 'recursive') return token.end;
    else return end;
  }
  return end;
}
