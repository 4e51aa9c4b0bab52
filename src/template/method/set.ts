import { TemplateError } from '../template.ts';
import { PySet } from '../value/collection.ts';
import { items } from '../value/iterate.ts';
import { repr } from '../value/print.ts';
import type { Value } from '../value.ts';
import { methodTable } from './table.ts';

function asSet(value: Value): PySet {
  return value instanceof PySet ? value : new PySet(items(value));
}

function union(set: PySet, others: readonly Value[]): PySet {
  return new PySet([...items(set), ...others.flatMap(other => items(other))]);
}

function intersection(set: PySet, others: readonly Value[]): PySet {
  const sets = others.map(asSet);
  return new PySet(items(set).filter(value => sets.every(other => other.has(value))));
}

function difference(set: PySet, others: readonly Value[]): PySet {
  const sets = others.map(asSet);
  return new PySet(items(set).filter(value => !sets.some(other => other.has(value))));
}

function symmetricDifference(set: PySet, other: Value): PySet {
  const right = asSet(other);
  return union(set.minus(right), [right.minus(set)]);
}

/** Makes `set` hold what `result` holds. */
function become(set: PySet, result: PySet): null {
  const values = items(result);
  set.clear();
  for (const value of values) set.add(value);
  return null;
}

function add(set: PySet, value: Value): null {
  set.add(value);
  return null;
}

function remove(set: PySet, value: Value): null {
  if (!set.delete(value)) throw new TemplateError('other', `KeyError: ${repr(value)}`);
  return null;
}

function discard(set: PySet, value: Value): null {
  set.delete(value);
  return null;
}

function pop(set: PySet): Value {
  for (const value of set.members.keys()) {
    set.delete(value);
    return value;
  }
  throw new TemplateError('other', "KeyError: 'pop from an empty set'");
}

/** The methods of Python's set. */
export const setMethods = methodTable<PySet>({
  add: [['elem'], add],
  clear: [[], set => become(set, new PySet())],
  copy: [[], set => new PySet(items(set))],
  difference: [['*others'], difference],
  difference_update: [['*others'], (set, others) => become(set, difference(set, others))],
  discard: [['elem'], discard],
  intersection: [['*others'], intersection],
  intersection_update: [['*others'], (set, others) => become(set, intersection(set, others))],
  isdisjoint: [['other'], (set, other) => intersection(set, [other]).size() === 0],
  issubset: [['other'], (set, other) => set.isSubset(asSet(other))],
  issuperset: [['other'], (set, other) => asSet(other).isSubset(set)],
  pop: [[], pop],
  remove: [['elem'], remove],
  symmetric_difference: [['other'], symmetricDifference],
  symmetric_difference_update: [['other'], (set, other) => become(set, symmetricDifference(set, other))],
  union: [['*others'], union],
  update: [['*others'], (set, others) => become(set, union(set, others))],
});
