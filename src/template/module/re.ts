import { hostFunction } from '../value/call.ts';
import type { HostObject, Value } from '../value.ts';
import { integerOf, stringOf, typeError } from './argument.ts';
import { HostModule } from './host-class.ts';
import { PATTERN_METHODS, PyPattern } from './re-pattern.ts';
import { RE_FLAGS } from './re-syntax.ts';

/** Compiled patterns by flags and source, so that a loop does not compile one again and again. */
const known = new Map<string, PyPattern>();
const MOST_KNOWN = 500;

function patternOf(source: Value | undefined, flags: Value | undefined): PyPattern {
  const bits = flags === undefined ? 0 : integerOf(flags);
  if (source instanceof PyPattern) {
    if (bits !== 0) throw typeError('cannot process flags argument with a compiled pattern');
    return source;
  }
  const key = `${bits} ${stringOf(source ?? null, 'first argument')}`;
  const pattern = known.get(key) ?? new PyPattern(stringOf(source ?? null, 'first argument'), bits);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(key, pattern);
  return pattern;
}

const compile = hostFunction('compile', ['pattern', 'flags?'], (source, flags) => patternOf(source, flags));

/** The functions that make a pattern and call its method of the same name. Their last parameter is `flags`. */
const functions = Object.entries(PATTERN_METHODS).map(([name, method]): readonly [string, HostObject] => {
  const own = method.parameters.filter(parameter => parameter !== 'pos?' && parameter !== 'endpos?');
  const run = method.run as (self: PyPattern, ...args: readonly (Value | undefined)[]) => Value | Promise<Value>;
  return [
    name,
    hostFunction(name, ['pattern', ...own, 'flags?'], (source, ...args) =>
      run(patternOf(source, args[own.length]), ...args.slice(0, own.length)),
    ),
  ];
});

const escapeFunction = hostFunction('escape', ['pattern'], (text = null) =>
  stringOf(text, 'pattern').replace(/[()[\]{}?*+\-|^$\\.&~# \t\n\r\v\f]/g, '\\$&'),
);

const SHORT_NAMES: Readonly<Record<string, string>> = { DOTALL: 'S', VERBOSE: 'X' };

const flags: readonly (readonly [string, Value])[] = Object.entries(RE_FLAGS).flatMap(([name, bit]) => [
  [name, bit],
  [SHORT_NAMES[name] ?? name.charAt(0), bit],
]);

/** Python's `re` module, on JavaScript's engine. */
export const reModule: HostObject = new HostModule(
  're',
  new Map<string, Value>([
    ...functions,
    ...flags,
    ['NOFLAG', 0],
    ['compile', compile],
    ['escape', escapeFunction],
    ['purge', hostFunction('purge', [], () => null)],
  ]),
);
