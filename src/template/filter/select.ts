import { TemplateError } from '../template.ts';
import { tests } from '../test/test.ts';
import { OneShot } from '../value/collection.ts';
import { iterate } from '../value/iterate.ts';
import { text } from '../value/print.ts';
import { isTrue } from '../value/truth.ts';
import type { UndefinedKind } from '../value/undefined.ts';
import { type Kwargs, noKwargs, type Value } from '../value.ts';
import { attributePath, type KeyOf } from './attribute-path.ts';
import { filters } from './filter.ts';
import type { Filter } from './table.ts';

function* mapped(value: Value, toResult: () => KeyOf): Generator<Value, undefined> {
  // As jinja2: an empty value never looks at the arguments.
  if (!isTrue(value)) return;
  const result = toResult();
  for (const item of iterate(value)) yield result(item);
}

function mapper(args: readonly Value[], kwargs: Kwargs, kind: UndefinedKind): KeyOf {
  if (args.length === 0 && kwargs.has('attribute')) {
    for (const name of kwargs.keys()) {
      if (name !== 'attribute' && name !== 'default') throw argumentError(`Unexpected keyword argument '${name}'`);
    }
    return attributePath(kwargs.get('attribute') as Value, { kind, fallback: kwargs.get('default') });
  }
  const [name, ...rest] = args;
  if (name === undefined) throw argumentError('map requires a filter argument');
  const filter = filters.get(text(name));
  if (!filter) throw new TemplateError('other', `No filter named '${text(name)}'.`);
  return item => filter(item, rest, kwargs, kind);
}

function argumentError(message: string): TemplateError {
  return new TemplateError('arguments', message);
}

function* chosen(value: Value, toKeep: () => (item: Value) => boolean): Generator<Value, undefined> {
  if (!isTrue(value)) return;
  const keeps = toKeep();
  for (const item of iterate(value)) if (keeps(item)) yield item;
}

/** A predicate from `test name, *arguments`; without a name, truth. */
function predicate(args: readonly Value[], kwargs: Kwargs): (value: Value) => boolean {
  const [name, ...rest] = args;
  if (name === undefined) return isTrue;
  const test = tests.get(text(name));
  if (!test) throw new TemplateError('other', `No test named '${text(name)}'.`);
  return value => test(value, rest, kwargs);
}

function byItem(wanted: boolean): Filter {
  return (value, args, kwargs) =>
    new OneShot(
      chosen(value, () => {
        const test = predicate(args, kwargs);
        return item => test(item) === wanted;
      }),
    );
}

function byAttribute(wanted: boolean): Filter {
  return (value, args, kwargs, kind = 'plain') =>
    new OneShot(
      chosen(value, () => {
        const [path, ...rest] = args;
        if (path === undefined) throw argumentError('Missing parameter for attribute name');
        const getter = attributePath(path, { kind });
        const test = predicate(rest, kwargs);
        return item => test(getter(item)) === wanted;
      }),
    );
}

export const selectFilters: ReadonlyMap<string, Filter> = new Map<string, Filter>([
  ['map', (value, args, kwargs = noKwargs, kind = 'plain') => new OneShot(mapped(value, () => mapper(args, kwargs, kind)))],
  ['select', byItem(true)],
  ['reject', byItem(false)],
  ['selectattr', byAttribute(true)],
  ['rejectattr', byAttribute(false)],
]);
