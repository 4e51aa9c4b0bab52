import { describe, expect, test } from 'vitest';
import { scanBlocks, TemplateError } from '../../src/template/index.ts';

const scan = (text: string) => scanBlocks('macros/f.sql', text);

describe('scanBlocks', () => {
  test('finds each kind with its name and its contents', () => {
    const text = `
{% macro a(x, y='{% endmacro %}') %}A{% endmacro %}
text {{ anything(1) }} {% set x = 1 %}
{%- test t(model) -%} T {%- endtest -%}
{% data_test dt(model) %}DT{% enddata_test %}
{% materialization m, adapter='duckdb', supported_languages=['sql', 'python'] %}M{% endmaterialization %}
{% materialization n, default %}N{% endmaterialization %}
{% snapshot s %}select {{ 1 }}{% endsnapshot %}
{% docs d %}# D {{ not parsed {% nor this %} {# nor that {% enddocs %}`;
    expect(
      scan(text).map(({ kind, name, contents, adapter, supportedLanguages }) => [
        kind,
        name,
        contents,
        adapter,
        supportedLanguages,
      ]),
    ).toEqual([
      ['macro', 'a', 'A', null, null],
      ['test', 't', ' T ', null, null],
      ['test', 'dt', 'DT', null, null],
      ['materialization', 'm', 'M', 'duckdb', ['sql', 'python']],
      ['materialization', 'n', 'N', 'default', ['sql']],
      ['snapshot', 's', 'select {{ 1 }}', null, null],
      ['docs', 'd', '# D {{ not parsed {% nor this %} {# nor that ', null, null],
    ]);
  });

  test('says where a block and its contents start', () => {
    const [block] = scan('a\r\n  {%- macro f(\n  x) %}\n{{ x }}{% endmacro %} b');
    expect(block).toMatchObject({
      span: { file: 'macros/f.sql', line: 2, column: 3, length: 12 },
      start: { line: 2, column: 3 },
      contentsStart: { line: 3, column: 8 },
      text: '{%- macro f(\n  x) %}\n{{ x }}{% endmacro %}',
    });
  });

  test('blocks in comments, raw blocks and strings are no blocks', () => {
    expect(scan("{# {% macro a() %}{% endmacro %} #}{% raw %}{% macro b() %}{% endraw %}{{ '{% macro c() %}' }}")).toEqual([]);
    const [block] = scan(
      "{% macro f() %}{# {% endmacro %} #}{% raw %}{% endmacro %}{% endraw %}{{ '{% endmacro %}' }}{% endmacro %}",
    );
    expect(block?.contents).toBe("{# {% endmacro %} #}{% raw %}{% endmacro %}{% endraw %}{{ '{% endmacro %}' }}");
  });

  test('a macro inside of a macro belongs to it', () => {
    const blocks = scan('{% macro a() %}{% macro b() %}{% endmacro %}x{% endmacro %}{% macro c() %}{% endmacro %}');
    expect(blocks.map(block => block.name)).toEqual(['a', 'c']);
    expect(blocks[0]?.contents).toBe('{% macro b() %}{% endmacro %}x');
  });

  test('a file without blocks', () => {
    expect(scan('')).toEqual([]);
    expect(scan('select 1 {{ x }} {% if y %}{% for z in y %}{% endfor %}{% endif %}')).toEqual([]);
  });

  const broken: readonly (readonly [text: string, line: number, message: string])[] = [
    ['\n{% macro f() %}\nabc', 2, "'endmacro'"],
    ['\n\n{% docs d %}', 3, "'enddocs'"],
    ['{% macro f() %}{% endmacro %}\n{% test t(m) %}{% endmacro %}', 2, "'endtest'"],
    ['\n{% macro %}{% endmacro %}', 2, "expected token 'name'"],
    ['\n{% macro f( %}{% endmacro %}', 2, "expected token 'name'"],
    ['\n{% macro f() %}\n{{ a ? b }}{% endmacro %}', 3, "unexpected char '?'"],
    ['\n{# never closed', 2, 'Missing end of comment tag'],
    ['{% if x %}\n{% macro f() %}{% endmacro %}{% endif %}', 2, 'top level'],
    ['\n{% materialization m, nope=1 %}{% endmaterialization %}', 2, "'nope'"],
    ['\n{% materialization m, adapter=1 %}{% endmaterialization %}', 2, 'must be a string'],
    ['\n{% macro f', 2, 'unexpected end of template'],
  ];
  for (const [text, line, message] of broken) {
    test(`${JSON.stringify(text)} fails on line ${line}`, () => {
      let error: unknown;
      try {
        scan(text);
      } catch (caught) {
        error = caught;
      }
      expect(error).toBeInstanceOf(TemplateError);
      expect(error).toMatchObject({ kind: 'syntax', frames: [{ span: { file: 'macros/f.sql', line } }] });
      expect((error as TemplateError).message).toContain(message);
    });
  }
});
