import { setTimeout as pause } from 'node:timers/promises';
import { shownUrl } from './shown-url.ts';

/** Nothing came from an address, however often it was asked. */
export class DownloadError extends Error {
  readonly url: string;
  /** What the server answered; null when none did. */
  readonly status: number | null;
  constructor(url: string, status: number | null, reason: string) {
    super(reason);
    this.name = 'DownloadError';
    this.url = shownUrl(url);
    this.status = status;
  }
}

export interface DownloadLimits {
  readonly maxBytes: number;
  /** For each attempt. */
  readonly timeoutMs: number;
}

/** Between attempts, of which there is one more. */
const pausesMs: readonly number[] = [200, 800, 2000];
const maxPauseMs = 10_000;

/** The body of an answer. Tries again what may pass: no connection, a server that is busy or broken. Fails with DownloadError. */
export async function download(url: string, limits: DownloadLimits, signal: AbortSignal): Promise<Uint8Array> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await fetchOnce(url, limits, signal);
    } catch (error) {
      signal.throwIfAborted();
      const planned = pausesMs[attempt];
      if (!(error instanceof Passing) || planned === undefined)
        throw error instanceof Passing ? new DownloadError(url, error.status, error.message) : error;
      await pause(Math.min(error.waitMs ?? planned, maxPauseMs), undefined, { signal });
    }
  }
}

/** A failure that may be over soon. */
class Passing extends Error {
  readonly status: number | null;
  /** What the server asks for; null when it does not. */
  readonly waitMs: number | null;
  constructor(reason: string, status: number | null, waitMs: number | null) {
    super(reason);
    this.status = status;
    this.waitMs = waitMs;
  }
}

async function fetchOnce(url: string, limits: DownloadLimits, signal: AbortSignal): Promise<Uint8Array> {
  const timeout = AbortSignal.timeout(limits.timeoutMs);
  try {
    const response = await fetch(...requestFor(url, AbortSignal.any([signal, timeout])));
    if (!response.ok) throw refusal(url, response);
    return await bodyOf(url, response, limits);
  } catch (error) {
    if (error instanceof DownloadError || error instanceof Passing || signal.aborted) throw error;
    throw new Passing(timeout.aborted ? `no answer within ${limits.timeoutMs / 1000} s` : reasonOf(error), null, null);
  }
}

/** `fetch` takes no addresses with a user in them, so that goes into a header. */
function requestFor(url: string, signal: AbortSignal): [URL, RequestInit] {
  const address = new URL(url);
  const { username, password } = address;
  address.username = '';
  address.password = '';
  const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const headers = { 'user-agent': 'modelwright', ...(user === ':' ? {} : { authorization: `Basic ${btoa(user)}` }) };
  return [address, { signal, headers }];
}

function refusal(url: string, { status, headers, statusText, body }: Response): Error {
  void body?.cancel();
  const reason = `the server answers ${status}${statusText === '' ? '' : ` (${statusText})`}`;
  const isPassing = status >= 500 || status === 429 || status === 408;
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return isPassing ? new Passing(reason, status, seconds >= 0 ? seconds * 1000 : null) : new DownloadError(url, status, reason);
}

async function bodyOf(url: string, { body }: Response, { maxBytes }: DownloadLimits): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > maxBytes) throw new DownloadError(url, null, `more than ${Math.round(maxBytes / 2 ** 20)} MB come from there`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const reasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'no server of that name is known',
  EAI_AGAIN: 'the name of the server cannot be looked up',
  ECONNREFUSED: 'nothing answers there',
  ECONNRESET: 'the connection broke',
  UND_ERR_SOCKET: 'the connection broke',
  ENETUNREACH: 'there is no way to that network',
  EHOSTUNREACH: 'there is no way to that server',
  ETIMEDOUT: 'the connection timed out',
  UND_ERR_CONNECT_TIMEOUT: 'the connection timed out',
  CERT_HAS_EXPIRED: 'the certificate of the server has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate of the server is self-signed (NODE_EXTRA_CA_CERTS names others to trust)',
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate of the server is self-signed (NODE_EXTRA_CA_CERTS names others to trust)',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate of the server cannot be verified (NODE_EXTRA_CA_CERTS names others to trust)',
};

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return reasons[code] ?? (cause instanceof Error && cause.message !== '' ? shownUrl(cause.message) : 'the connection failed');
}
