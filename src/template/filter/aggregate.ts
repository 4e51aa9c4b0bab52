import { compare } from '../value/compare.ts';
import { items, iterate } from '../value/iterate.ts';
import { binary } from '../value/operator.ts';
import { undefinedHint } from '../value/undefined.ts';
import type { Value } from '../value.ts';
import { attributePath, comparisonKey, type KeyOf } from './attribute-path.ts';
import { type Input, undefinedFilterTable } from './table.ts';

type Argument = Value | undefined;

function extreme(input: Input, op: '<' | '>', keyOf: KeyOf): Value {
  const [first, ...rest] = items(input.value);
  if (first === undefined) return undefinedHint('No aggregated item, sequence was empty.', input.kind);
  let best = first;
  let bestKey = keyOf(first);
  for (const value of rest) {
    const key = keyOf(value);
    if (compare(op, key, bestKey)) [best, bestKey] = [value, key];
  }
  return best;
}

function sum({ value, kind }: Input, attribute: Argument, start: Argument): Value {
  const getter = attribute === undefined || attribute === null ? null : attributePath(attribute, { kind });
  let total: Value = start ?? 0;
  for (const item of iterate(value)) total = binary('+', total, getter ? getter(item) : item);
  return total;
}

const extremeParameters = ['case_sensitive?', 'attribute?'];

export const aggregateFilters = undefinedFilterTable({
  max: [extremeParameters, (input, exact, attribute) => extreme(input, '>', comparisonKey(attribute, exact, input.kind))],
  min: [extremeParameters, (input, exact, attribute) => extreme(input, '<', comparisonKey(attribute, exact, input.kind))],
  sum: [['attribute?', 'start?'], sum],
});
