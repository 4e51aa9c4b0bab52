import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize, sep } from 'node:path';
import { diagnose, StartFailure } from '../diagnostic/diagnostic.ts';
import { pagePolicy } from '../docs/page-html.ts';

export interface ServeAt {
  /** 0: any that is free. */
  readonly port: number;
  readonly host: string;
  /** What answers at a path in place of a file. */
  readonly routes?: ReadonlyMap<string, Route>;
}

/** Asked only by those who may read, and only to read. */
export type Route = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

export interface ServedFolder {
  readonly url: string;
  close(): Promise<void>;
}

/** Only files below the folder are given, only to read, and folders are not listed. */
export async function serveFolder(dir: string, { host, port, routes = new Map() }: ServeAt): Promise<ServedFolder> {
  const local = isLoopback(host);
  const server = createServer((request, response) => {
    void answer(request, response, { dir, local, routes });
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
  readonly routes: ReadonlyMap<string, Route>;
}

async function answer(request: IncomingMessage, response: ServerResponse, { dir, local, routes }: Answering): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405);
  // A page elsewhere may give its own name this address to read local files; its requests carry that name.
  if (local && !isLoopback(hostName(request))) return refuse(response, 403);
  const route = routes.get((request.url ?? '/').split(/[?#]/)[0] ?? '/');
  if (route !== undefined) return route(request, response);
  const asked = filePath(dir, request.url ?? '/');
  const path = asked === null ? null : await withoutLinks(asked, dir);
  const contentType = contentTypes[path === null ? '' : extname(path)];
  const found = path === null ? null : await stat(path).catch(() => null);
  if (path === null || contentType === undefined || found === null || !found.isFile()) return refuse(response, 404);
  response.writeHead(200, {
    ...securityHeaders,
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

export function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { ...securityHeaders, 'content-type': 'text/plain; charset=utf-8' });
  response.end(`${status}\n`);
}

export const securityHeaders = {
  'cache-control': 'no-cache',
  // The page's own policy, and what only a server can say.
  'content-security-policy': `${pagePolicy}; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
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
