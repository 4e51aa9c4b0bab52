import { expect, test } from 'vitest';
import { type ConfigField, configSchema } from '../../src/adapter/config-schema.ts';

const field = (name: string, type: ConfigField['type'], more: Partial<ConfigField> = {}): ConfigField => ({
  name,
  type,
  required: false,
  help: `The ${name}.`,
  ...more,
});
const schema = configSchema(
  [
    field('host', 'string', { required: true }),
    field('port', 'integer'),
    field('dbname', 'string', { aliases: ['database'] }),
    field('password', 'secret', { aliases: ['pass'] }),
    field('verify', 'boolean'),
    field('options', 'map'),
    field('list', 'list'),
  ],
  values => values,
);

test('values take the declared types, under the declared names', () => {
  const checked = schema.check({
    host: 'h',
    port: '5432',
    database: 7,
    verify: 'False',
    options: { a: 1 },
    list: [1],
    pass: null,
  });
  expect(checked).toEqual({
    ok: true,
    value: { host: 'h', port: 5432, dbname: '7', verify: false, options: { a: 1 }, list: [1] },
    warnings: [],
  });
});

test('a required field under a misspelt name is told as such', () => {
  const checked = schema.check({ hst: 'h' });
  expect(checked.ok ? [] : checked.problems).toMatchObject([{ field: 'host', hint: 'Is `hst` to be `host`?' }]);
});

test('all problems are told at once', () => {
  const checked = schema.check({ port: 'x', verify: 'maybe', options: [], list: {} });
  expect(checked.ok ? [] : checked.problems.map(problem => problem.text)).toEqual([
    'The profile lacks `host`.',
    '`port` is `"x"`, which is not a whole number.',
    '`verify` is `"maybe"`, which is not `true` or `false`.',
    '`options` is `[]`, which is not a map.',
    '`list` is `{}`, which is not a list.',
  ]);
});

test('a secret of the wrong type stays secret', () => {
  expect(JSON.stringify(schema.check({ host: 'h', password: ['hunter2'] }))).not.toContain('hunter2');
});

test('an unknown field is a warning with a suggestion', () => {
  const checked = schema.check({ host: 'h', hots: 'x', passwrd: 'hunter2' });
  expect(checked.ok && checked.warnings.map(warning => [warning.field, warning.hint])).toEqual([
    ['hots', 'Did you mean `host`?'],
    ['passwrd', 'Did you mean `password`?'],
  ]);
});
