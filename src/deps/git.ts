import { spawn } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { shownUrl } from './shown-url.ts';

/** Git, the user's own, could not do what it was asked. */
export class GitError extends Error {
  readonly kind: 'no-git' | 'unreachable' | 'no-revision' | 'failed';
  /** What the repository has in place of a revision that it has not. */
  readonly revisions: readonly string[];
  constructor(kind: GitError['kind'], reason: string, revisions: readonly string[] = []) {
    super(reason);
    this.name = 'GitError';
    this.kind = kind;
    this.revisions = revisions;
  }
}

export interface Checkout {
  /** May hold a secret. */
  readonly url: string;
  /** Null: the default branch. */
  readonly revision: string | null;
  /** The folder to make. */
  readonly dir: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/**
 * Puts the files of a revision into a new folder, and nothing of the repository around them. Returns the commit. Of a name that
 * is both, the tag counts. Fails with GitError.
 */
export async function checkOut(checkout: Checkout): Promise<string> {
  const { url, dir, revision } = checkout;
  await mkdir(dir, { recursive: true });
  const git = (...args: readonly string[]): Promise<string> => run(args, checkout);
  const refs = parseRefs(await git('ls-remote', '--', url));
  await git('init', '--quiet', '--template=');
  const wanted = wantedRef(refs, revision);
  const fetched = await fetchRevision(wanted, checkout, refs);
  await git('-c', 'advice.detachedHead=false', 'checkout', '--quiet', '--detach', fetched, '--');
  const commit = (await git('rev-parse', 'HEAD')).trim();
  await rm(join(dir, '.git'), { recursive: true, force: true });
  return commit;
}

/** What a repository has: its commits by the full name of what points to them. */
type Refs = ReadonlyMap<string, string>;

const parseRefs = (text: string): Refs =>
  new Map(
    text
      .split('\n')
      .map(line => line.split('\t'))
      .flatMap(([commit = '', ref]) => (ref === undefined ? [] : [[ref, commit] as const])),
  );

/** The name to fetch; null when the repository does not tell one for it, as for a commit in the middle of a branch. */
function wantedRef(refs: Refs, revision: string | null): string | null {
  if (revision === null) return 'HEAD';
  const named = [`refs/tags/${revision}`, `refs/heads/${revision}`, revision].find(ref => refs.has(ref));
  if (named !== undefined) return named;
  return isCommit(revision)
    ? ([...refs].find(([ref, commit]) => commit.startsWith(revision) && !ref.endsWith('^{}'))?.[0] ?? null)
    : null;
}

const isCommit = (revision: string): boolean => /^[0-9a-f]{4,64}$/i.test(revision);

/** Returns what to check out. As little is fetched as the server allows. */
async function fetchRevision(ref: string | null, checkout: Checkout, refs: Refs): Promise<string> {
  const { url, revision } = checkout;
  const fetch = (...args: readonly string[]): Promise<string> => run(['fetch', '--quiet', '--no-tags', ...args], checkout);
  if (ref !== null) {
    await fetch('--depth=1', '--', url, ref);
    return 'FETCH_HEAD';
  }
  const names = [...refs.keys()].flatMap(each => /^refs\/(?:tags|heads)\/(.*?)(?:\^\{\})?$/.exec(each)?.[1] ?? []);
  const unknown = new GitError('no-revision', `there is no \`${revision}\``, [...new Set(names)]);
  if (revision === null || !isCommit(revision)) throw unknown;
  if (revision.length >= 40) {
    const isFetched = await fetch('--depth=1', '--', url, revision).then(
      () => true,
      () => false,
    );
    if (isFetched) return 'FETCH_HEAD';
  }
  await fetch('--', url, '+refs/heads/*:refs/remotes/origin/*', '+refs/tags/*:refs/tags/*');
  const commit = await run(['rev-parse', '--verify', '--quiet', `${revision}^{commit}`], checkout).catch(() => '');
  if (commit.trim() === '') throw unknown;
  return commit.trim();
}

function run(args: readonly string[], { dir, env, signal }: Checkout): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', args, { cwd: dir, env: { ...env }, signal, stdio: ['ignore', 'pipe', 'pipe'] });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'ENOENT' ? new GitError('no-git', 'the command `git` is not found') : error);
    });
    child.once('close', code => {
      if (code === 0) resolve(Buffer.concat(out).toString());
      else reject(new GitError(args[0] === 'ls-remote' || args[0] === 'fetch' ? 'unreachable' : 'failed', complaint(err)));
    });
  });
}

/** The line of all that git says which tells what is wrong. */
function complaint(chunks: readonly Buffer[]): string {
  const lines = shownUrl(Buffer.concat(chunks).toString())
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '');
  const telling = lines.find(line => /^(fatal|error|remote): /.test(line)) ?? lines[0] ?? 'it ended without a word';
  return telling.replace(/^(fatal|error|remote): /, '').replace(/\.$/, '');
}
