import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize, sep } from 'node:path';
import { diagnose, StartFailure } from '../diagnostic/diagnostic.ts';
import { pagePolicy } from '../docs/page-html.ts';
import type { Effects } from './effects.ts';
import { invoke } from './invocation.ts';
import { readProject } from './open-project.ts';
import type { ProjectOptions } from './options.ts';
import { fine, type Outcome } from './outcome.ts';
import { targetDir } from './target-dir.ts';

export interface ServeOptions extends ProjectOptions {
  /** 0: any that is free. */
  readonly port: number;
  readonly host: string;
}

/** Serves the docs until the signal is aborted. */
export const docsServe = (options: ServeOptions, effects: Effects, signal: AbortSignal): Promise<Outcome> =>
  invoke(options, { effects, signal }, async () => {
    const project = await readProject(options, effects);
    const dir = targetDir(project);
    if (!(await isFile(join(dir, 'index.html')))) throw new StartFailure([diagnose('command-docs-missing', null, { path: dir })]);
    const site = await serveFolder(dir, options);
    effects.emit({ kind: 'note', at: effects.clock.now(), text: `Docs at ${site.url} (Ctrl-C ends)` });
    await aborted(signal);
    await site.close();
    return fine;
  });

export interface ServedFolder {
  readonly url: string;
  close(): Promise<void>;
}

/** Only files below the folder are given, only to read, and folders are not listed. */
export async function serveFolder(dir: string, { host, port }: Pick<ServeOptions, 'host' | 'port'>): Promise<ServedFolder> {
  const local = isLoopback(host);
  const server = createServer((request, response) => {
    void answer(request, response, { dir, local });
  });
  await listen(server, { host, port });
  const { port: actual } = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise(resolve => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://${host.includes(':') ? `[${host}]` : host}:${actual}/`, close };
}

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);

function listen(server: Server, { host, port }: { readonly host: string; readonly port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'EADDRINUSE' ? 'another program listens there' : error.message;
      reject(new StartFailure([diagnose('command-port-taken', null, { host, port, reason })]));
    });
    server.listen(port, host, resolve);
  });
}

interface Answering {
  readonly dir: string;
  /** Whether only this machine can reach the server. */
  readonly local: boolean;
}

async function answer(request: IncomingMessage, response: ServerResponse, { dir, local }: Answering): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405);
  // A page elsewhere may give its own name this address to read local files; its requests carry that name.
  if (local && !isLoopback(hostName(request))) return refuse(response, 403);
  const asked = filePath(dir, request.url ?? '/');
  const path = asked === null ? null : await withoutLinks(asked, dir);
  const contentType = contentTypes[path === null ? '' : extname(path)];
  const found = path === null ? null : await stat(path).catch(() => null);
  if (path === null || contentType === undefined || found === null || !found.isFile()) return refuse(response, 404);
  response.writeHead(200, {
    ...headers,
    'content-type': contentType,
    'content-length': found.size,
  });
  if (request.method === 'HEAD') return void response.end();
  createReadStream(path)
    .on('error', () => response.destroy())
    .pipe(response);
}

const hostName = (request: IncomingMessage): string => (request.headers.host ?? '').replace(/:\d+$/, '').replace(/^\[|\]$/g, '');

/** Null for what is not a path below the folder, and for hidden files. */
function filePath(dir: string, url: string): string | null {
  const [path = ''] = url.split(/[?#]/);
  const decoded = decode(path);
  if (decoded === null || decoded.includes('\0') || decoded.includes('\\') || !decoded.startsWith('/')) return null;
  if (decoded.split('/').some(part => part.startsWith('.'))) return null;
  const file = normalize(join(dir, decoded.endsWith('/') ? `${decoded}index.html` : decoded));
  return file.startsWith(dir.endsWith(sep) ? dir : dir + sep) ? file : null;
}

/** Null for a link that leads out of the folder. */
async function withoutLinks(path: string, dir: string): Promise<string | null> {
  const real = await realpath(path).catch(() => null);
  const home = await realpath(dir).catch(() => dir);
  return real?.startsWith(home.endsWith(sep) ? home : home + sep) ? real : null;
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { ...headers, 'content-type': 'text/plain; charset=utf-8' });
  response.end(`${status}\n`);
}

const headers = {
  'cache-control': 'no-cache',
  // The page's own policy, and what only a server can say.
  'content-security-policy': `${pagePolicy}; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

/** What docs are made of. Nothing else is given: the target folder may hold the database. */
const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.sql': 'text/plain; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
};

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    found => found.isFile(),
    () => false,
  );
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
