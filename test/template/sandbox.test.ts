import { describe, expect, test } from 'vitest';
import {
  compileMacro,
  compileTemplate,
  fromPlain,
  HostObject,
  hostFunction,
  rawFunction,
  returnFunction,
  type Scope,
  scanBlocks,
  TemplateError,
  type Value,
} from '../../src/template/index.ts';

class Relation extends HostObject {
  readonly typeName = 'Relation';
  readonly secret = 'leaked';
  override attribute(name: string): Value | undefined {
    return name === 'name' ? 'orders' : undefined;
  }
}

const names = new Map<string, Value>([
  ['ref', hostFunction('ref', ['name'], name => name ?? null)],
  ['relation', new Relation()],
  ['data', fromPlain({ a: 1, list: [1, 2], text: 'x' })],
  ['return', returnFunction],
]);
const scope: Scope = { lookup: name => names.get(name) };
const options = { undefinedNames: 'plain' } as const;

/** The output, or the error's message; anything but a `TemplateError` fails the test. */
async function outcome(text: string, within: Scope = scope): Promise<readonly string[]> {
  const attempt = async (render: () => string | Promise<string>): Promise<string> => {
    try {
      return `text: ${await render()}`;
    } catch (error) {
      if (error instanceof TemplateError) return `${error.kind}: ${error.message}`;
      throw error;
    }
  };
  const template = () => compileTemplate({ file: 'models/m.sql', text });
  return [
    await attempt(() => template().renderSync(within, options)),
    await attempt(() => template().render(within, options)),
    await attempt(() => template().renderSync(within, { undefinedNames: 'chainable' })),
  ];
}

const marker = Symbol.for('modelwright.test.escaped');
const escaped = (): boolean => marker in globalThis;
const setMarker = `globalThis[Symbol.for('modelwright.test.escaped')]=1`;

describe('names of JavaScript do not exist', () => {
  const roots = [
    "''",
    '1',
    '1.5',
    'true',
    'none',
    '[]',
    '(1, 2)',
    '{}',
    'ref',
    'relation',
    'data',
    'range',
    'range(3)',
    'namespace()',
    'nope',
  ];
  const members = [
    'constructor',
    'prototype',
    '__proto__',
    'hasOwnProperty',
    'toString',
    'valueOf',
    'secret',
    'call.call',
    'bind',
    'then',
  ];
  for (const root of roots) {
    test(root, async () => {
      for (const member of members) {
        for (const access of [`(${root}).${member}`, `(${root})['${member}']`, `(${root}) | attr('${member}')`]) {
          for (const result of await outcome(`{{ ${access} }}`)) {
            expect(result, access).toMatch(/^text: $|^(undefined|other|type): /);
          }
          for (const result of await outcome(`{{ (${access})('return process')() }}`))
            expect(result, access).not.toContain('[object');
        }
      }
    });
  }

  const globals =
    'this globalThis window process require module exports eval Function Object Array Map Promise frame bound constants out at w kind e arguments console import operations text callNow c0 v0 t0 k0';
  for (const name of globals.split(' ')) {
    test(`${name} is undefined`, async () => {
      expect(await outcome(`{{ ${name} is defined }}`)).toEqual(Array(3).fill('text: False'));
      expect((await outcome(`{{ ${name}.x }}`))[0]).toBe(`undefined: '${name}' is undefined`);
    });
  }
});

describe('Python ways out', () => {
  const attempts = [
    "{{ ''.__class__ }}",
    "{{ ''.__class__.__mro__ }}",
    '{{ [].__class__.__base__.__subclasses__() }}',
    '{{ ref.__globals__ }}',
    '{{ ref.__code__ }}',
    "{{ ''['__class__']['__mro__'] }}",
    "{{ '' | attr('__class__') | attr('__mro__') }}",
    "{{ '{0.__class__}'.format(1) }}",
    "{{ '{0.constructor}'.format(data) }}",
    "{{ '{0[__proto__]}'.format(data) }}",
    "{{ '{0.constructor.constructor}'.format(ref) }}",
    "{{ '{x.secret}'.format(x=relation) }}",
    "{{ '{x[secret]}'.format(x=relation) }}",
    "{{ '%(__class__)s' % data }}",
    "{{ [data] | map(attribute='constructor.name') | join }}",
    "{{ [data] | map(attribute='__proto__') | list | join }}",
    "{{ [relation] | map(attribute='secret') | join }}",
    "{{ [relation] | selectattr('secret') | list | length if false }}",
    "{{ [data] | groupby('constructor') | list | join | replace('(Undefined, [', '') if false }}",
    "{{ data.get('constructor') or '' }}",
    "{{ data.get('__proto__') or '' }}",
    '{{ self }}',
    '{{ loop }}',
    '{{ caller }}',
    "{% for x in [1] %}{{ loop.constructor }}{{ loop._form }}{{ loop['#source'] }}{% endfor %}",
    '{% macro f() %}{% endmacro %}{{ dbt_macro__f.constructor }}{{ dbt_macro__f._body }}',
  ];
  for (const attempt of attempts) {
    test(attempt, async () => {
      for (const result of await outcome(attempt)) {
        expect(result).not.toMatch(/=>|\[native|\[object|leaked|Map\b/);
        expect(result).toMatch(/^text: ?$|^text: \(?\)?$|^(undefined|other|type|arguments|limit|syntax): /);
      }
    });
  }

  test('assigning to what is not a namespace', async () => {
    for (const target of ['data.a', 'relation.name', 'ref.x', 'nope.x']) {
      expect((await outcome(`{% set ${target} = 1 %}`))[0]).toContain('cannot assign attribute on non-namespace object');
    }
  });

  test('a namespace attribute named __proto__ is a plain attribute', async () => {
    const text =
      "{% set ns = namespace() %}{% set ns.__proto__ = {'polluted': 1} %}{{ ns.polluted }}{{ ns.__proto__.polluted }}{{ {}.polluted }}";
    expect((await outcome(text))[0]).toBe('text: 1');
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test('a dict key named __proto__ is a plain key', async () => {
    expect((await outcome("{% set d = {'__proto__': {'x': 1}} %}{{ d.x }}|{{ d['__proto__'].x }}"))[0]).toBe('text: |1');
    expect((await outcome('{{ dict(__proto__=1) }}'))[0]).toBe("text: {'__proto__': 1}");
  });
});

describe('text of the template never becomes code', () => {
  const hostile = [
    `'+(${setMarker})+'`,
    `"+(${setMarker})+"`,
    `\`+(${setMarker})+\``,
    `\${${setMarker}}`,
    `\\');${setMarker};//`,
    `*/${setMarker}/*`,
    `\n${setMarker}\n//`,
    `\u2028${setMarker}\u2028`,
    `\u2029${setMarker}//`,
    `\\u2028;${setMarker}`,
    `</script><script>${setMarker}`,
    `]);${setMarker};([`,
    `}catch(e){${setMarker}}//`,
  ];
  const places: { readonly [place: string]: (text: string) => string } = {
    text: text => `a ${text} b{{ 1 }}`,
    comment: text => `{# ${text} #}{{ 1 }}`,
    raw: text => `{% raw %}${text}{% endraw %}{{ 1 }}`,
    'single quotes': text => `{{ '${text.replaceAll("'", "\\'")}' }}`,
    'double quotes': text => `{{ "${text.replaceAll('"', '\\"')}" }}`,
    'dict key': text => `{{ {'${text.replaceAll("'", "\\'")}': 1} }}`,
    'item key': text => `{{ data['${text.replaceAll("'", "\\'")}'] }}`,
    'filter argument': text => `{{ 'x' | replace('x', '${text.replaceAll("'", "\\'")}') }}`,
    'kwargs by spread': text => `{{ dict(**{'${text.replaceAll("'", "\\'")}': 1}) }}`,
    'materialization adapter': text =>
      `{% materialization m, adapter='${text.replaceAll("'", "\\'")}' %}{% endmaterialization %}{{ 1 }}`,
    'an expression': text => `{{ ${text} }}`,
    'a name': text => `{% set ${text} = 1 %}`,
    'a macro name': text => `{% macro ${text}() %}{% endmacro %}`,
    'a loop variable': text => `{% for ${text} in [1] %}{% endfor %}`,
    'a filter name': text => `{{ 1 | ${text} }}`,
    'a tag': text => `{% ${text} %}`,
  };
  for (const [place, wrap] of Object.entries(places)) {
    test(place, async () => {
      for (const text of hostile) {
        await outcome(wrap(text));
        await outcome(`{% if true %}${wrap(text)}{% endif %}`);
        expect(escaped(), text).toBe(false);
      }
    });
  }

  test('words of JavaScript are names like others', async () => {
    const words = [
      'var',
      'let',
      'const',
      'function',
      'class',
      'new',
      'delete',
      'typeof',
      'void',
      'yield',
      'await',
      'async',
      'null',
      'undefined',
      'NaN',
      'this',
      'eval',
      'arguments',
      'frame',
      'at',
      'out',
      'w',
      'kind',
      'e',
      'c0',
      'v1',
      't2',
      '__proto__',
      'constructor',
      'hasOwnProperty',
    ];
    const assigns = words.map((word, index) => `{% set ${word} = ${index} %}`).join('');
    const prints = words.map(word => `{{ ${word} }}`).join(' ');
    expect((await outcome(assigns + prints))[1]).toBe(`text: ${words.map((_, index) => index).join(' ')}`);
    for (const word of words) {
      expect((await outcome(`{% for ${word} in [7] %}{{ ${word} }}{% endfor %}`))[0]).toBe('text: 7');
      const macro = compileMacro({
        file: 'm.sql',
        text: `{% macro ${word}(${word}, x_${word}=1) %}{{ ${word} }}{{ x_${word} }}{% endmacro %}`,
      });
      expect(macro.bind(scope, 'sync').call([5], new Map())).toBe('51');
    }
  });

  test('line separators stay what they are', async () => {
    expect((await outcome("a\u2028{{ '\u2029' }}\u2028"))[0]).toBe('text: a\u2028\u2029\u2028');
  });

  test('tags named as members of objects are unknown tags', async () => {
    for (const tag of ['constructor', '__proto__', 'toString', 'valueOf']) {
      expect((await outcome(`{% ${tag} %}`))[0]).toBe(`syntax: Encountered unknown tag '${tag}'.`);
      expect(scanBlocks('f.sql', `{% ${tag} %}{% macro f() %}{% endmacro %}`)).toHaveLength(1);
      expect((await outcome(`{{ 1 | ${tag} }}`))[0]).toContain(`No filter named '${tag}'`);
      expect((await outcome(`{{ 1 is ${tag} }}`))[0]).toContain(`No test named '${tag}'`);
    }
  });
});

describe('limits', () => {
  const limited: { readonly [name: string]: string } = {
    'a huge range': '{{ range(100001) | list }}',
    'a huge range backwards': '{{ range(10 ** 12, 0, -1) | list }}',
    'a long text by repetition': "{{ 'a' * (10 ** 10) }}",
    'a long list by repetition': '{{ [1] * (10 ** 10) }}',
    'doubling by ~': `{% set ns = namespace(x='aaaaaaaaaa') %}{% for i in range(60) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}`,
    'doubling by +': `{% set ns = namespace(x='aaaaaaaaaa') %}{% for i in range(60) %}{% set ns.x = ns.x + ns.x %}{% endfor %}`,
    'doubling by a list': `{% set ns = namespace(x='aaaaaaaaaa') %}{% for i in range(60) %}{% set ns.x = [ns.x, ns.x] | join %}{% endfor %}`,
    'a long text by padding': "{{ 'a'.center(10 ** 10) }}",
    'a long text by format': "{{ '{:>9999999999}'.format(1) }}",
    'a long text by percent': "{{ '%9999999999d' % 1 }}",
    'a huge power': '{{ 10 ** (10 ** 10) }}',
    'loops inside loops': '{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{{ loop.index if false }}{% endfor %}',
    'loops inside loops, filtered': '{% for a in range(9999) %}{% for b in range(9999) if false %}{% endfor %}{% endfor %}',
    'a recursive loop without end': '{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}',
    'brackets without end': `{{ ${'('.repeat(5000)}1${')'.repeat(5000)} }}`,
    'lists without end': `{{ ${'['.repeat(5000)}${']'.repeat(5000)} }}`,
    'negations without end': `{{ ${'not '.repeat(5000)}1 }}`,
    'signs without end': `{{ ${'-'.repeat(5001)}1 }}`,
    'tags without end': '{% if 1 %}'.repeat(5000) + '{% endif %}'.repeat(5000),
    'inline ifs without end': `{{ ${'1 if 1 else '.repeat(5000)}1 }}`,
  };
  for (const [name, text] of Object.entries(limited)) {
    test(name, async () => {
      for (const result of await outcome(text)) expect(result.slice(0, 300)).toMatch(/^(limit|syntax): /);
    });
  }

  for (const variant of ['sync', 'async'] as const) {
    test(`macros that call each other without end, ${variant}`, async () => {
      const macros = new Map<string, Value>([
        ['wait', rawFunction('wait', () => (variant === 'async' ? Promise.resolve('') : ''))],
      ]);
      const own: Scope = { lookup: name => macros.get(name) };
      for (const [name, other] of ['ab', 'ba']) {
        const text = `{% macro ${name}() %}{{ wait() }}{% for x in [1] %}{{ ${other}() }}{% endfor %}{% endmacro %}`;
        macros.set(name as string, compileMacro({ file: `${name}.sql`, text, name: `macro ${name}` }).bind(own, variant));
      }
      const template = compileTemplate({ file: 'm.sql', text: '{{ a() }}', name: 'model m' });
      const render = async () => (variant === 'sync' ? template.renderSync(own, options) : template.render(own, options));
      const error = await render().then(
        () => null,
        (caught: unknown) => caught,
      );
      expect(error).toMatchObject({ kind: 'limit', name: 'TemplateError' });
      expect((error as TemplateError).frames.at(-1)?.name).toBe('model m');
      // The count is given back: the same scope still works.
      macros.set(
        'b',
        rawFunction('b', () => 'end'),
      );
      expect(await render()).toBe('end');
    });
  }

  test('a long chain of operators renders or is refused', async () => {
    for (const result of await outcome(`{{ ${Array(20000).fill('1').join(' + ')} }}`))
      expect(result).toMatch(/^text: 20000$|^limit: /);
  });

  test('a sum of very many texts', async () => {
    expect((await outcome(`{{ ${Array(3000).fill("'a'").join(' ~ ')} }}`))[0]).toBe(`text: ${'a'.repeat(3000)}`);
  });
});

describe('host functions', () => {
  test('an error of a host is wrapped, and stays reachable', async () => {
    const cause = new Error('the server is gone');
    const own: Scope = {
      lookup: name =>
        name === 'query'
          ? rawFunction('query', () => Promise.reject(cause))
          : name === 'fail'
            ? rawFunction('fail', () => {
                throw cause;
              })
            : undefined,
    };
    for (const name of ['query', 'fail']) {
      const error: unknown = await compileTemplate({ file: 'm.sql', text: `\n{{ ${name}() }}`, name: 'model m' })
        .render(own, options)
        .catch(e => e);
      expect(error).toMatchObject({
        kind: 'other',
        cause,
        message: 'the server is gone',
        frames: [{ name: 'model m', span: { line: 2 } }],
      });
    }
  });

  test('a promise in the sync variant is an error, and its failure ends nothing', () => {
    const own: Scope = { lookup: () => rawFunction('query', () => Promise.reject(new Error('late'))) };
    const template = compileTemplate({ file: 'm.sql', text: '{{ query() }}' });
    expect(() => template.renderSync(own, options)).toThrow('cannot be called here');
  });

  test('an object of the host shows its declared attributes only', async () => {
    expect(await outcome('{{ relation.name }}{{ relation.secret }}{{ relation.typeName }}')).toEqual(
      Array(3).fill('text: orders'),
    );
  });
});
