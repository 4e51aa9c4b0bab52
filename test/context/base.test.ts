import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { envVarFunction, revealSecrets } from '../../src/context/base-env-var.ts';
import { flagsObject } from '../../src/context/base-flags.ts';
import { baseFunctions } from '../../src/context/base-functions.ts';
import { varFunction } from '../../src/context/base-var.ts';
import { md5 } from '../../src/context/md5.ts';
import { compileTemplate } from '../../src/template/index.ts';
import type { Value } from '../../src/template/value.ts';

const NOON = Date.UTC(2024, 1, 29, 12) * 1000;

interface Heard {
  readonly logs: (readonly [text: string, info: boolean])[];
  readonly prints: string[];
  readonly warnings: string[];
}

function render(
  template: string,
  names: ReadonlyMap<string, Value> = new Map(),
  heard: Heard = { logs: [], prints: [], warnings: [] },
) {
  const base = baseFunctions({
    log: (text, info) => heard.logs.push([text, info]),
    print: text => heard.prints.push(text),
    warn: text => heard.warnings.push(text),
    now: () => NOON,
  });
  const scope = { lookup: (name: string) => names.get(name) ?? base.get(name) };
  return compileTemplate({ file: 'm.sql', text: template }).renderSync(scope, { undefinedNames: 'plain' });
}

describe('base functions', () => {
  test('tell the time of the given clock', () => {
    expect(render('{{ modules.datetime.datetime.now() }} {{ modules.datetime.date.today() }}')).toBe(
      '2024-02-29 12:00:00 2024-02-29',
    );
    expect(render("{{ modules.datetime.datetime.now(modules.pytz.timezone('Asia/Tokyo')) }}")).toBe('2024-02-29 21:00:00+09:00');
  });

  test('hand log, print and warnings to their sinks', () => {
    const heard: Heard = { logs: [], prints: [], warnings: [] };
    expect(
      render("{{ log([1]) }}{{ log('b', info=true) }}{{ print(2) }}{{ exceptions.warn('careful') }}", new Map(), heard),
    ).toBe('');
    expect(heard).toEqual({
      logs: [
        ['[1]', false],
        ['b', true],
      ],
      prints: ['2'],
      warnings: ['careful'],
    });
  });

  test.each([
    ["exceptions.raise_not_implemented('no merge')", 'no merge'],
    ["exceptions.missing_config({'unique_id': 'model.p.m'}, 'unique_key')", "'unique_key'"],
    ["exceptions.column_type_missing(['a'])", "['a']"],
    ["exceptions.relation_wrong_type({'type': 'view'}, 'table')", 'currently exists as a view'],
    [
      "exceptions.missing_materialization({'name': 'm', 'config': {'materialized': 'odd'}}, 'duckdb')",
      "No materialization 'odd'",
    ],
    [
      "exceptions.raise_contract_error([{'name': 'a', 'data_type': 'int'}], [{'name': 'a', 'data_type': 'text'}])",
      '| a | text | int | data type mismatch |',
    ],
    ["try_or_compiler_error('no date', modules.datetime.datetime.strptime, 'x', '%Y')", 'no date'],
  ])('%s fails', (expression, message) => {
    expect(() => render(`{{ ${expression} }}`)).toThrow(message);
  });

  test('try_or_compiler_error gives the result when there is one', () => {
    expect(render("{{ try_or_compiler_error('no date', modules.datetime.datetime.strptime, '2024', '%Y').year }}")).toBe('2024');
  });

  test.each(['count()', "cycle('ab')", 'repeat(1)'])('itertools.%s ends', call => {
    expect(() => render(`{{ modules.itertools.${call} | list }}`)).toThrow('gave more than 100000 items');
  });
});

describe('env_var', () => {
  const lookup = (name: string): string | undefined => ({ STAGE: 'dev', DBT_ENV_SECRET_TOKEN: 'hush' })[name];

  test('tells what was read, and never of secrets', () => {
    const read: string[] = [];
    const names = new Map([['env_var', envVarFunction({ lookup, secrets: 'marked', onRead: name => read.push(name) })]]);
    const text = render("{{ env_var('STAGE') }} {{ env_var('DBT_ENV_SECRET_TOKEN') }}", names);
    expect(text).not.toContain('hush');
    expect(revealSecrets(text, lookup)).toBe('dev hush');
    expect(read).toEqual(['STAGE']);
  });

  test('refuses secrets in model text', () => {
    const names = new Map([['env_var', envVarFunction({ lookup, secrets: 'refused' })]]);
    expect(() => render("{{ env_var('DBT_ENV_SECRET_TOKEN') }}", names)).toThrow(
      "Found 'DBT_ENV_SECRET_TOKEN' referenced elsewhere",
    );
  });
});

describe('var and flags', () => {
  test('a variable that is null is set', () => {
    const names = new Map([['var', varFunction({ vars: new Map<Value, Value>([['a', null]]), owner: 'model m' })]]);
    expect(render("{{ var('a') }} {{ var('a', 1) }} {{ var.has_var('a') }}", names)).toBe('None None True');
    expect(() => render("{{ var('b') }}", names)).toThrow(
      "Required var 'b' not found in config:\nVars supplied to model m = {'a': None}",
    );
  });

  test('flags are found in either case, and others are undefined', () => {
    const names = new Map([['flags', flagsObject(new Map<string, Value>([['full_refresh', true]]))]]);
    expect(
      render("{{ flags.FULL_REFRESH }} {{ flags.full_refresh }} {{ flags.NOPE is defined }} {{ flags.get('X', 1) }}", names),
    ).toBe('True True False 1');
  });
});

test.each([0, 3, 55, 56, 64, 119, 120, 1000])('md5 of %i characters is that of the platform', length => {
  const text = 'aé€😀'.repeat(length).slice(0, length);
  expect(md5(text)).toBe(createHash('md5').update(text).digest('hex'));
});
