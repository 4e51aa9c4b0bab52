import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { failure, never, sessionOf } from '../../test/adapter/duckdb.ts';
import { type OwnServer, ownServer } from '../../test/adapter/postgres-server.ts';
import postgres from './index.ts';

/** Certificates of two authorities: ours has signed the server, for the name `localhost` alone, and the client `certified`. */
let folder: string;
let server: OwnServer;
let plain: OwnServer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mw-ssl-'));
  authority('ours');
  authority('others');
  signed('server', { subject: '/CN=a server', extension: 'subjectAltName=DNS:localhost' });
  signed('client', { subject: '/CN=certified', extension: 'extendedKeyUsage=clientAuth' });
  const encrypted = ['ssl=on', 'ssl_cert_file=server.crt', 'ssl_key_file=server.key', 'ssl_ca_file=ours.crt'];
  server = await ownServer({
    port: await freePort(),
    settings: ['listen_addresses=localhost', ...encrypted],
    prepare: data => {
      for (const name of ['server.crt', 'server.key', 'ours.crt']) copyFileSync(join(folder, name), join(data, name));
      writeFileSync(join(data, 'pg_hba.conf'), access);
    },
  });
  await server.sql('create role certified login; create role unencrypted login');
  plain = await ownServer({ port: await freePort(), settings: ['listen_addresses=localhost'] });
}, 60_000);

afterAll(async () => {
  await server.close();
  await plain.close();
  rmSync(folder, { recursive: true });
});

const access = `local all all trust
hostssl all certified all cert
hostnossl all unencrypted all trust
hostssl all unencrypted all reject
hostssl all all all trust
`;

const openssl = (...words: readonly string[]): void => void execFileSync('openssl', words, { cwd: folder, stdio: 'pipe' });
const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

const authority = (name: string): void =>
  openssl('req', '-x509', ...newKey, '-keyout', `${name}.key`, '-out', `${name}.crt`, '-subj', `/CN=${name}`, '-days', '2');

interface Certificate {
  readonly subject: string;
  readonly extension: string;
}

function signed(name: string, { subject, extension }: Certificate): void {
  openssl('req', ...newKey, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', subject);
  writeFileSync(join(folder, `${name}.ext`), extension);
  const by = ['-CA', 'ours.crt', '-CAkey', 'ours.key', '-CAcreateserial', '-days', '2', '-extfile', `${name}.ext`];
  openssl('x509', '-req', '-in', `${name}.csr`, '-out', `${name}.crt`, ...by);
}

const freePort = (): Promise<number> =>
  new Promise(resolve => {
    const probe = createServer().listen(0, 'localhost', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

type Fields = Readonly<Record<string, unknown>>;

async function connect(fields: Fields, to = server) {
  const profile = { ...to.profile, host: 'localhost', port: to.port, retries: 0, ...fields };
  const checked = postgres.config.check(profile);
  if (!checked.ok) throw new Error(checked.problems.map(({ text }) => text).join('\n'));
  return postgres.connect(checked.value, { emit: () => undefined, threads: 1, projectDir: folder, signal: never });
}

/** `encrypted` or `plain`, and whose certificate the client showed. */
async function connection(fields: Fields, to = server): Promise<string> {
  const warehouse = await connect(fields, to);
  try {
    const session = await sessionOf(warehouse);
    const sql =
      "select case when ssl then 'encrypted' else 'plain' end || coalesce(' ' || client_dn, '') from pg_stat_ssl where pid = pg_backend_pid()";
    const { rows } = await session.query(sql as never, {}, never);
    await session.close();
    return String(rows[0]?.[0]);
  } finally {
    await warehouse.close();
  }
}

describe('a server with SSL', () => {
  test.each<[string, Fields, string]>([
    ['prefer takes it', { sslmode: 'prefer' }, 'encrypted'],
    ['no mode is prefer', { sslmode: undefined }, 'encrypted'],
    ['allow takes it where it must', { sslmode: 'allow' }, 'encrypted'],
    ['prefer does without where it must', { sslmode: 'prefer', user: 'unencrypted' }, 'plain'],
    ['disable never asks', { sslmode: 'disable', user: 'unencrypted' }, 'plain'],
    ['require asks nobody for a name', { sslmode: 'require', host: '127.0.0.1' }, 'encrypted'],
    ['require looks at the authority when one is given', { sslmode: 'require', sslrootcert: 'ours.crt' }, 'encrypted'],
    ['verify-ca looks at no name', { sslmode: 'verify-ca', sslrootcert: 'ours.crt', host: '127.0.0.1' }, 'encrypted'],
    ['verify-full looks at the name', { sslmode: 'verify-full', sslrootcert: 'ours.crt' }, 'encrypted'],
    [
      'a client shows its certificate',
      { sslmode: 'verify-full', sslrootcert: 'ours.crt', sslcert: 'client.crt', sslkey: 'client.key', user: 'certified' },
      'encrypted /CN=certified',
    ],
  ])('%s', async (_, fields, expected) => expect(await connection(fields)).toBe(expected));

  const authority = 'Set `sslrootcert` to the certificate of the authority that signed that of the server.';
  test.each<[string, Fields, RegExp, string | null]>([
    [
      'disable is refused where it must be encrypted',
      { sslmode: 'disable' },
      /^The server does not accept this connection: .*no encryption\.$/,
      null,
    ],
    [
      'require with the authority of others',
      { sslmode: 'require', sslrootcert: 'others.crt' },
      /^The encrypted connection cannot be made \(`sslmode` is `require`\): /,
      authority,
    ],
    [
      'verify-ca with the authority of others',
      { sslmode: 'verify-ca', sslrootcert: 'others.crt' },
      /\(`sslmode` is `verify-ca`\): /,
      authority,
    ],
    ['verify-ca with the authorities of the system', { sslmode: 'verify-ca' }, /\(`sslmode` is `verify-ca`\): /, authority],
    [
      'verify-full with another name',
      { sslmode: 'verify-full', sslrootcert: 'ours.crt', host: '127.0.0.1' },
      /\(`sslmode` is `verify-full`\): .*127\.0\.0\.1/,
      'Set `host` to a name that the certificate of the server has, or `sslmode` to `verify-ca`, which looks at no name.',
    ],
    [
      'a client without its certificate',
      { sslmode: 'require', user: 'certified' },
      /certificate/,
      'Set `sslcert` and `sslkey` to a certificate of that user, and its key.',
    ],
    [
      "a certificate of somebody else's",
      { sslmode: 'require', user: 'tester2', sslcert: 'client.crt', sslkey: 'client.key' },
      /tester2/,
      null,
    ],
    [
      'a certificate without its key',
      { sslmode: 'require', sslcert: 'client.crt', sslkey: 'nowhere.key' },
      /^The file `nowhere\.key`, which `sslkey` names, cannot be read: ENOENT\.$/,
      'Relative paths start at the project folder.',
    ],
    [
      'an authority that is no certificate',
      { sslmode: 'verify-ca', sslrootcert: 'ours.key' },
      /\(`sslmode` is `verify-ca`\): /,
      authority,
    ],
  ])('%s is told', async (_, fields, text, hint) => {
    const { message, hint: given } = await failure(connect(fields));
    expect(message).toMatch(text);
    if (hint !== null) expect(given).toBe(hint);
  });
});

describe('a server without SSL', () => {
  test('prefer does without', async () => expect(await connection({ sslmode: 'prefer' }, plain)).toBe('plain'));
  test.each(['require', 'verify-ca', 'verify-full'])('%s is told', async sslmode => {
    const { message, hint } = await failure(connect({ sslmode }, plain));
    expect(message).toBe(`\`sslmode\` is \`${sslmode}\`, but the server has no SSL.`);
    expect(hint).toContain('Turn SSL on at the server');
  });
});
