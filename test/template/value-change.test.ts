import { expect, test } from 'vitest';
import { showTemplate } from './show.ts';

/** Template and what Python's jinja2 3.1 prints: values that change, are used up, or must not be reached. */
const cases: readonly (readonly [template: string, printed: string])[] = [
  ['{% set l=[1] %}{% do l.append(l) %}{{ l }}', '[1, [...]]'],
  ["{% set d={} %}{% do d.update({'x':d}) %}{{ d }}", "{'x': {...}}"],
  [
    "{% set d={'a':1} %}{% for k in d %}{% do d.update({k~'x':1}) %}{% endfor %}{{ d }}",
    '! dictionary changed size during iteration',
  ],
  [
    "{% set d={} %}{% do d.update({1:'a'}) %}{% do d.update({true:'b'}) %}{% do d.update({1.0:'c'}) %}{{ d }} {{ d[1] }}",
    "{1: 'c'} c",
  ],
  [
    "{% set d={} %}{% do d.update([((1,2),'a')]) %}{% do d.update([((1,2.0),'b')]) %}{{ d }} {{ (1,2) in d }}",
    "{(1, 2): 'b'} True",
  ],
  ['{% set d={true:1} %}{% do d.pop(1) %}{{ d }}', '{}'],
  ['{% set d={(1,2):1} %}{% do d.pop((1,2)) %}{{ d }} {% do d.setdefault((1,2),5) %}{{ d }}', '{} {(1, 2): 5}'],
  [
    '{% set l=[3,1,2] %}{% do l.sort(reverse=true) %}{{ l }}{% do l.reverse() %}{{ l }}{% do l.insert(-1,9) %}{{ l }}{% do l.insert(99,7) %}{{ l }}{% do l.clear() %}{{ l }}',
    '[3, 2, 1][1, 2, 3][1, 2, 9, 3][1, 2, 9, 3, 7][]',
  ],
  ["{% set l=[[2,'a'],[1,'b']] %}{% do l.sort() %}{{ l }}", "[[1, 'b'], [2, 'a']]"],
  ['{% set l=[1,2,3] %}{% for x in l %}{% if x==1 %}{% do l.remove(2) %}{% endif %}{{ x }}{% endfor %}', '13'],
  ["{% set k={'a':1}.keys() %}{{ k }}{{ k|list }}{{ 'a' in k }}{{ k|length }}", "dict_keys(['a'])['a']True1"],
  ["{% set d={'a':1} %}{% set k=d.keys() %}{% do d.update(b=2) %}{{ k }}", "dict_keys(['a', 'b'])"],
  ["{% set g=[1,2,3]|select('odd') %}{% for x in g %}{{ x }}{% endfor %}-{% for x in g %}{{ x }}{% endfor %}", '13-'],
  ["{% set g=[1,2,3]|map('string') %}{{ g|first }}{{ g|list }}", "1['2', '3']"],
  ['{% set g=[1,2,3]|select %}{{ 2 in g }}{{ g|list }}', 'True[3]'],
  ['{{ [1,2,3]|reverse|first }} {{ ([1,2]|reverse) is iterable }}', '3 True'],
  ["{{ [[1,2],[3]]|map('join','-')|list }} {{ ['a']|map('upper')|map('lower')|first }}", "['1-2', '3'] a"],
  [
    "{{ {'b':1,'a':2}.items()|sort }} {{ {'b':1,'a':2}.items()|list|length }} {{ {'b':1,'a':2}.values()|sum }} {{ {'b':1,'a':2}|list|sort|join }} ",
    "[('a', 2), ('b', 1)] 2 3 ab ",
  ],
  ["{{ {'a':1}.items()|map('first')|list }} {{ {'a':1}|items|map('last')|list }}", "['a'] [1]"],
  [
    "{% for g in [{'t':1,'n':'x'},{'t':1,'n':'y'}]|groupby('t') %}{{ g.grouper }}{{ g.list|map(attribute='n')|join }}{{ g[0] }}{{ g }}{% endfor %}",
    "1xy1(1, [{'t': 1, 'n': 'x'}, {'t': 1, 'n': 'y'}])",
  ],
  ["{{ 'a.b'.split('.')|map('title')|join('_') }} {{ ('a','b')|join }} {{ range(3)|map('string')|join(',') }}", 'A_B ab 0,1,2'],
  ["{{ '%s' % {'a':1} }} {{ '%s' % ([1],) }} {{ '%s' % ({},) }} {{ '%(a)s %(b)r' % dict(a=1,b='x') }}", "{'a': 1} [1] {} 1 'x'"],
  ["{{ ''.__class__.__mro__ }}", "! access to attribute '__class__' of 'str' object is unsafe."],
  ["{{ ''.__class__ is defined }} {{ {}.__class__ is defined }} {{ missing.__class__ is defined }}", 'False False False'],
  ["{{ 'a'.format.__globals__ }}", ''],
  ["{{ '{0.__class__.__mro__}'.format('x') }}", "! access to attribute '__class__' of 'str' object is unsafe."],
  ["{{ {'_x':1}._x }} {{ {'_x':1}['_x'] }} {{ {'__class__':1}['__class__'] }}", '1 1 1'],
  ["{{ {'__class__':1}.__class__ }}", ''],
  ["{{ ''|attr('__class__') }} {{ (''|attr('__class__')) is defined }}", ' False'],
  ["{{ (''|attr('__class__')).x }}", "! access to attribute '__class__' of 'str' object is unsafe."],
  ["{{ [].__len__ }} {{ 'x'.__len__() }}", "! access to attribute '__len__' of 'str' object is unsafe."],
  ['{{ 1_000 + 1 }} {{ 0xff }} {{ 0b11 + 0o7 }} {{ 1.5e3 }} {{ 1e+2 }}', '1001 255 10 1500.0 100.0'],
];

test.each(cases)('%s', (template, printed) => {
  expect(showTemplate(template)).toBe(printed);
});
