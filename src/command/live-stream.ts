import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LiveChange, LiveState } from '../docs/live-event.ts';
import { type Route, refuse, securityHeaders } from './docs-server.ts';
import { changed, joined, quietState } from './live-state.ts';

/** Server-sent events for the pages that are open. */
export interface LiveStream {
  readonly route: Route;
  readonly state: () => LiveState;
  readonly readers: () => number;
  tell(change: LiveChange): void;
  close(): void;
}

/** A fast run has thousands of events in a second; nobody can see more than this. */
const togetherMs = 50;
/** Ends what the other end has left without a word. */
const heartbeatMs = 15_000;
/** Browsers open six connections to one server; whoever opens more is no reader. */
const mostReaders = 32;

export function liveStream(onReader: () => void): LiveStream {
  const readers = new Set<ServerResponse>();
  let state = quietState;
  let waiting: LiveChange | null = null;
  const flush = (): void => {
    if (waiting !== null) for (const reader of readers) send(reader, waiting);
    waiting = null;
  };
  const heartbeat = setInterval(() => {
    for (const reader of readers) reader.write(':\n\n');
  }, heartbeatMs).unref();
  return {
    state: () => state,
    readers: () => readers.size,
    tell: change => {
      state = changed(state, change);
      if (readers.size === 0) return;
      if (waiting === null) setTimeout(flush, togetherMs).unref();
      waiting = waiting === null ? change : joined(waiting, change);
    },
    route: (request, response) => {
      if (!isOwnPage(request)) return refuse(response, 403);
      if (readers.size >= mostReaders) return refuse(response, 503);
      response.writeHead(200, {
        ...securityHeaders,
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
      });
      if (request.method === 'HEAD') return void response.end();
      response.write(`retry: ${retryMs}\n\n`);
      send(response, { ...state, isNewRun: true });
      readers.add(response);
      response.on('close', () => readers.delete(response));
      onReader();
    },
    close: () => {
      clearInterval(heartbeat);
      for (const reader of readers) reader.end();
    },
  };
}

const retryMs = 1000;

const send = (reader: ServerResponse, change: LiveChange): void => void reader.write(`data: ${JSON.stringify(change)}\n\n`);

/** Browsers say which page asks; what says nothing is a program of this machine, or a browser that is pointed here by hand. */
function isOwnPage({ headers }: IncomingMessage): boolean {
  const { origin, host } = headers;
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  return origin === undefined || origin === `http://${host}`;
}
