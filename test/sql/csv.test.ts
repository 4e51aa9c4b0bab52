import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CsvRecord, csvRecordLists, csvRecords } from '../../src/sql/csv.ts';
import { csvColumnNames } from '../../src/sql/csv-column-name.ts';
import { csvColumnTypes } from '../../src/sql/csv-type.ts';

test('records keep quotes, line breaks and empty values, and know their lines', () => {
  expect([...csvRecords('\ufeffa,b\r\n1,"x ""y"",\nz"\r\n\n,\n"",2', ',')]).toEqual([
    { line: 1, values: ['a', 'b'], flaw: null },
    { line: 2, values: ['1', 'x "y",\nz'], flaw: null },
    { line: 5, values: ['', ''], flaw: null },
    { line: 6, values: ['', '2'], flaw: null },
  ]);
  expect([...csvRecords('a,b\r1,"x\ry"\r2,z', ',')].map(({ line, values }) => [line, ...values])).toEqual([
    [1, 'a', 'b'],
    [2, '1', 'x\ry'],
    [4, '2', 'z'],
  ]);
  expect([...csvRecords('a||b\n1|2||3', '||')].map(record => record.values)).toEqual([
    ['a', 'b'],
    ['1|2', '3'],
  ]);
  expect([...csvRecords('', ',')]).toEqual([]);
});

test('records know what is wrong with their quotes', () => {
  expect([...csvRecords('a,b\n"x" y,1\nx "y" z,"1" \n2,"z\n3,4', ',')]).toEqual([
    { line: 1, values: ['a', 'b'], flaw: null },
    { line: 2, values: ['x y', '1'], flaw: 'text-behind-quote' },
    { line: 3, values: ['x "y" z', '1 '], flaw: null },
    { line: 4, values: ['2', 'z\n3,4'], flaw: 'open-quote' },
  ]);
});

test('columns that share a name get a number, columns without one a letter', () => {
  expect(csvColumnNames(['a', 'A', ' a', 'a', '', 'b', 'naïve'])).toEqual(['a', 'A_2', ' a', 'a_3', 'e', 'b', 'naïve']);
  expect(csvColumnNames(Array.from({ length: 28 }, () => '')).slice(25)).toEqual(['z', 'aa', 'bb']);
});

/** What dbt's own seeds were seen to become, but for those that it then failed to load. */
test.each([
  [['true', 'FALSE', ''], 'boolean'],
  [['t', 'f'], 'string'],
  [['yes', 'no'], 'string'],
  [['true', '1'], 'string'],
  [['007', '-5', '+1'], 'integer32'],
  [['0', '1'], 'integer32'],
  [['1.0', '2.0'], 'integer32'],
  [['1e5', '2'], 'integer32'],
  [['20240101'], 'integer32'],
  [['3000000000'], 'integer64'],
  [['99999999999999999999'], 'integer128'],
  [['1,000', '2'], 'string'],
  [['1', 'N/A'], 'string'],
  [['1', 'null'], 'string'],
  [['1.5', '2'], 'float'],
  [[' 1.5', ' 2 '], 'float'],
  [[' 007 ', '12 '], 'integer32'],
  [[' true '], 'string'],
  [['.5', '1.'], 'float'],
  [['NaN', '1'], 'string'],
  [['2024-01-01', '2024-1-2', ''], 'date'],
  [['2024-02-30', '2024-01-01'], 'string'],
  [['2024/01/01'], 'string'],
  [['01/02/2024'], 'string'],
  [['1', '2024-01-01'], 'string'],
  [['2024-01-01 10:00:00'], 'timestamp'],
  [['2024-01-01 10:00:00.123'], 'string'],
  [['2024-01-01T10:00:00.123', '2024-01-01T10:00:00Z', '2024-01-01T10:00:00+02:00'], 'timestamp'],
  [['2024-01-01 10:00:00', '2024-01-01T10:00:00'], 'string'],
  [['2024-01-01', '2024-01-01 10:00:00'], 'string'],
  [['10:00:00'], 'string'],
  [['', ''], 'integer32'],
])('%j is %s', (values, expected) => {
  const text = ['k,"a b"', ...values.map(value => `x,"${value}"`)].join('\n');
  const type = csvColumnTypes(text, { delimiter: ',', nulls: 'empty' }).get('a b');
  expect(type?.kind === 'integer' ? `integer${type.bits}` : type?.kind).toBe(expected);
});

test('a large file of one column is read in one pass', () => {
  const text = `n\n${'1\n'.repeat(200_000)}`;
  expect(csvColumnTypes(text, { delimiter: ',', nulls: 'empty' }).get('n')).toEqual({ kind: 'integer', bits: 32 });
});

test('where the word null is no value, it fits every type', () => {
  const types = csvColumnTypes('a,b\n1,null\nNull,NULL\n', { delimiter: ',', nulls: 'empty-or-word' });
  expect([...types.values()].map(type => type.kind)).toEqual(['integer', 'integer']);
});

test('a file in pieces has the records of the whole', async () => {
  const line = fc
    .array(fc.constantFrom('a', '"', '""', ',', '\n', '\r\n', ' ', 'é', '"x\ny"'), { maxLength: 12 })
    .map(parts => parts.join(''));
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 6 }), fc.integer({ min: 1, max: 9 }), async (lines, size) => {
      const text = `\ufeff${lines.join('\n')}`;
      const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, at) => text.slice(at * size, (at + 1) * size));
      const found: CsvRecord[] = [];
      for await (const records of csvRecordLists(asyncOf(pieces), ',')) found.push(...records);
      expect(found).toEqual([...csvRecords(text, ',')]);
    }),
  );
});

async function* asyncOf<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}
