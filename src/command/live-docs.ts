import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { resolve } from 'node:path';
import { StartFailure } from '../diagnostic/diagnostic.ts';
import { livePolicy, type PageFiles, pageHtml } from '../docs/page-html.ts';
import type { DevOptions } from './dev.ts';
import { generateDocs } from './docs-generate.ts';
import { type Route, refuse, type ServedFolder, securityHeaders, serveFolder } from './docs-server.ts';
import type { EmitCommand } from './event.ts';
import type { Invocation } from './invocation.ts';
import { liveChange } from './live-state.ts';
import { type LiveStream, liveStream } from './live-stream.ts';
import type { OpenProject } from './open-project.ts';
import { targetDir } from './target-dir.ts';

/** The docs of a project that is watched. They are written anew while somebody looks at them, and when somebody comes to. */
export interface LiveDocs {
  /** Tells readers what happens. */
  readonly take: EmitCommand;
  /** Starts to serve. Fails with StartFailure when the port is taken. */
  serve(open: OpenProject): Promise<void>;
  /** Something was built, or the project was read anew, and for now nothing more is going to be. */
  renew(open: OpenProject): void;
  close(): Promise<void>;
}

export interface LiveDocsOptions {
  readonly options: DevOptions;
  readonly invocation: Invocation;
  readonly secrets: () => readonly string[];
}

/** Where a page that lost us looks for us again when we are back. */
const usualPort = 8090;

export function liveDocs({ options, invocation, secrets }: LiveDocsOptions): LiveDocs {
  const { effects } = invocation;
  const source = sourceReader(options.projectDir);
  let page: PageFiles | null = null;
  let outdated: OpenProject | null = null;
  let writing: Promise<void> | null = null;
  let served: ServedFolder | null = null;
  const write = async (): Promise<void> => {
    while (outdated !== null) {
      const open = outdated;
      outdated = null;
      page = (await generateDocs(open, allOf(options), { ...invocation, effects: { ...effects, emit: () => {} } })).page ?? page;
      if (page !== null) stream.tell({ overview: page.data.replace(/^.*\//, '') });
    }
  };
  const upToDate = async (): Promise<void> => {
    writing ??= write().finally(() => {
      writing = null;
    });
    await writing;
  };
  // What keeps the docs from being written, the builds tell too.
  const renewQuietly = (): void => void upToDate().catch(() => undefined);
  const stream: LiveStream = liveStream(renewQuietly);
  const answerPage: Route = async (request, response) => {
    const failure = page === null || stream.state().phase === 'idle' ? await upToDate().then(none, reasonOf) : null;
    if (page === null) return failure === null ? refuse(response, 503) : explain(response, failure);
    response.writeHead(200, { ...securityHeaders, ...livePageHeaders });
    response.end(request.method === 'HEAD' ? undefined : pageHtml({ ...page, events: eventsPath }));
  };
  return {
    take: event => {
      const change = liveChange(event, stream.state(), { source, secrets });
      if (change !== null) stream.tell(change);
    },
    serve: async open => {
      if (served !== null || options.docs === null) return;
      const routes = new Map([
        ['/', answerPage],
        ['/index.html', answerPage],
        [`/${eventsPath}`, stream.route],
      ]);
      outdated = open;
      served = await serveAt(targetDir(open.project), options.docs, routes);
      effects.emit({ kind: 'note', at: effects.clock.now(), text: `Docs at ${served.url}` });
    },
    renew: open => {
      outdated = open;
      if (stream.readers() > 0) renewQuietly();
    },
    close: async () => {
      stream.close();
      await served?.close();
      await writing?.catch(() => undefined);
    },
  };
}

const eventsPath = 'events';

const livePageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `${livePolicy}; frame-ancestors 'none'`,
};

/** At the port that is asked for; else at the usual one, or any that is free. */
async function serveAt(
  dir: string,
  { host, port }: NonNullable<DevOptions['docs']>,
  routes: ReadonlyMap<string, Route>,
): Promise<ServedFolder> {
  if (port !== null) return serveFolder(dir, { host, port, routes });
  return serveFolder(dir, { host, port: usualPort, routes }).catch(() => serveFolder(dir, { host, port: 0, routes }));
}

/** The docs are of the whole project, whatever is built. */
const allOf = ({ select: _select, exclude: _exclude, selector: _selector, ...rest }: DevOptions) => ({
  ...rest,
  content: 'whole' as const,
});

const none = (): null => null;
const reasonOf = (error: unknown): string => {
  if (error instanceof StartFailure) return error.message;
  throw error;
};

function explain(response: ServerResponse, reason: string): void {
  response.writeHead(503, { ...securityHeaders, 'content-type': 'text/plain; charset=utf-8' });
  response.end(`The docs cannot be written yet: ${reason}\n`);
}

function sourceReader(dir: string): (file: string) => string | null {
  return file => {
    try {
      return readFileSync(resolve(dir, file), 'utf8').replace(/^\uFEFF/, '');
    } catch {
      return null;
    }
  };
}
