import { countArgument } from '../method/argument.ts';
import { sorted } from '../method/list.ts';
import { TemplateError } from '../template.ts';
import { NamedTuple, OneShot } from '../value/collection.ts';
import { equals } from '../value/equal.ts';
import { items } from '../value/iterate.ts';
import { checkListLength } from '../value/limit.ts';
import { isTrue } from '../value/truth.ts';
import type { Value } from '../value.ts';
import { asIs, attributePath, ignoringCase } from './attribute-path.ts';
import { type Input, undefinedFilterTable } from './table.ts';

type Argument = Value | undefined;

function groupby({ value, kind }: Input, attribute: Value, fallback: Argument, caseSensitive: Argument): Value {
  const finish = caseSensitive !== undefined && isTrue(caseSensitive) ? asIs : ignoringCase;
  const getter = attributePath(attribute, { kind, fallback });
  const groups: { key: Value; first: Value; list: Value[] }[] = [];
  for (const item of sorted(items(value), entry => finish(getter(entry)), 'ascending')) {
    const key = finish(getter(item));
    const last = groups.at(-1);
    if (last && equals(last.key, key)) last.list.push(item);
    else groups.push({ key, first: getter(item), list: [item] });
  }
  return groups.map(({ first, list }) =>
    NamedTuple.withNames(
      new Map<string, Value>([
        ['grouper', first],
        ['list', list],
      ]),
    ),
  );
}

function* batches(values: readonly Value[], size: number, fill: Argument): Generator<Value, undefined> {
  for (let start = 0; start < values.length; start += size) {
    const batch = values.slice(start, start + size);
    while (fill !== undefined && fill !== null && batch.length < size) batch.push(fill);
    yield batch;
  }
}

function batch({ value }: Input, linecount: Value, fill: Argument): Value {
  const size = countArgument(linecount, 1);
  checkListLength(size);
  // jinja2 makes one batch of all when the count is below 1.
  return new OneShot(batches(items(value), size < 1 ? Number.MAX_SAFE_INTEGER : size, size < 1 ? null : fill));
}

function* slices(values: readonly Value[], count: number, fill: Argument): Generator<Value, undefined> {
  const perSlice = Math.floor(values.length / count);
  const withExtra = values.length % count;
  let start = 0;
  for (let index = 0; index < count; index++) {
    const end = start + perSlice + (index < withExtra ? 1 : 0);
    const slice = values.slice(start, end);
    if (fill !== undefined && fill !== null && index >= withExtra) slice.push(fill);
    yield slice;
    start = end;
  }
}

function slice({ value }: Input, count: Value, fill: Argument): Value {
  const wanted = countArgument(count, 1);
  checkListLength(wanted);
  if (wanted === 0) throw new TemplateError('other', 'integer division or modulo by zero');
  return new OneShot(slices(items(value), wanted, fill));
}

export const groupFilters = undefinedFilterTable({
  batch: [['linecount', 'fill_with?'], batch],
  groupby: [['attribute', 'default?', 'case_sensitive?'], groupby],
  slice: [['slices', 'fill_with?'], slice],
});
