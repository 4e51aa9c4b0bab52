import { item } from '../template/value/access.ts';
import { text } from '../template/value/print.ts';
import { Undefined } from '../template/value/undefined.ts';
import type { Value } from '../template/value.ts';

interface ContractColumn {
  readonly name: string;
  readonly type: string;
}

/** What a model's contract promises against what its SQL gives: one line per column that differs. */
export function contractMessage(yamlColumns: readonly Value[], sqlColumns: readonly Value[]): string {
  const promised = yamlColumns.map(readColumn);
  const found = sqlColumns.map(readColumn);
  const lines = [
    ...promised.map(column => promisedLine(column, find(found, column))),
    ...found.filter(column => !find(promised, column)).map(column => line(column.name, column.type, '', 'missing in contract')),
  ].filter(each => each !== null);
  const header = line('column_name', 'definition_type', 'contract_type', 'mismatch_reason');
  const table = lines.length === 0 ? [] : [header, '| --- | --- | --- | --- |', ...lines];
  return [
    'This model has an enforced contract that failed: its SQL gives other columns than its YAML promises.',
    '',
    ...table,
  ].join('\n');
}

function promisedLine(promised: ContractColumn, found: ContractColumn | undefined): string | null {
  if (!found) return line(promised.name, '', promised.type, 'missing in definition');
  const same = promised.type.toLowerCase() === found.type.toLowerCase();
  return same ? null : line(promised.name, found.type, promised.type, 'data type mismatch');
}

const line = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const find = (columns: readonly ContractColumn[], wanted: ContractColumn): ContractColumn | undefined =>
  columns.find(column => column.name.toLowerCase() === wanted.name.toLowerCase());

function readColumn(column: Value): ContractColumn {
  const read = (name: string): string => {
    const value = item(column, name);
    return value instanceof Undefined || value === null ? '' : text(value);
  };
  return { name: read('name'), type: read('data_type') };
}
