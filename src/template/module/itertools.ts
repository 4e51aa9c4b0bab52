import { TemplateError } from '../template.ts';
import { call, hostFunction, rawFunction } from '../value/call.ts';
import { maxRange, OneShot } from '../value/collection.ts';
import { equals } from '../value/equal.ts';
import { items, iterate } from '../value/iterate.ts';
import { binary } from '../value/operator.ts';
import { isTrue } from '../value/truth.ts';
import { type HostObject, type Kwargs, Tuple, type Value } from '../value.ts';
import { integerOf, typeError, valueError } from './argument.ts';
import { HostClass, HostModule } from './host-class.ts';

/** What a template may draw from one iterator: infinite and combinatorial ones must not hang a run. */
const MOST_ITEMS = 1_000_000;
/** How often `product` may repeat its lists, and `tee` its one. */
const MOST_COPIES = 1000;

function copies(name: string, times: Value): number {
  const count = integerOf(times);
  if (count < 0) throw valueError(name === 'product' ? 'repeat argument cannot be negative' : 'n must be >= 0');
  if (count > MOST_COPIES) throw new TemplateError('limit', `itertools.${name} makes at most ${MOST_COPIES} copies`);
  return count;
}

function* bounded(name: string, values: Iterable<Value>, most: number): Generator<Value> {
  let given = 0;
  for (const value of values) {
    if (++given > most) throw new TemplateError('limit', `itertools.${name} gave more than ${most} items`);
    yield value;
  }
}

const lazily = (name: string, values: Iterable<Value>, most = MOST_ITEMS): Value =>
  new OneShot(bounded(name, values, most), `itertools.${name}`);

/** The results of calling a function for each list of arguments; a promise when one of the calls gives one. */
function callAll(callee: Value, argumentLists: readonly (readonly Value[])[]): readonly Value[] | Promise<readonly Value[]> {
  const results = argumentLists.map(args => call(callee, args));
  return results.some(result => result instanceof Promise) ? Promise.all(results) : (results as Value[]);
}

/** The rest of the work, now or when a promise is kept. */
const after = <T>(awaited: T | Promise<T>, next: (value: T) => Value): Value | Promise<Value> =>
  awaited instanceof Promise ? awaited.then(next) : next(awaited);

function* chain(lists: Iterable<Value>): Generator<Value> {
  for (const list of lists) yield* iterate(list);
}

function* product(pools: readonly (readonly Value[])[]): Generator<Value> {
  const [first, ...rest] = pools;
  if (!first) {
    yield new Tuple();
    return;
  }
  for (const value of first) for (const others of product(rest)) yield Tuple.of(value, ...(others as Tuple));
}

/** Choices of `length` positions. `next` gives the positions that may follow those chosen. */
function* choices(
  pool: readonly Value[],
  length: number,
  next: (chosen: readonly number[]) => Iterable<number>,
): Generator<Value> {
  const chosen: number[] = [];
  function* extend(): Generator<Value> {
    if (chosen.length === length) {
      yield Tuple.from(chosen, index => pool[index] ?? null);
      return;
    }
    for (const index of next(chosen)) {
      chosen.push(index);
      yield* extend();
      chosen.pop();
    }
  }
  yield* extend();
}

function* positions(from: number, to: number): Generator<number> {
  for (let index = from; index < to; index++) yield index;
}

function permutations(iterable: Value, given: Value): Value {
  const pool = items(iterable);
  const length = given === null ? pool.length : integerOf(given);
  if (length > pool.length) return lazily('permutations', []);
  return lazily(
    'permutations',
    choices(pool, length, chosen => [...positions(0, pool.length)].filter(index => !chosen.includes(index))),
  );
}

function combinations(iterable: Value, length: Value): Value {
  const pool = items(iterable);
  return lazily(
    'combinations',
    choices(pool, integerOf(length), chosen => positions((chosen.at(-1) ?? -1) + 1, pool.length)),
  );
}

function combinationsWithReplacement(iterable: Value, length: Value): Value {
  const pool = items(iterable);
  return lazily(
    'combinations_with_replacement',
    choices(pool, integerOf(length), chosen => positions(chosen.at(-1) ?? 0, pool.length)),
  );
}

function* zipLongest(lists: readonly Value[], fill: Value): Generator<Value> {
  const columns = lists.map(list => items(list));
  const length = Math.max(0, ...columns.map(column => column.length));
  for (let row = 0; row < length; row++) yield Tuple.from(columns, column => column[row] ?? fill);
}

function* count(start: Value, step: Value): Generator<Value> {
  for (let value = start; ; value = binary('+', value, step)) yield value;
}

function* cycle(list: readonly Value[]): Generator<Value> {
  while (list.length > 0) yield* list;
}

function* repeat(value: Value, times: Value): Generator<Value> {
  for (let round = 0; times === null || round < integerOf(times); round++) yield value;
}

/** `islice(values, stop)` or `islice(values, start, stop, step)`. Draws no more than it needs. */
function* slice(values: Value, start: number, stop: number, step: number): Generator<Value> {
  if (stop <= start) return;
  let index = 0;
  let wanted = start;
  for (const value of iterate(values)) {
    if (index === wanted) {
      yield value;
      wanted += step;
    }
    index++;
    if (index >= stop || wanted >= stop) return;
  }
}

function islice(values: Value, first: Value, second: Value | undefined, third: Value | undefined): Value {
  const [start, stop, step] = second === undefined ? [null, first, null] : [first, second, third ?? null];
  const whole = (value: Value, fallback: number): number => {
    const number = value === null ? fallback : integerOf(value);
    if (number < 0) throw valueError('Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.');
    return number;
  };
  if (step !== null && integerOf(step) < 1) throw valueError('Step for islice() must be a positive integer or None.');
  return lazily('islice', slice(values, whole(start, 0), whole(stop, Number.MAX_SAFE_INTEGER), whole(step, 1)));
}

function groupBy(iterable: Value, key: Value): Value | Promise<Value> {
  const list = items(iterable);
  const keys =
    key === null
      ? list
      : callAll(
          key,
          list.map(item => [item]),
        );
  return after(keys, found => lazily('groupby', grouped(list, found)));
}

function* grouped(list: readonly Value[], keys: readonly Value[]): Generator<Value> {
  let start = 0;
  for (let index = 1; index <= list.length; index++) {
    const key = keys[start] ?? null;
    if (index < list.length && equals(keys[index] ?? null, key)) continue;
    yield Tuple.of(key, new OneShot(list.slice(start, index), 'itertools._grouper'));
    start = index;
  }
}

/** Keeps items by what a predicate says of all of them. */
function filtered(name: string, keep: (verdicts: readonly boolean[]) => (index: number) => boolean) {
  return hostFunction(name, ['predicate', 'iterable'], (predicate = null, iterable = null) => {
    const list = items(iterable);
    const verdicts =
      predicate === null
        ? list
        : callAll(
            predicate,
            list.map(item => [item]),
          );
    return after(verdicts, found => {
      const isKept = keep(found.map(isTrue));
      return lazily(
        name,
        list.filter((_, index) => isKept(index)),
      );
    });
  });
}

const firstFalse = (verdicts: readonly boolean[]): number => {
  const index = verdicts.indexOf(false);
  return index < 0 ? verdicts.length : index;
};

function accumulate(iterable: Value, callee: Value, initial: Value): Value | Promise<Value> {
  const list = initial === null ? items(iterable) : [initial, ...items(iterable)];
  const combine = (total: Value, item: Value) => (callee === null ? binary('+', total, item) : call(callee, [total, item]));
  const totals: (Value | Promise<Value>)[] = [];
  for (const item of list) {
    const last = totals.at(-1);
    totals.push(
      last === undefined ? item : last instanceof Promise ? last.then(total => combine(total, item)) : combine(last, item),
    );
  }
  const settled = totals.some(total => total instanceof Promise) ? Promise.all(totals) : (totals as Value[]);
  return after<readonly Value[]>(settled, values => lazily('accumulate', values));
}

function starMap(callee: Value, iterable: Value): Value | Promise<Value> {
  return after(
    callAll(
      callee,
      items(iterable).map(args => items(args)),
    ),
    results => lazily('starmap', results),
  );
}

function productOf(lists: readonly Value[], kwargs: Kwargs): Value {
  const pools = lists.map(list => items(list));
  const times = copies('product', kwargs.get('repeat') ?? 1);
  return lazily('product', product(Array.from({ length: times }, () => pools).flat()));
}

function tee(iterable: Value, times: Value): Value {
  const list = items(iterable);
  return Tuple.from({ length: copies('tee', times) }, () => lazily('_tee', list));
}

const chainClass = new HostClass(
  'itertools.chain',
  (lists, kwargs) => {
    if (kwargs.size > 0) throw typeError('chain() takes no keyword arguments');
    return lazily('chain', chain(lists));
  },
  new Map([
    ['from_iterable', hostFunction('from_iterable', ['iterable'], (lists = null) => lazily('chain', chain(iterate(lists))))],
  ]),
);

/** Python's `itertools`. What is infinite there is bounded here. */
export const itertoolsModule: HostObject = new HostModule(
  'itertools',
  new Map<string, Value>([
    [
      'accumulate',
      hostFunction('accumulate', ['iterable', 'func?', 'initial?'], (list = null, callee = null, initial = null) =>
        accumulate(list, callee, initial),
      ),
    ],
    ['chain', chainClass],
    ['combinations', hostFunction('combinations', ['iterable', 'r'], (list = null, length = null) => combinations(list, length))],
    [
      'combinations_with_replacement',
      hostFunction('combinations_with_replacement', ['iterable', 'r'], (list = null, length = null) =>
        combinationsWithReplacement(list, length),
      ),
    ],
    [
      'compress',
      hostFunction('compress', ['data', 'selectors'], (data = null, selectors = null) => {
        const wanted = items(selectors);
        return lazily(
          'compress',
          items(data).filter((_, index) => index < wanted.length && isTrue(wanted[index] ?? null)),
        );
      }),
    ],
    ['count', hostFunction('count', ['start?', 'step?'], (start = 0, step = 1) => lazily('count', count(start, step), maxRange))],
    ['cycle', hostFunction('cycle', ['iterable'], (list = null) => lazily('cycle', cycle(items(list)), maxRange))],
    ['dropwhile', filtered('dropwhile', verdicts => index => index >= firstFalse(verdicts))],
    ['filterfalse', filtered('filterfalse', verdicts => index => verdicts[index] === false)],
    ['groupby', hostFunction('groupby', ['iterable', 'key?'], (list = null, key = null) => groupBy(list, key))],
    [
      'islice',
      hostFunction('islice', ['iterable', 'start', 'stop?', 'step?'], (list = null, first = null, second, third) =>
        islice(list, first, second, third),
      ),
    ],
    ['pairwise', hostFunction('pairwise', ['iterable'], (list = null) => pairwise(items(list)))],
    [
      'permutations',
      hostFunction('permutations', ['iterable', 'r?'], (list = null, length = null) => permutations(list, length)),
    ],
    ['product', rawFunction('product', productOf)],
    [
      'repeat',
      hostFunction('repeat', ['object', 'times?'], (value = null, times = null) =>
        lazily('repeat', repeat(value, times), maxRange),
      ),
    ],
    ['starmap', hostFunction('starmap', ['function', 'iterable'], (callee = null, list = null) => starMap(callee, list))],
    ['takewhile', filtered('takewhile', verdicts => index => index < firstFalse(verdicts))],
    ['tee', hostFunction('tee', ['iterable', 'n?'], (list = null, times = 2) => tee(list, times))],
    [
      'zip_longest',
      rawFunction('zip_longest', (lists, kwargs) => lazily('zip_longest', zipLongest(lists, kwargs.get('fillvalue') ?? null))),
    ],
  ]),
);

function pairwise(list: readonly Value[]): Value {
  return lazily(
    'pairwise',
    list.slice(1).map((item, index) => Tuple.of(list[index] ?? null, item)),
  );
}
