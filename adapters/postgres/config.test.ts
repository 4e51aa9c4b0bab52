import { expect, test } from 'vitest';
import { config, defaults } from './config.ts';
import { waysToConnect } from './connection.ts';

const least = { type: 'postgres', host: 'db', user: 'ann', dbname: 'shop', schema: 'dev' };
const check = (profile: Readonly<Record<string, unknown>> = {}) => {
  const checked = config.check({ ...least, ...profile });
  if (!checked.ok) throw new Error(checked.problems.map(problem => problem.text).join('\n'));
  return checked;
};
const problems = (profile: Readonly<Record<string, unknown>>): readonly string[] => {
  const checked = config.check({ ...least, ...profile });
  return checked.ok ? [] : checked.problems.map(problem => problem.text);
};

test('a full profile of dbt-postgres is taken', () => {
  const { value, warnings } = check({
    port: '5433',
    pass: 'hush',
    threads: 4,
    sslmode: 'verify-full',
    sslcert: 'client.crt',
    sslkey: 'client.key',
    sslrootcert: 'root.crt',
    search_path: 'a, b',
    role: 'builder',
    keepalives_idle: 60,
    connect_timeout: 5,
    retries: 3,
    application_name: 'nightly',
  });
  expect(warnings).toEqual([]);
  expect(value).toEqual({
    host: 'db',
    port: 5433,
    user: 'ann',
    password: 'hush',
    database: 'shop',
    schema: 'dev',
    ssl: { mode: 'verify-full', certificate: 'client.crt', key: 'client.key', rootCertificate: 'root.crt' },
    searchPath: 'a, b',
    role: 'builder',
    keepalivesIdle: 60,
    connectTimeout: 5,
    retries: 3,
    applicationName: 'nightly',
  });
  expect(defaults(value)).toEqual({ database: 'shop', schema: 'dev' });
  expect(check({ dbname: undefined, database: 'other' }).value.database).toBe('other');
});

test('passwords are secret', () => {
  expect(config.fields.filter(field => field.type === 'secret').flatMap(field => [field.name, ...(field.aliases ?? [])])).toEqual(
    ['password', 'pass'],
  );
});

test('what does not fit is named', () => {
  expect(problems({ dbname: undefined })).toEqual(['The profile lacks `dbname`.']);
  expect(problems({ port: 0 })).toEqual(['`port` is `0`; it must be from 1 to 65535.']);
  expect(problems({ sslmode: 'on' })).toEqual([
    '`sslmode` is `on`; it must be one of `disable`, `allow`, `prefer`, `require`, `verify-ca`, `verify-full`.',
  ]);
  expect(check({ hots: 'x' }).warnings).toMatchObject([{ text: 'The profile sets `hots`, which this adapter does not know.' }]);
});

test.each([
  ['disable', ['plain']],
  ['allow', ['plain', 'encrypted']],
  ['prefer', ['encrypted', 'plain']],
  ['require', ['encrypted']],
  ['verify-ca', ['encrypted, chain']],
  ['verify-full', ['encrypted, chain and name']],
])('sslmode %s', async (sslmode, expected) => {
  const ways = await waysToConnect(check({ sslmode }).value, '.');
  const shown = ways.map(({ ssl }) => {
    if (typeof ssl !== 'object') return 'plain';
    if (ssl.rejectUnauthorized !== true) return 'encrypted';
    return `encrypted, chain${ssl.checkServerIdentity === undefined ? ' and name' : ''}`;
  });
  expect(shown).toEqual(expected);
});

test('a Unix socket is not encrypted', async () => {
  const ways = await waysToConnect(check({ sslmode: 'require', host: '/var/run/postgresql' }).value, '.');
  expect(ways.map(({ ssl }) => ssl)).toEqual([false]);
});
