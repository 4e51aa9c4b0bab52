import { TemplateError } from '../template.ts';
import { callSync } from '../value/call.ts';
import { order } from '../value/compare.ts';
import { equals } from '../value/equal.ts';
import { items } from '../value/iterate.ts';
import { checkListLength } from '../value/limit.ts';
import { repr } from '../value/print.ts';
import { isTrue } from '../value/truth.ts';
import type { Value } from '../value.ts';
import { countArgument, windowArguments } from './argument.ts';
import { methodTable } from './table.ts';

type Argument = Value | undefined;

/** The position of an equal item within `start` and `stop`, or -1. */
export function indexOf(list: readonly Value[], value: Value, start?: Argument, stop?: Argument): number {
  const [from, to] = windowArguments(list.length, start, stop);
  for (let index = from; index < to; index++) if (equals(list[index] as Value, value)) return index;
  return -1;
}

export function countOf(list: readonly Value[], value: Value): number {
  return list.filter(item => equals(item, value)).length;
}

function append(list: Value[], value: Value): null {
  checkListLength(list.length + 1);
  list.push(value);
  return null;
}

function extend(list: Value[], values: Value): null {
  const added = items(values);
  checkListLength(list.length + added.length);
  for (const value of added) list.push(value);
  return null;
}

function insert(list: Value[], index: Value, value: Value): null {
  checkListLength(list.length + 1);
  list.splice(countArgument(index, 0), 0, value);
  return null;
}

function pop(list: Value[], index: Argument): Value {
  if (list.length === 0) throw new TemplateError('other', 'pop from empty list');
  const position = countArgument(index, -1);
  const removed = list.splice(position < -list.length ? list.length : position, 1);
  if (removed.length === 0) throw new TemplateError('other', 'pop index out of range');
  return removed[0] as Value;
}

function remove(list: Value[], value: Value): null {
  const index = indexOf(list, value);
  if (index < 0) throw new TemplateError('other', 'list.remove(x): x not in list');
  list.splice(index, 1);
  return null;
}

function index(list: Value[], value: Value, start: Argument, stop: Argument): number {
  const found = indexOf(list, value, start, stop);
  if (found < 0) throw new TemplateError('other', `${repr(value)} is not in list`);
  return found;
}

/** A stable order of `values` by `keyOf`. With `descending`, equal items still keep their order, as in Python. */
export function sorted(values: readonly Value[], keyOf: (value: Value) => Value, direction: 'ascending' | 'descending'): Value[] {
  const keyed = values.map(value => ({ value, key: keyOf(value) }));
  const sign = direction === 'descending' ? -1 : 1;
  return keyed.sort((a, b) => sign * order(a.key, b.key)).map(entry => entry.value);
}

function sort(list: Value[], key: Argument, reverse: Argument): null {
  const keyOf = (value: Value) => (key === undefined || key === null ? value : callSync(key, [value]));
  const result = sorted(list, keyOf, reverse !== undefined && isTrue(reverse) ? 'descending' : 'ascending');
  list.splice(0, list.length);
  for (const value of result) list.push(value);
  return null;
}

/** The methods of Python's list. */
export const listMethods = methodTable<Value[]>({
  append: [['object'], append],
  clear: [
    [],
    list => {
      list.length = 0;
      return null;
    },
  ],
  copy: [[], list => list.slice()],
  count: [['value'], countOf],
  extend: [['iterable'], extend],
  index: [['value', 'start?', 'stop?'], index],
  insert: [['index', 'object'], insert],
  pop: [['index?'], pop],
  remove: [['value'], remove],
  reverse: [
    [],
    list => {
      list.reverse();
      return null;
    },
  ],
  sort: [['key?', 'reverse?'], sort],
});
