import { expect, test } from 'vitest';
import { columnDefinitions, tableConstraints } from '../../src/context/constraint.ts';
import { fromPlain } from '../../src/template/index.ts';

const quote = (name: string): string => `"${name}"`;

test('columns as a table with a contract lists them', () => {
  const columns = {
    id: { name: 'id', data_type: 'integer', constraints: [{ type: 'not_null' }, { type: 'primary_key' }] },
    day: { name: 'Day', quote: true, data_type: 'date', constraints: [{ type: 'check', expression: 'Day > current_date' }] },
    shop: { name: 'shop', data_type: 'text', constraints: [{ type: 'foreign_key', to: 'shops', to_columns: ['id'] }] },
    pen: { name: 'pen', data_type: 'text', constraints: [{ type: 'foreign_key', expression: 'pens (id)' }, { type: 'unique' }] },
    own: { name: 'own', data_type: 'text', constraints: [{ type: 'custom', expression: 'collate nocase' }] },
    bare: { name: 'bare', data_type: 'text', constraints: [] },
  };
  expect(columnDefinitions(fromPlain(columns), quote)).toEqual([
    'id integer not null primary key',
    '"Day" date check (Day > current_date)',
    'shop text references shops (id)',
    'pen text references pens (id) unique',
    'own text collate nocase',
    'bare text',
  ]);
});

test('constraints of the table', () => {
  const constraints = [
    { type: 'primary_key', name: 'key', columns: ['id', 'day'] },
    { type: 'unique', columns: ['day'] },
    { type: 'foreign_key', columns: ['shop'], to: 'shops', to_columns: ['id'] },
    { type: 'foreign_key', columns: ['shop'], expression: 'shops (id)' },
    { type: 'check', name: 'sane', expression: 'id > 0' },
    { type: 'custom', expression: 'exclude using gist (day with =)' },
    { type: 'check' },
  ];
  expect(tableConstraints(fromPlain(constraints))).toEqual([
    'constraint key primary key (id, day)',
    'unique (day)',
    'foreign key (shop) references shops (id)',
    'foreign key (shop) references shops (id)',
    'constraint sane check (id > 0)',
    'exclude using gist (day with =)',
  ]);
});
