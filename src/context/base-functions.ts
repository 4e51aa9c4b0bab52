import { returnFunction } from '../template/macro.ts';
import { datetimeModule } from '../template/module/datetime.ts';
import { itertoolsModule } from '../template/module/itertools.ts';
import { pytzModule } from '../template/module/pytz.ts';
import { reModule } from '../template/module/re.ts';
import { TemplateError } from '../template/template.ts';
import { call, hostFunction, rawFunction } from '../template/value/call.ts';
import { OneShot, PySet } from '../template/value/collection.ts';
import { dictKeys, items, iterate } from '../template/value/iterate.ts';
import { text } from '../template/value/print.ts';
import { isTrue } from '../template/value/truth.ts';
import { typeName } from '../template/value/type-name.ts';
import { type Kwargs, Tuple, type Value, type ValueMap } from '../template/value.ts';
import { parseYamlValue, YamlError } from '../template/yaml.ts';
import { exceptionsObject, type WarningSink } from './base-exceptions.ts';
import { JsonError, parseJson } from './base-json.ts';
import { jsonText } from './base-json-text.ts';
import { YamlTextError, yamlText } from './base-yaml-text.ts';
import { md5 } from './md5.ts';

/** Where the base functions send text, and where the present comes from. */
export interface BaseSurroundings {
  /** `log(text, info)`: `info` is true when the text is meant for the terminal. */
  readonly log: (text: string, info: boolean) => void;
  readonly print: (text: string) => void;
  readonly warn: WarningSink;
  /** Microseconds since 1970-01-01 UTC. */
  readonly now: () => number;
}

/** The members of every template's context that need nothing of a project. */
export function baseFunctions(surroundings: BaseSurroundings): ReadonlyMap<string, Value> {
  return new Map<string, Value>([
    ['return', returnFunction],
    ...textFunctions,
    ...collectionFunctions,
    ['log', logFunction(surroundings)],
    ['print', hostFunction('print', ['msg'], (message = null) => silent(() => surroundings.print(text(message))))],
    ['exceptions', exceptionsObject(surroundings.warn)],
    ['try_or_compiler_error', tryOrCompilerError],
    ['modules', modules(surroundings)],
    ['return', returnFunction],
  ]);
}

/** Does something, and prints nothing. */
function silent(act: () => void): Value {
  act();
  return '';
}

const logFunction = ({ log }: BaseSurroundings): Value =>
  hostFunction('log', ['msg', 'info?'], (message = null, info = false) => silent(() => log(text(message), isTrue(info))));

const modules = (clock: BaseSurroundings): Value =>
  new Map<Value, Value>([
    ['datetime', datetimeModule(clock)],
    ['re', reModule],
    ['pytz', pytzModule()],
    ['itertools', itertoolsModule],
  ]);

/** The value of `read`, or the default when it fails in the way that is expected of bad input. */
function orDefault(read: () => Value, isExpected: (error: unknown) => boolean, fallback: Value): Value {
  try {
    return read();
  } catch (error) {
    if (isExpected(error)) return fallback;
    throw error;
  }
}

const isTypeError = (error: unknown): boolean => error instanceof TemplateError && error.kind === 'type';
const isYamlError = (error: unknown): boolean => error instanceof YamlError || error instanceof YamlTextError;

const textFunctions: readonly (readonly [string, Value])[] = [
  [
    'fromjson',
    hostFunction('fromjson', ['string', 'default?'], (source = null, fallback = null) =>
      orDefault(
        () => parseJson(jsonSource(source)),
        error => error instanceof JsonError,
        fallback,
      ),
    ),
  ],
  [
    'tojson',
    hostFunction('tojson', ['value', 'default?', 'sort_keys?'], (value = null, _fallback = null, sorted = false) =>
      jsonText(value, { keys: isTrue(sorted) ? 'sorted' : 'as given' }),
    ),
  ],
  [
    'fromyaml',
    hostFunction('fromyaml', ['value', 'default?'], (source = null, fallback = null) =>
      orDefault(() => parseYamlValue(typeof source === 'string' ? source : ''), isYamlError, fallback),
    ),
  ],
  [
    'toyaml',
    hostFunction('toyaml', ['value', 'default?', 'sort_keys?'], (value = null, fallback = null, sorted = false) =>
      orDefault(() => yamlText(value, { keys: isTrue(sorted) ? 'sorted' : 'as given' }), isYamlError, fallback),
    ),
  ],
  ['local_md5', hostFunction('local_md5', ['value'], (value = null) => md5(hashSource(value)))],
];

function jsonSource(value: Value): string {
  if (typeof value === 'string') return value;
  throw new TemplateError('type', `the JSON object must be str, bytes or bytearray, not ${typeName(value)}`);
}

function hashSource(value: Value): string {
  if (typeof value === 'string') return value;
  throw new TemplateError('type', `'${typeName(value)}' object has no attribute 'encode'`);
}

const collectionFunctions: readonly (readonly [string, Value])[] = [
  [
    'set',
    hostFunction('set', ['value', 'default?'], (value = null, fallback = null) =>
      orDefault(() => new PySet(iterate(value)), isTypeError, fallback),
    ),
  ],
  ['set_strict', hostFunction('set_strict', ['value'], (value = null) => new PySet(iterate(value)))],
  ['zip', rawFunction('zip', zipOrDefault)],
  ['zip_strict', hostFunction('zip_strict', ['*args'], (lists = []) => zipped(lists as Tuple))],
  ['diff_of_two_dicts', hostFunction('diff_of_two_dicts', ['dict_a', 'dict_b'], (a = null, b = null) => difference(a, b))],
];

function zipOrDefault(lists: readonly Value[], kwargs: Kwargs): Value {
  return orDefault(() => zipped(lists), isTypeError, kwargs.get('default') ?? null);
}

/** Python's `zip`: as long as its shortest argument. */
function zipped(lists: readonly Value[]): Value {
  const iterators = lists.map(list => iterate(list)[Symbol.iterator]());
  function* rows(): Generator<Value> {
    if (iterators.length === 0) return;
    for (;;) {
      const row = new Tuple();
      for (const iterator of iterators) {
        const step = iterator.next();
        if (step.done) return;
        row.push(step.value);
      }
      yield row;
    }
  }
  return new OneShot(rows(), 'zip');
}

/** What dict a has and dict b has not, comparing keys and the texts in their lists without regard to case. */
function difference(a: Value, b: Value): ValueMap {
  const known = new Map(entriesOf(b).map(([key, list]) => [lower(key), new Set(items(list).map(lower))]));
  const result: ValueMap = new Map();
  for (const [key, list] of entriesOf(a)) {
    const left = items(list).filter(item => !known.get(lower(key))?.has(lower(item)));
    if (left.length > 0) result.set(key, left);
  }
  return result;
}

const lower = (value: Value): string => text(value).toLowerCase();

function entriesOf(value: Value): readonly (readonly [Value, Value])[] {
  if (!(value instanceof Map)) throw new TemplateError('type', 'diff_of_two_dicts() takes two dicts of lists');
  return Array.from(dictKeys(value), key => [key, value.get(key) ?? null]);
}

/** Calls a function; when that fails, fails with the given message instead. */
const tryOrCompilerError = hostFunction(
  'try_or_compiler_error',
  ['message_if_exception', 'func', '*args', '**kwargs'],
  (message = null, callee = null, args, kwargs) => {
    const refused = (cause: unknown): TemplateError => new TemplateError('raised', text(message), { cause });
    const failed = (error: unknown): never => {
      throw error instanceof TemplateError ? refused(error) : error;
    };
    try {
      const result = call(callee, args as Tuple, (kwargs ?? new Map()) as Kwargs);
      return result instanceof Promise ? result.catch(failed) : result;
    } catch (error) {
      return failed(error);
    }
  },
);
