import { dictEntries } from '../method/dict.ts';
import { sorted } from '../method/list.ts';
import { TemplateError } from '../template.ts';
import { OneShot, PySet } from '../value/collection.ts';
import { items } from '../value/iterate.ts';
import { isTrue } from '../value/truth.ts';
import { typeName } from '../value/type-name.ts';
import { Undefined } from '../value/undefined.ts';
import { HostObject, Tuple, type Value } from '../value.ts';
import { asIs, attributePaths, comparisonKey, ignoringCase } from './attribute-path.ts';
import { type Input, undefinedFilterTable } from './table.ts';

type Argument = Value | undefined;

function directionOf(reverse: Argument): 'ascending' | 'descending' {
  return reverse !== undefined && isTrue(reverse) ? 'descending' : 'ascending';
}

function sort({ value, kind }: Input, reverse: Argument, caseSensitive: Argument, attribute: Argument): Value {
  const finish = caseSensitive !== undefined && isTrue(caseSensitive) ? asIs : ignoringCase;
  // Keys are tuples, whose order looks for the first difference: equal items need not be orderable.
  const single = (item: Value) => Tuple.of(finish(item));
  const keyOf = attribute === undefined || attribute === null ? single : attributePaths(attribute, kind, finish);
  return sorted(items(value), keyOf, directionOf(reverse));
}

function dictsort({ value }: Input, caseSensitive: Argument, by: Argument, reverse: Argument): Value {
  if (by !== undefined && by !== 'key' && by !== 'value') {
    throw new TemplateError('other', 'You can only sort by either "key" or "value"');
  }
  if (value instanceof Undefined) value.fail();
  if (!(value instanceof Map || value instanceof HostObject)) {
    throw new TemplateError('type', `'${typeName(value)}' object has no attribute 'items'`);
  }
  const finish = caseSensitive !== undefined && isTrue(caseSensitive) ? asIs : ignoringCase;
  const pairs: Value[] = Array.from(dictEntries(value), ([key, entry]) => Tuple.of(key, entry));
  const place = by === 'value' ? 1 : 0;
  return sorted(pairs, pair => finish((pair as Tuple)[place] as Value), directionOf(reverse));
}

function unique({ value, kind }: Input, caseSensitive: Argument, attribute: Argument): Value {
  const keyOf = comparisonKey(attribute, caseSensitive, kind);
  return new OneShot(
    (function* () {
      const seen = new PySet();
      for (const item of items(value)) {
        const key = keyOf(item);
        if (seen.has(key)) continue;
        seen.add(key);
        yield item;
      }
    })(),
  );
}

export const orderFilters = undefinedFilterTable({
  dictsort: [['case_sensitive?', 'by?', 'reverse?'], dictsort],
  sort: [['reverse?', 'case_sensitive?', 'attribute?'], sort],
  unique: [['case_sensitive?', 'attribute?'], unique],
});
