import { hostFunction, text, type Value } from '../template/index.ts';
import { NamedMembers } from './named-members.ts';
import { responseObject } from './response.ts';
import { emptyTable, TableObject } from './table.ts';

/** `store_result`, `load_result` and their kin: results of statements by name, one store per node. */
export function* resultMembers(): Generator<readonly [string, Value]> {
  const results = new Map<string, Value>();
  const store = (name: string, response: Value, table: Value): Value => {
    const data = table instanceof TableObject ? table.rowValues.map(row => [...row]) : [];
    results.set(name, new NamedMembers('AttrDict', new Map<string, Value>(Object.entries({ response, data, table }))));
    return '';
  };
  yield [
    'store_result',
    hostFunction('store_result', ['name', 'response', 'agate_table?'], (name, response, table) =>
      store(text(name ?? null), response ?? null, table ?? emptyTable()),
    ),
  ];
  yield [
    'store_raw_result',
    hostFunction(
      'store_raw_result',
      ['name', 'message?', 'code?', 'rows_affected?', 'agate_table?'],
      (name, message, code, rows, table) => store(text(name ?? null), rawResponse(message, code, rows), table ?? emptyTable()),
    ),
  ];
  yield ['load_result', hostFunction('load_result', ['name'], name => results.get(text(name ?? null)) ?? null)];
}

const rawResponse = (message: Value | undefined, code: Value | undefined, rows: Value | undefined): Value =>
  responseObject({
    message: text(message ?? 'OK'),
    code: text(code ?? ''),
    rows: /^-?\d+$/.test(text(rows ?? '')) ? Number(text(rows ?? '')) : -1,
  });
