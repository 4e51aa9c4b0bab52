import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { create } from 'tar';
import { onTestFinished } from 'vitest';

/** What a version of a package is made of. */
export interface Release {
  /** What it asks for, as in a package list. */
  readonly packages?: readonly object[];
  readonly dbt?: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
}

/** By `org/name`, then by version. */
export type Releases = Readonly<Record<string, Readonly<Record<string, Release>>>>;

export interface HubServer {
  readonly url: string;
  /** The paths that were asked for, in order. */
  readonly asked: readonly string[];
  /** Answers so before anything else; null: as usual. */
  answer: ((path: string, request: IncomingMessage, response: ServerResponse) => boolean) | null;
}

/** A real hub on this machine, with the pages and archives of the public one; closed when the test ends. */
export async function serveHub(releases: Releases): Promise<HubServer> {
  const asked: string[] = [];
  const hub = { url: '', asked, answer: null as HubServer['answer'] };
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    if (hub.answer?.(path, request, response)) return;
    const body = pageOf(path, hub.url, releases);
    response.statusCode = body === null ? 404 : 200;
    response.end(body ?? 'nothing here');
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  hub.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return hub;
}

function pageOf(path: string, base: string, releases: Releases): string | Uint8Array | null {
  if (path === '/api/v1/index.json') return JSON.stringify(Object.keys(releases));
  const [, id = ''] = /^\/api\/v1\/(.*)\.json$/.exec(path) ?? [];
  const versions = Object.hasOwn(releases, id) ? releases[id] : undefined;
  if (versions !== undefined) return JSON.stringify(indexOf(id, versions, base));
  const [, package_ = '', version = ''] = /^\/tar\/([^/]+\/[^/]+)\/(.*)\.tar\.gz$/.exec(path) ?? [];
  const release = releases[package_]?.[version];
  return release === undefined ? null : archiveOf(package_.split('/')[1] ?? '', version, release);
}

function indexOf(id: string, versions: Readonly<Record<string, Release>>, base: string): object {
  const [namespace = '', name = ''] = id.split('/');
  const listed = Object.entries(versions).map(([version, { packages = [], dbt = [] }]) => {
    const tarball = `${base}/tar/${id}/${version}.tar.gz`;
    return [version, { id: `${id}/${version}`, name, version, packages, require_dbt_version: dbt, downloads: { tarball } }];
  });
  return { id, name, namespace, versions: Object.fromEntries(listed) };
}

/** A `.tar.gz` with a folder around all, as the archives of repositories are. */
export function archiveOf(name: string, version: string, { files = {}, packages }: Release): Uint8Array {
  const dir = mkdtempSync(join(tmpdir(), 'archive-'));
  const top = `${name}-${version}`;
  const all = {
    'dbt_project.yml': `name: ${name}\nversion: "${version}"\n`,
    ...(packages === undefined ? {} : { 'packages.yml': JSON.stringify({ packages }) }),
    ...files,
  };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(join(dir, top, dirname(path)), { recursive: true });
    writeFileSync(join(dir, top, path), text);
  }
  const bytes = create({ cwd: dir, gzip: true, sync: true }, [top]).read();
  rmSync(dir, { recursive: true });
  return bytes as Uint8Array;
}
