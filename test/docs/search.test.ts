import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { columnTable } from '../../src/docs/column-table.ts';
import { packNodes } from '../../src/docs/pack.ts';
import type { NodeDetail } from '../../src/docs/page-data.ts';
import { columnIndex } from '../../src/docs/site/column-index.ts';
import { createSearch, matchParts, nameIndex } from '../../src/docs/site/search.ts';
import { meant, vocabulary } from '../../src/docs/site/typo.ts';
import { unpackNodes } from '../../src/docs/site/unpack.ts';
import { readAscending, readVarints } from '../../src/docs/site/varint.ts';
import { ascendingVarints, varints } from '../../src/docs/varint.ts';
import { wordIndex } from '../../src/docs/words.ts';
import { summary } from './summary.ts';

const nodes = [
  summary('stg_orders'),
  summary('orders'),
  summary('unique orders', { kind: 'test' }),
  summary('customers'),
  summary('hidden_orders', { visibility: 'unlisted' }),
];

const detail = (columns: readonly string[], more: Partial<NodeDetail> = {}): NodeDetail =>
  ({
    description: '',
    path: '',
    relationName: null,
    owner: null,
    code: null,
    tags: [],
    facts: [],
    meta: [],
    arguments: [],
    columns: columns.map(name => ({ name, description: '', tags: [], meta: [] })),
    ...more,
  }) as unknown as NodeDetail;

const details = [
  detail(['order_id', 'customer_id', 'net_amount']),
  detail([], { description: 'One row each.', code: "select coalesce(x, 1) from {{ ref('walnut_base') }}" }),
  detail([]),
  detail([], { description: 'Everyone who ever bought tea from us.', tags: ['pii'] }),
  detail(['order_id']),
];

const names = nameIndex(nodes);
const search = createSearch({
  nodes,
  names,
  columns: columnIndex(columnTable(details), nodes.length),
  words: wordIndex(details, names.labels),
});
const found = (query: string) => search(query).hits.map(hit => nodes[hit.index]?.label);

describe('search', () => {
  test('the exact name comes first, tests last, unlisted nodes never', () => {
    expect(found('orders')).toEqual(['orders', 'stg_orders', 'unique orders']);
  });

  test('columns, tags, descriptions and code are searched, whatever the case', () => {
    expect(found('CUSTOMER_ID')).toEqual(['stg_orders']);
    expect(search('customer_id').hits[0]?.why).toEqual({ column: 'customer_id' });
    expect(search('pii').hits).toMatchObject([{ index: 3, why: 'facts' }]);
    expect(search('bought').hits).toMatchObject([{ index: 3, why: 'description' }]);
    expect(search('coalesce').hits).toMatchObject([{ index: 1, why: 'code' }]);
    expect(search('walnut').hits).toMatchObject([{ index: 1, why: 'code' }]);
  });

  test('every word has to be found', () => {
    expect(found('stg customer')).toEqual(['stg_orders']);
    expect(found('stg tea')).toEqual([]);
    expect(found('  ')).toEqual([]);
  });

  test.each([
    ['custmer_id', 'customer_id', ['stg_orders']],
    ['ordres', 'orders', ['orders', 'stg_orders', 'unique orders']],
    ['bougth', 'bought', ['customers']],
    ['amount_net', 'amount net', ['stg_orders']],
    ['amuont_nett', 'amount net', ['stg_orders']],
  ])('%s means %s', (typed, terms, labels) => {
    expect(search(typed).terms.join(' ')).toBe(terms);
    expect(found(typed)).toEqual(labels);
  });

  test('what is nothing like any word finds nothing', () => {
    expect(found('zebra')).toEqual([]);
    expect(found('.')).toHaveLength(4);
    expect(found('_-_')).toEqual([]);
  });

  test('names are searched before the rest is there', () => {
    const early = createSearch({ nodes, names, columns: null, words: null });
    expect(early('cust').hits.map(hit => hit.index)).toEqual([3]);
  });

  test('matches are cut out of a text', () => {
    expect(matchParts('stg_Orders.id', ['orders', 'i'])).toEqual(['stg_', 'Orders', '.', 'i', 'd']);
    expect(matchParts('a(b', ['('])).toEqual(['a', '(', 'b']);
  });

  test('any query is answered, and each hit has a word of it', () => {
    fc.assert(
      fc.property(fc.string(), query => {
        const { hits, terms } = search(query);
        expect(hits.length === 0 || terms.length > 0).toBe(true);
      }),
    );
  });
});

test('one slip in a word still means it', () => {
  const known = vocabulary(['customer', 'lifetime', 'shipment', 'warehouse']);
  const word = fc.constantFrom(...known.words);
  const slip = fc.tuple(word, fc.nat(20), fc.constantFrom('drop', 'double', 'swap')).map(([text, at, kind]) => {
    const place = 1 + (at % (text.length - 2));
    const [before, one, two, after] = [text.slice(0, place), text[place], text[place + 1], text.slice(place + 2)];
    const changed = {
      drop: `${before}${two}${after}`,
      double: `${before}${one}${one}${two}${after}`,
      swap: `${before}${two}${one}${after}`,
    };
    return [text, changed[kind as keyof typeof changed]] as const;
  });
  fc.assert(
    fc.property(slip, ([text, typed]) => {
      expect(meant(typed, known)[0]).toBe(text);
    }),
  );
});

describe('what the page unpacks is what was packed', () => {
  const read = (text: string, by: typeof readVarints): readonly number[] => {
    const numbers: number[] = [];
    by(text, number => numbers.push(number));
    return numbers;
  };

  test('numbers', () => {
    fc.assert(
      fc.property(fc.array(fc.nat()), numbers => {
        expect(read(varints(numbers), readVarints)).toEqual(numbers);
      }),
    );
    const ascending = fc.uniqueArray(fc.nat()).map(numbers => numbers.sort((a, b) => a - b));
    fc.assert(
      fc.property(ascending, numbers => {
        expect(read(ascendingVarints(numbers), readAscending)).toEqual(numbers);
      }),
    );
  });

  test('summaries', () => {
    const text = fc.string();
    const node = fc.record({
      label: text,
      packageName: text,
      summary: text,
      database: fc.option(text),
      parent: fc.nat(3),
      kind: fc.constantFrom('model', 'test'),
    });
    fc.assert(
      fc.property(fc.array(node), list => {
        const packed = list.map(({ label, packageName, summary: said, database, parent, kind }) =>
          summary(label, {
            packageName,
            summary: said,
            kind: kind as 'model' | 'test',
            parents: Array.from({ length: parent }, (_, at) => at),
            about: parent === 0 ? null : parent,
            folders: parent === 2 ? ['a', 'b/c'] : [],
            place: kind === 'test' ? null : { database, schema: packageName, name: parent === 1 ? 'other' : label },
            visibility: parent === 3 ? 'unlisted' : 'listed',
          }),
        );
        expect(unpackNodes(packNodes(packed))).toEqual(packed);
      }),
    );
  });
});
