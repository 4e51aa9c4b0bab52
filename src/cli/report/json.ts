import { instant } from '../../artifact/metadata.ts';
import type { CommandEvent } from '../../command/event.ts';
import { jsonLines, type LineState, type LogLine } from './json-event.ts';
import { isTold, type LogLevel, type Reporter, type Sink } from './reporter.ts';

export interface JsonOptions {
  readonly out: Sink;
  readonly level: LogLevel;
  readonly pid: number;
}

/**
 * One JSON object per line, in the envelope and under the event names that orchestrators of dbt projects read: `info` with what
 * all lines have, `data` with what the kind of event adds.
 */
export class JsonReporter implements Reporter {
  readonly #options: JsonOptions;
  #state: LineState;

  constructor(options: JsonOptions) {
    this.#options = options;
    const tells = (level: LogLevel): boolean => isTold(level, options.level);
    this.#state = { invocation: '', names: new Map(), started: new Map(), nodes: new Map(), tells };
  }

  take(event: CommandEvent): void {
    if (event.kind === 'command.start') this.#state = { ...this.#state, invocation: event.invocation };
    for (const line of jsonLines(event, this.#state)) {
      // What was asked for is told however quiet the user wants it.
      if (event.kind === 'output' || event.kind === 'rows' || isTold(line.level, this.#options.level))
        this.#write(line, event.at);
    }
  }

  close(): void {}

  #write({ name, code, level, msg, thread, data }: LogLine, at: Date): void {
    const ts = instant(at);
    const shared = { category: '', extra: {}, invocation_id: this.#state.invocation, pid: this.#options.pid, thread, ts };
    const info = { ...shared, name, code, level, msg };
    const big = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? Number(value) : value);
    this.#options.out.write(`${JSON.stringify({ info, data }, big)}\n`);
  }
}
