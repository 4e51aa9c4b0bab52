import { TemplateError } from '../template.ts';
import type { Tuple, Value } from '../value.ts';
import { countOf, indexOf } from './list.ts';
import { methodTable } from './table.ts';

function index(tuple: Tuple, value: Value, start: Value | undefined, stop: Value | undefined): number {
  const found = indexOf(tuple, value, start, stop);
  if (found < 0) throw new TemplateError('other', 'tuple.index(x): x not in tuple');
  return found;
}

/** The methods of Python's tuple. */
export const tupleMethods = methodTable<Tuple>({
  count: [['value'], countOf],
  index: [['value', 'start?', 'stop?'], index],
});
