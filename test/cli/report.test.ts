import { expect, test } from 'vitest';
import { LiveRegion } from '../../src/cli/report/live.ts';
import { rowsJson, rowsText } from '../../src/cli/report/rows.ts';
import type { Column, Row } from '../../src/sql/relation.ts';

function region(columns: number) {
  const written: string[] = [];
  const size = { columns };
  return { written, size, live: new LiveRegion({ write: text => written.push(text) }, () => size.columns) };
}

test('what is drawn live takes itself back', () => {
  const { live, written } = region(40);
  live.show(['▸ orders', '0 of 2 done']);
  live.show(['▸ orders', '0 of 2 done']);
  live.show(['1 of 2 done']);
  live.clear();
  expect(written).toEqual(['▸ orders\n0 of 2 done\n', '\r\x1b[2A\x1b[J1 of 2 done\n', '\r\x1b[1A\x1b[J']);
});

test('lines that a narrower terminal has wrapped are taken back too, colours and wide letters counted as they are seen', () => {
  const { live, size, written } = region(40);
  live.show(['\x1b[36m▸\x1b[39m 123456789 12345', '表表表表表表']);
  size.columns = 10;
  live.clear();
  expect(written.at(-1)).toBe('\r\x1b[4A\x1b[J');
});

const columns: readonly Column[] = [
  { name: 'id', type: { kind: 'integer', bits: 64 } },
  { name: 'price', type: { kind: 'decimal', precision: 10, scale: 2 } },
  { name: 'name', type: { kind: 'text' } },
  { name: 'seen', type: { kind: 'list', item: { kind: 'integer', bits: 64 } } },
] as never;
const rows: readonly Row[] = [
  [9223372036854775807n, '1.50', 'hé "😀", y', [1, 9007199254740993n, null]],
  [2, null, 'a\nb', []],
];
const shown = (format: 'table' | 'json' | 'csv') =>
  ({ kind: 'rows', at: new Date(0), node: null, columns, rows, format }) as const;

test('JSON keeps numbers exact', () => {
  expect(rowsJson(columns, rows)).toBe(
    '[{"id":9223372036854775807,"price":1.50,"name":"hé \\"😀\\", y","seen":[1,9007199254740993,null]},{"id":2,"price":null,"name":"a\\nb","seen":[]}]',
  );
  expect(rowsText(shown('json'))).toContain('{\n  "show": [\n    {\n      "id": 9223372036854775807,\n      "price": 1.50,');
});

test('CSV quotes what needs it', () => {
  expect(rowsText(shown('csv'))).toBe(
    'id,price,name,seen\n9223372036854775807,1.50,"hé ""😀"", y","[1,9007199254740993,null]"\n2,,"a\nb",[]\n',
  );
});

test('a table keeps to the terminal and says what it leaves out', () => {
  expect(rowsText(shown('table'), 50)).toBe(`| ${'id'.padStart(19)} | price | name       |
| ${'-'.repeat(19)} | ----- | ---------- |
| 9223372036854775807 |  1.50 | hé "😀", y |
| ${'2'.padStart(19)} |  null | a␊b        |
1 more (--output json shows all): seen
`);
  expect(rowsText(shown('table')).split('\n')[0]).toMatch(/ seen +\|$/);
});
