import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compileMacro,
  compileTemplate,
  Float,
  fromPlain,
  hostFunction,
  rawFunction,
  returnFunction,
  type Scope,
  TemplateError,
  type TemplateSource,
  Tuple,
  toPlain,
  Undefined,
  type Value,
} from '../../src/template/index.ts';

const scopeOf = (names: { readonly [name: string]: Value }): Scope => {
  const map = new Map(Object.entries(names));
  return { lookup: name => map.get(name) };
};
const plain = { undefinedNames: 'plain' } as const;
const source = (text: string): TemplateSource => ({ file: 'models/m.sql', text, name: 'model m' });
const render = (text: string, names: { readonly [name: string]: Value } = {}): string =>
  compileTemplate(source(text)).renderSync(scopeOf(names), plain);

function failure(act: () => unknown): TemplateError {
  try {
    act();
  } catch (error) {
    if (error instanceof TemplateError) return error;
    throw error;
  }
  throw new Error('no error');
}

/** `kind line:column message` of what a template fails with. */
function report(text: string, names: { readonly [name: string]: Value } = {}): string {
  const error = failure(() => render(text, names));
  const place = error.frames.at(-1)?.span;
  return `${error.kind} ${place?.line}:${place?.column} ${error.message}`;
}

describe('properties', () => {
  const withoutTags = fc
    .array(
      fc.oneof(
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom('{', '}', '%', '#', '}}', '%}', '#}', "'", '\\', '\n', ' ', '{ {'),
      ),
    )
    .map(parts => parts.join(''))
    .filter(text => !/\{[{%#]/.test(text) && !text.includes('\r'));

  test('text without tags renders to itself minus one final newline', () => {
    fc.assert(
      fc.property(withoutTags, text => render(text) === text.replace(/\n$/, '')),
      { numRuns: 300 },
    );
  });

  test('text around tags stays as it is', () => {
    fc.assert(
      fc.property(withoutTags, withoutTags, (before, after) => {
        fc.pre(!before.endsWith('{'));
        expect(render(`${before}{{ 1 }}{# c #}${after}`)).toBe(`${before}1${after.replace(/\n$/, '')}`);
      }),
      { numRuns: 200 },
    );
  });

  test('any string literal prints what it says', () => {
    const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }).filter(text => !text.includes('\r')),
        text => {
          expect(render(`{{ ${quoted(text)} }}`)).toBe(text);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('any JSON value that tojson prints parses back', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), value => {
        const back = JSON.parse(render('{{ v | tojson }}', { v: fromPlain(value) }).replace(/\bNaN\b/g, 'null'));
        expect(back).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { numRuns: 200 },
    );
  });

  test('any text is a template or a TemplateError with a line in it', () => {
    const soup = fc
      .array(
        fc.constantFrom(
          '{{',
          '}}',
          '{%',
          '%}',
          '{#',
          '#}',
          '-',
          ' ',
          '\n',
          'if',
          'for',
          'in',
          'set',
          'x',
          '(',
          ')',
          '[',
          ']',
          '{',
          '}',
          ',',
          '|',
          "'",
          '1',
          '.5',
          '=',
          'endif',
          'else',
          'raw',
          'endraw',
          'is',
          'not',
          '~',
          'macro',
          'é',
        ),
      )
      .map(parts => parts.join(''));
    fc.assert(
      fc.property(soup, text => {
        try {
          compileTemplate(source(text));
        } catch (error) {
          if (!(error instanceof TemplateError)) throw error;
          const line = error.frames[0]?.span.line ?? 0;
          expect(line).toBeGreaterThan(0);
          expect(line).toBeLessThanOrEqual(text.split('\n').length);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('places of errors', () => {
  const cases: readonly (readonly [text: string, expected: string])[] = [
    ['a\n  {{ 1 / 0 }}', 'other 2:6 division by zero'],
    ['{{ nope.x }}', "undefined 1:4 'nope' is undefined"],
    ['x\r\n\r\n{{ nope() }}', "undefined 3:4 'nope' is undefined"],
    ['{% if 0 %}\n{% elif\n 1 / 0 %}{% endif %}', 'other 3:2 division by zero'],
    ['{% for x in 5 %}{% endfor %}', "type 1:4 'int' object is not iterable"],
    ['{% set a, b = 1, 2, 3 %}', 'other 1:8 too many values to unpack (expected 2)'],
    ['{{ 1 | nope }}', "other 1:4 No filter named 'nope'."],
    ['{% for x in [] %}\n{{ x is nope }}{% endfor %}', "other 2:4 No test named 'nope'."],
    ['{{ a b }}', "syntax 1:6 expected token 'end of print statement', got 'b'"],
    ['\n\n{{ "abc }}', "syntax 3:4 unexpected char '\"' at 5"],
    [
      '{% if 1 %}\n{% endfor %}',
      "syntax 2:4 Encountered unknown tag 'endfor'. Jinja was looking for the following tags: 'elif' or 'else' or 'endif'. The innermost block that needs to be closed is 'if'.",
    ],
    [
      '{% if 1 %}{% for x in [] %}{% endif %}',
      "syntax 1:31 Encountered unknown tag 'endif'. You probably made a nesting mistake. Jinja is expecting this tag, but currently looking for 'endfor' or 'else'. The innermost block that needs to be closed is 'for'.",
    ],
    ['{% break %}', "syntax 1:4 'break' outside loop"],
  ];
  for (const [text, expected] of cases) {
    test(JSON.stringify(text), () => expect(report(text)).toBe(expected));
  }

  test('an expression over several lines: the frame names the statement, `at` the operation', () => {
    const error = failure(() => render('select\n  {{ [\n    1,\n    nope.x\n  ] | first }}'));
    expect(error.frames[0]?.span).toMatchObject({ line: 5 });
    expect(error.at).toMatchObject({ file: 'models/m.sql', line: 4, column: 5, length: 6 });
  });

  test('lines and columns count from where the text starts', () => {
    const at = { file: 'models/s.yml', start: { line: 7, column: 10 } };
    const first = failure(() => compileTemplate({ ...at, text: 'a {{ nope() }}' }).renderSync(scopeOf({}), plain));
    expect(first.frames).toEqual([{ name: 'models/s.yml', span: { file: 'models/s.yml', line: 7, column: 15, length: 6 } }]);
    const second = failure(() => compileTemplate({ ...at, text: 'a\n{{ ? }}' }));
    expect(second.frames[0]?.span).toMatchObject({ line: 8, column: 4 });
  });

  test('the call stack, innermost first', () => {
    const names = new Map<string, Value>();
    const scope: Scope = { lookup: name => names.get(name) };
    const bind = (name: string, text: string): void => {
      names.set(name, compileMacro({ file: `macros/${name}.sql`, text, name: `macro ${name}` }).bind(scope, 'sync'));
    };
    bind('outer', '{% macro outer() %}\n\n{{ inner(1) }}{% endmacro %}');
    bind('inner', '{% macro inner(x) %}\n{{ x / 0 }}{% endmacro %}');
    const error = failure(() => compileTemplate(source('a\nb {{ outer() }}')).renderSync(scope, plain));
    expect(error.frames.map(frame => `${frame.name} ${frame.span.file}:${frame.span.line}:${frame.span.column}`)).toEqual([
      'macro inner macros/inner.sql:2:4',
      'macro outer macros/outer.sql:3:4',
      'model m models/m.sql:2:6',
    ]);
  });

  test('wrong arguments are the mistake of the caller', () => {
    const macro = compileMacro({ file: 'macros/f.sql', text: '\n\n{% macro f(a) %}{% endmacro %}', name: 'macro f' }).bind(
      scopeOf({}),
      'sync',
    );
    const error = failure(() => render('\n{{ f(b=1) }}', { f: macro }));
    expect(error).toMatchObject({ kind: 'arguments', message: "macro 'dbt_macro__f' takes no keyword argument 'b'" });
    expect(error.frames).toHaveLength(1);
  });

  test('an undefined name carries its name', () => {
    expect(failure(() => render('{{ no_such_macro(1) }}'))).toMatchObject({ kind: 'undefined', subject: 'no_such_macro' });
  });

  test('return outside of a macro', () => {
    expect(report('{{ return(1) }}', { return: returnFunction })).toContain('return() stands outside of a macro');
  });
});

describe('native values', () => {
  const evaluate = (text: string, names: { readonly [name: string]: Value } = {}): Value =>
    compileTemplate(source(text)).evaluateSync(scopeOf(names), plain);

  test('one expression gives its value', () => {
    expect(evaluate('{{ 1 + 1 }}')).toBe(2);
    expect(evaluate('{{ [1, none, true] }}\n')).toEqual([1, null, true]);
    expect(evaluate('{{ 4 / 2 }}')).toEqual(new Float(2));
    expect(evaluate("{{ {'a': (1, 2)} }}")).toEqual(new Map([['a', Tuple.of(1, 2)]]));
    expect(evaluate('{{ x }}')).toBeInstanceOf(Undefined);
  });

  test('anything else gives text', () => {
    expect(evaluate('a{{ 1 }}')).toBe('a1');
    expect(evaluate('{{ 1 }}{{ 2 }}')).toBe('12');
    expect(evaluate(' {{ 1 }}')).toBe(' 1');
    expect(evaluate('')).toBe('');
    expect(evaluate('{% if true %}{{ 1 }}{% endif %}')).toBe('1');
  });

  test('in both variants', async () => {
    const later = rawFunction('later', async () => [1, 2]);
    expect(await compileTemplate(source('{{ later()[1] + 1 }}')).evaluate(scopeOf({ later }), plain)).toBe(3);
    expect(await compileTemplate(source('{{ later() }}!')).evaluate(scopeOf({ later }), plain)).toBe('[1, 2]!');
  });
});

describe('the async variant', () => {
  const wait = hostFunction('wait', ['value'], async value => value ?? null);
  const names: { readonly [name: string]: Value } = { wait };
  const cases: readonly (readonly [text: string, expected: string])[] = [
    ['{{ wait(1) + wait(2) }}', '3'],
    ['{% for x in wait([1, 2]) %}{{ wait(x) }}{{ loop.last }}{% endfor %}', '1False2True'],
    ['{% for x in [1, 2, 3] if wait(x) > 1 %}{{ x }}{% endfor %}', '23'],
    [
      '{% for x in [[1], 2] recursive %}{% if x is iterable %}({{ loop(wait(x)) }}){% else %}{{ wait(x) }}{% endif %}{% endfor %}',
      '(1)2',
    ],
    ['{% set a, b = wait([1, 2]) %}{{ a }}{{ b }}', '12'],
    ['{% set x %}{{ wait(1) }}{% endset %}{{ x }}', '1'],
    ['{% filter upper %}{{ wait("a") }}{% endfilter %}', 'A'],
    ['{{ wait(0) or wait(5) }}{{ wait(1) if wait(true) else wait(2) }}', '51'],
    ['{% if wait(false) %}a{% elif wait(true) %}b{% endif %}', 'b'],
    ['{{ {"a": wait(1)}["a"] }}{{ [wait(1), wait(2)][wait(1)] }}', '12'],
    ['{{ wait(wait)(1) }}{{ wait(value=wait(1)) }}{{ wait(*wait([1])) }}{{ wait(**wait({"value": 1})) }}', '1111'],
    ['{{ 1 < wait(2) < wait(3) }}', 'True'],
    ['{% macro m() %}<{{ caller(wait(1)) }}>{% endmacro %}{% call(x) dbt_macro__m() %}{{ x }}{{ wait(2) }}{% endcall %}', '<12>'],
    ['{% macro m(a=wait(1)) %}{{ a }}{% endmacro %}{{ dbt_macro__m() }}', '1'],
    ['{% with a = wait(1) %}{{ a }}{% endwith %}{% do wait(1) %}{{ "x" | default(wait(1)) }}', '1x'],
  ];
  for (const [text, expected] of cases) {
    test(text, async () => expect(await compileTemplate(source(text)).render(scopeOf(names), plain)).toBe(expected));
  }

  test('renders of one template at the same time do not mix', async () => {
    const template = compileTemplate(source('{% for i in range(5) %}{{ name }}{{ wait(i) }} {% endfor %}'));
    const texts = await Promise.all(['a', 'b'].map(name => template.render(scopeOf({ wait, name }), plain)));
    expect(texts).toEqual(['a0 a1 a2 a3 a4 ', 'b0 b1 b2 b3 b4 ']);
  });
});

describe('scopes', () => {
  const cases: readonly (readonly [text: string, expected: string])[] = [
    ['{% for i in [1] %}{% break %}{% else %}else{% endfor %}', 'else'],
    ['{% for i in [1, 2] %}{% if i == 2 %}{% break %}{% endif %}{{ i }}{% else %}else{% endfor %}', '1'],
    ['{% if true %}{% if false %}{% set x = 1 %}{% endif %}{% endif %}{{ x }}', 'outer'],
    ['{% for i in [1, 2] %}{% if i == 1 %}{% set x = i %}{% endif %}[{{ x }}]{% endfor %}', '[1][outer]'],
    ['{% set x = none %}{{ x }}', 'None'],
    ['{% for i in [1] %}{% set x = none %}{{ x }}{% endfor %}{{ x }}', 'Noneouter'],
    ['{% call wrap() %}{{ x }}{% set x = 1 %}{{ x }}{% endcall %}{{ x }}', '<outer1>outer'],
    ['{% set x = 1 %}{% call wrap() %}{% for i in [1] %}{{ x }}{% set x = 2 %}{{ x }}{% endfor %}{{ x }}{% endcall %}', '<121>'],
    [
      '{% set ns = namespace(a=[]) %}{% for i in [1, 2] %}{% do ns.a.append(i) %}{% set ns.b = i %}{% endfor %}{{ ns.a }}{{ ns.b }}',
      '[1, 2]2',
    ],
    ['{% with x = 1 %}{% with x = x + 1 %}{{ x }}{% endwith %}{{ x }}{% endwith %}{{ x }}', '21outer'],
    ['{% for x in [x, 1] %}{{ x }}{% endfor %}', 'outer1'],
    ['{% for loop_ in [1] %}{% for y in [1, 2] %}{{ loop.index }}{% endfor %}{{ loop.index }}{% endfor %}', '121'],
    [
      '{% for a in [1, 2] %}{% set outer = loop %}{% for b in [1] %}{% call wrap() %}{{ outer.index }}{{ loop.index }}{% endcall %}{% endfor %}{% endfor %}',
      '<11><21>',
    ],
  ];
  const wrap = compileMacro(source('{% macro wrap() %}<{{ caller() }}>{% endmacro %}')).bind(scopeOf({}), 'sync');
  for (const [text, expected] of cases) test(text, () => expect(render(text, { x: 'outer', wrap })).toBe(expected));
});

describe('return', () => {
  const call = (text: string, names: { readonly [name: string]: Value } = {}): Value => {
    const scope = scopeOf({ return: returnFunction, ...names });
    return compileMacro(source(text)).bind(scope, 'sync').call([], new Map()) as Value;
  };
  test('gives the value itself', () => {
    const list = [1];
    expect(call('{% macro f() %}text {{ return(list) }}{% endmacro %}', { list })).toBe(list);
    expect(call('{% macro f() %}{% do return(none) %}{% endmacro %}')).toBeNull();
    expect(call('{% macro f() %}{{ return(data=5) }}{% endmacro %}')).toBe(5);
    expect(call('{% macro f() %}{% set x = return(6) %}{% endmacro %}')).toBe(6);
    expect(call('{% macro f() %}{% set r = return %}{{ r(7) }}{% endmacro %}')).toBe(7);
    expect(call('{% macro f() %}{% for x in [[8]] recursive %}{{ return(8) }}{% endfor %}{% endmacro %}')).toBe(8);
    expect(call('{% macro f() %}{% filter upper %}{{ return("a") }}{% endfilter %}{% endmacro %}')).toBe('a');
  });
  test('is a name like others', () => {
    const own = hostFunction('return', ['x'], x => `own ${String(x)}`);
    expect(call('{% macro f() %}a {{ return(1) }} b{% endmacro %}', { return: own })).toBe('a own 1 b');
    expect(call('{% macro f(return=1) %}{{ return }}{% endmacro %}')).toBe('1');
  });
  test('takes one argument', () => {
    expect(failure(() => call('{% macro f() %}{{ return() }}{% endmacro %}')).kind).toBe('arguments');
    expect(failure(() => call('{% macro f() %}{{ return(1, 2) }}{% endmacro %}')).kind).toBe('arguments');
  });
});

describe('macros', () => {
  test('their parameters and names', () => {
    const macro = compileMacro(source("ignored {% macro f(a, b = (1, 2), c: dict[str, int] = {'x': [1]}) -%}{%- endmacro %}\n"));
    expect(macro.name).toBe('f');
    expect(macro.parameters).toEqual([
      { name: 'a', defaultText: null },
      { name: 'b', defaultText: '(1, 2)' },
      { name: 'c', defaultText: "{'x': [1]}" },
    ]);
    expect(compileMacro(source('{% test t(model) %}{% endtest %}')).name).toBe('test_t');
    expect(compileMacro(source('{% data_test t(model) %}{% enddata_test %}')).name).toBe('test_t');
    expect(compileMacro(source("{% materialization m, adapter='duckdb' %}{% endmaterialization %}")).name).toBe(
      'materialization_m_duckdb',
    );
    expect(compileMacro(source('{% materialization m, default %}{% endmaterialization %}')).name).toBe(
      'materialization_m_default',
    );
  });
  test('a text must hold exactly one', () => {
    const one = '{% macro f() %}{% endmacro %}';
    expect(failure(() => compileMacro(source('select 1'))).message).toContain('expected one macro');
    expect(failure(() => compileMacro(source(one + one))).message).toContain('found 2');
  });
});

describe('calls', () => {
  test('are found with their literal arguments', () => {
    const text =
      "{{ config(materialized='table', tags=['a', 1.0], on=x) }}\n{% if f(-1) %}{{ dbt_utils.star(from=ref('a', 'b', v=2)) }}{% endif %}{% call statement('x') %}{{ builtins['ref']('c') }}{% endcall %}";
    const calls = compileTemplate(source(text)).calls();
    const shown = calls.map(({ path, args, kwargs, span }) => [
      path.join('.'),
      args,
      Object.fromEntries(kwargs),
      `${span.line}:${span.column}`,
    ]);
    expect(shown).toEqual([
      ['config', [], { materialized: 'table', tags: ['a', new Float(1)], on: undefined }, '1:4'],
      ['f', [-1], {}, '2:7'],
      ['dbt_utils.star', [], { from: undefined }, '2:18'],
      ['ref', ['a', 'b'], { v: 2 }, '2:38'],
      ['statement', ['x'], {}, '2:79'],
      ['builtins.ref', ['c'], {}, '2:99'],
    ]);
  });
  test('of a macro include its defaults and its body', () => {
    const calls = compileMacro(source("{% macro f(a=var('x')) %}{{ ref(a) }}{% endmacro %}")).calls();
    expect(calls.map(call => call.path[0])).toEqual(['var', 'ref']);
  });
});

describe('globals', () => {
  test('the scope comes first', () => {
    expect(render('{{ range }}', { range: 5 })).toBe('5');
    expect(render('{{ range }}', { range: null })).toBe('None');
    expect(
      render(
        "{% set c = cycler('a', 'b') %}{{ c.next() }}{{ c.next() }}{{ c.current }}{% set j = joiner('-') %}{{ j() }}x{{ j() }}",
      ),
    ).toBe('abax-');
  });
  test('values pass between plain data and templates', () => {
    expect(toPlain(compileTemplate(source("{{ {'a': [1, 2.0, none, (1, 2)]} }}")).evaluateSync(scopeOf({}), plain))).toEqual({
      a: [1, 2, null, [1, 2]],
    });
  });
});
