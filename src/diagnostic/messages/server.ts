import type { Message } from './message.ts';

const quoted = (names: readonly string[]): string => names.map(name => `\`${name}\``).join(', ');

/** About warehouses that are reached over a network. */
export const serverMessages = {
  'warehouse-config-range': (p: {
    readonly field: string;
    readonly value: number;
    readonly least: number;
    readonly most: number;
  }): Message => ({ text: `\`${p.field}\` is \`${p.value}\`; it must be from ${p.least} to ${p.most}.`, hint: null }),
  'warehouse-config-choice': (p: {
    readonly field: string;
    readonly value: string;
    readonly choices: readonly string[];
  }): Message => ({ text: `\`${p.field}\` is \`${p.value}\`; it must be one of ${quoted(p.choices)}.`, hint: null }),
  'warehouse-file-unreadable': (p: { readonly field: string; readonly path: string; readonly detail: string }): Message => ({
    text: `The file \`${p.path}\`, which \`${p.field}\` names, cannot be read: ${p.detail}.`,
    hint: 'Relative paths start at the project folder.',
  }),
  'warehouse-nul': (p: { readonly text: string }): Message => ({
    text: `\`${p.text}\` contains the character NUL, which Postgres cannot store.`,
    hint: 'Remove it from the data or the name.',
  }),

  'warehouse-server-full': (p: { readonly detail: string }): Message => ({
    text: `The server's disk is full: ${p.detail}.`,
    hint: 'Make room there, and run it again: what was under way is undone.',
  }),
  'warehouse-permission': (p: {
    readonly detail: string;
    /** As the server calls it, such as `schema`; null when it does not say. */
    readonly kind: string | null;
    readonly name: string;
    readonly isOwned: boolean;
  }): Message => ({ text: p.detail, hint: permissionHint(p) }),

  'warehouse-refused': (p: { readonly address: string }): Message => ({
    text: `No server listens at \`${p.address}\`.`,
    hint: 'Check `host` and `port` in the profile, and that the server runs and can be reached from here.',
  }),
  'warehouse-host-unknown': (p: { readonly host: string }): Message => ({
    text: `The host \`${p.host}\` is not known.`,
    hint: 'Check `host` in the profile, and the network.',
  }),
  'warehouse-connect-timeout': (p: { readonly address: string; readonly seconds: number }): Message => ({
    text: `\`${p.address}\` did not answer within ${p.seconds} s.`,
    hint: 'Check `host` and `port` in the profile and the firewalls in between, or raise `connect_timeout`.',
  }),
  'warehouse-login-refused': (p: { readonly user: string; readonly detail: string }): Message => ({
    text: `The server does not let \`${p.user}\` in: ${p.detail}.`,
    hint: /certificate/.test(p.detail)
      ? 'Set `sslcert` and `sslkey` to a certificate of that user, and its key.'
      : 'Check `user` and `password` in the profile.',
  }),
  'warehouse-access-refused': (p: { readonly detail: string }): Message => ({
    text: `The server does not accept this connection: ${p.detail}.`,
    hint: 'Its `pg_hba.conf` decides about host, user, database and encryption; see `sslmode` in the profile too.',
  }),
  'warehouse-database-missing': (p: { readonly database: string }): Message => ({
    text: `The server has no database \`${p.database}\`.`,
    hint: `Check \`dbname\` in the profile, or create it once with \`create database "${p.database.replaceAll('"', '""')}"\`.`,
  }),
  'warehouse-role-refused': (p: { readonly role: string; readonly user: string; readonly detail: string }): Message => ({
    text: `\`${p.user}\` cannot take on the role \`${p.role}\`: ${p.detail}.`,
    hint: 'Check `role` in the profile, and that the user is a member of that role.',
  }),
  'warehouse-ssl-unsupported': (p: { readonly mode: string }): Message => ({
    text: `\`sslmode\` is \`${p.mode}\`, but the server has no SSL.`,
    hint: 'Turn SSL on at the server, or set `sslmode` to `prefer` if an unencrypted connection will do.',
  }),
  'warehouse-ssl-failed': (p: { readonly mode: string; readonly detail: string }): Message => ({
    text: `The encrypted connection cannot be made (\`sslmode\` is \`${p.mode}\`): ${p.detail}.`,
    hint: /altnames/.test(p.detail)
      ? 'Set `host` to a name that the certificate of the server has, or `sslmode` to `verify-ca`, which looks at no name.'
      : /self-signed|issuer|verify the first/.test(p.detail)
        ? 'Set `sslrootcert` to the certificate of the authority that signed that of the server.'
        : 'Check `sslrootcert`, `sslcert` and `sslkey`.',
  }),
  'warehouse-connections-exhausted': (p: { readonly detail: string }): Message => ({
    text: `The server takes no more connections: ${p.detail}.`,
    hint: 'Use fewer `threads`, or raise `max_connections` of the server.',
  }),
  'warehouse-connect-failed': (p: { readonly address: string; readonly detail: string }): Message => ({
    text: `Connecting to \`${p.address}\` failed: ${p.detail}.`,
    hint: null,
  }),
  'warehouse-connection-lost': (p: { readonly detail: string }): Message => ({
    text: `The connection to the server was lost: ${p.detail}.`,
    hint: 'What was under way is undone by the server; run again.',
  }),
  'warehouse-commit-unknown': (p: { readonly detail: string }): Message => ({
    text: `The connection to the server was lost while a transaction was committed (${p.detail}), so it is not known whether that took effect.`,
    hint: 'Look whether the new rows are there before you run the node again.',
  }),
  'warehouse-not-kept': (p: { readonly dependent: string; readonly detail: string }): Message => ({
    text: `\`${p.dependent}\` is bound to it and cannot be kept: ${p.detail.replace(/\.$/, '')}. Nothing was changed.`,
    hint: 'Select what builds it too, change it first, or drop it if nobody needs it.',
  }),
  'warehouse-timeout': (p: { readonly detail: string }): Message => ({
    text: `The server stopped the statement: ${p.detail}.`,
    hint: 'Raise that limit for the user or the database, or make the statement do less.',
  }),
};

interface Denied {
  readonly kind: string | null;
  readonly name: string;
  readonly isOwned: boolean;
}

/** What the one who may do it can send. */
function permissionHint({ kind, name, isOwned }: Denied): string | null {
  if (kind === null) return null;
  const owner = `connect with the \`role\` that owns it, or hand it over with \`alter ${kind} ${name} owner to …\``;
  if (isOwned) return `Only its owner may replace or change it: ${owner}.`;
  const privileges = { schema: 'usage, create', database: 'connect, create', function: 'execute' }[kind];
  return privileges === undefined
    ? `To read it, its owner can send \`grant select on ${name} to …\`; to build it, ${owner}.`
    : `Its owner can allow it: \`grant ${privileges} on ${kind} ${name} to …\`, with the \`user\` of the profile, or its \`role\`.`;
}
