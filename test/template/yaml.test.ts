import { describe, expect, test } from 'vitest';
import { repr } from '../../src/template/value/print.ts';
import { Float } from '../../src/template/value.ts';
import { type DuplicateKey, parseYaml, parseYamlValue, YamlError } from '../../src/template/yaml.ts';

/** What PyYAML's `safe_load` gives, as Python prints it. */
const asPyYaml: readonly (readonly [yaml: string, printed: string])[] = [
  ['a: |\n  x', "{'a': 'x'}"],
  ['- >\n  x\n  y', "['x y']"],
  ['- |\n  x\n  ', "['x\\n']"],
  ['[yes, No, on, OFF, y, n, nUll, ~]', "[True, False, True, False, 'y', 'n', 'nUll', None]"],
  ['[010, 0o17, 0x1F, 0b11, 1_000, 08, -0, +12]', "[8, '0o17', 31, 3, 1000, '08', 0, 12]"],
  ['[190:20:30, 1:30.5, 1:60]', "[685230, 90.5, '1:60']"],
  ['[1e3, 1.0e+3, 1.0e3, .5, 1., .inf, -.Inf, .nan]', "['1e3', 1000.0, '1.0e3', 0.5, 1.0, inf, -inf, nan]"],
  [
    '[2024-01-31, 2024-01-31T12:13:14Z]',
    '[datetime.date(2024, 1, 31), datetime.datetime(2024, 1, 31, 12, 13, 14, tzinfo=datetime.timezone.utc)]',
  ],
  ['a: &x {k: 1}\nb:\n  z: 9\n  <<: *x\n', "{'a': {'k': 1}, 'b': {'k': 1, 'z': 9}}"],
  ['{1: a, true: b, 2024-01-01: c, null: d}', "{1: 'b', datetime.date(2024, 1, 1): 'c', None: 'd'}"],
  ['a: |\n  x\n  y\nb: >-\n  x\n  y\n', "{'a': 'x\\ny\\n', 'b': 'x y'}"],
  ["a: !!str 1\nb: !!int '3'\nc: !!float 2", "{'a': '1', 'b': 3, 'c': 2.0}"],
  ['12345678901234567890', '12345678901234567890'],
  ['# nothing', 'None'],
];

const refused: readonly (readonly [yaml: string, line: number, column: number])[] = [
  ['a: [1\n', 2, 1],
  ['a: 1\nb: {{ x }}\n', 2, 5],
  ['a: 1\nb: 2024-13-01\n', 2, 4],
  ['a: *nope', 1, 5],
  ['a: !!python 1', 1, 4],
  ['a: 1\n---\nb: 2\n', 1, 1],
];

describe('YAML', () => {
  test.each(asPyYaml)('reads %j as PyYAML does', (yaml, printed) => {
    expect(repr(parseYamlValue(yaml))).toBe(printed);
  });

  test.each(refused)('says where %j is wrong', (yaml, line, column) => {
    const error = failure(() => parseYaml(yaml));
    expect(error).toBeInstanceOf(YamlError);
    expect(error).toMatchObject({ line, column });
  });

  test('gives plain data with whole floats and dates that JSON can hold', () => {
    const data = parseYaml('{version: 2, rate: 1.0, day: 2024-01-31, 1: one, __proto__: x}');
    expect(data).toMatchObject({ version: 2, rate: new Float(1), 1: 'one' });
    expect(Object.keys(data as object)).toContain('__proto__');
    expect(JSON.parse(JSON.stringify(data)).day).toBe('2024-01-31');
  });

  test('reports a key that stands twice, and the last one wins', () => {
    const duplicates: DuplicateKey[] = [];
    const data = parseYaml('a: 1\nb:\n  c: 1\n  c: 2\n', { onDuplicateKey: duplicate => duplicates.push(duplicate) });
    expect(data).toEqual({ a: 1, b: { c: 2 } });
    expect(duplicates).toEqual([{ key: 'c', line: 4, column: 3 }]);
  });

  test('lets the lines of a flow collection stand further left', () => {
    expect(parseYaml('a:\n  b: [\n    1,\n  2\n]\n  c: {\nd: 3\n}\n')).toEqual({ a: { b: [1, 2], c: { d: 3 } } });
  });
});

function failure(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}
