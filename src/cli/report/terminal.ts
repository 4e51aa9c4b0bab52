import pc from 'picocolors';
import type { CommandEvent } from '../../command/event.ts';
import { type RenderContext, renderDiagnostic } from '../../diagnostic/render.ts';
import { terminalLines, terminalText } from '../../diagnostic/terminal-text.ts';
import type { RunNode } from '../../execute/event.ts';
import type { NodeId } from '../../manifest/id.ts';
import { hideCursor, LiveRegion, showCursor } from './live.ts';
import { counted, cut, detailOf, kindOf, labelOf, padded, secondsText, type Verdict, verdictOf } from './node-line.ts';
import { packageLine } from './package-line.ts';
import { planLines, statementCount } from './plan.ts';
import { isTold, type LogLevel, type Reporter, type Sink } from './reporter.ts';
import { rowsText } from './rows.ts';
import { saveLines } from './save.ts';
import {
  againText,
  type Ended,
  isTrouble,
  plannedText,
  type SummaryPlace,
  type Trouble,
  totalsText,
  troubleText,
} from './summary.ts';

export interface TerminalOptions {
  readonly out: Sink;
  /** For complaints, and for remarks of commands whose output another program may read. */
  readonly err: Sink;
  readonly color: boolean;
  /** Whether `out` is a terminal, which acts on control characters; programs get data as it is. */
  readonly isTerminal: boolean;
  /** `live`: draw what runs now at the bottom. `plain`: a line per finished node. */
  readonly progress: 'live' | 'plain';
  readonly level: LogLevel;
  /** Of the terminal at this moment. */
  readonly size: () => { readonly columns: number; readonly rows: number };
  readonly now: () => Date;
  /** Calls again and again until the function that it gives is called. */
  readonly every: (ms: number, act: () => void) => () => void;
  readonly source: RenderContext['source'];
  readonly workingDir: string;
}

type EventOf<K extends CommandEvent['kind']> = Extract<CommandEvent, { readonly kind: K }>;

/** What runs, and how far it has come. */
interface Progress {
  readonly running: Map<NodeId, { readonly node: RunNode; readonly since: Date }>;
  readonly troubles: Trouble[];
  readonly names: Map<NodeId, string>;
  total: number;
  mode: 'apply' | 'plan';
  /** Of all plans of a dry run. */
  statements: number;
  done: number;
  since: Date | null;
  nameWidth: number;
  kindWidth: number;
}

const frameMs = 100;
/** Wider names push their line out of line rather than all others. */
const widestName = 48;
/** Commands whose output is data. */
const dataCommands: ReadonlySet<string> = new Set(['list', 'show', 'compile']);

export class TerminalReporter implements Reporter {
  readonly #options: TerminalOptions;
  readonly #live: LiveRegion;
  readonly #paint: ReturnType<typeof pc.createColors>;
  #stop: (() => void) | null = null;
  #command = '';
  #version = '';
  #project: EventOf<'project'> | null = null;
  /** Runs that follow saves are told briefly; `saved`: the save itself was just told. */
  #saves: 'none' | 'saved' | 'building' = 'none';
  #progress: Progress = freshProgress();

  constructor(options: TerminalOptions) {
    this.#options = options;
    this.#live = new LiveRegion(options.out, () => options.size().columns);
    this.#paint = pc.createColors(options.color);
  }

  take(event: CommandEvent): void {
    switch (event.kind) {
      case 'command.start':
        this.#command = event.command;
        this.#version = event.version;
        return;
      case 'project':
        this.#project = event;
        return;
      case 'run.start':
        this.#runStart(event);
        return;
      case 'node.start':
        this.#progress.running.set(event.node.unique_id, { node: event.node, since: event.at });
        this.#draw();
        return;
      case 'plan':
        this.#plan(event);
        return;
      case 'node.end':
        this.#nodeEnd(event);
        return;
      case 'run.end':
        this.#runEnd(event);
        return;
      case 'log':
        this.#tell(event.level, terminalLines(event.text));
        return;
      case 'statement':
        this.#tell('debug', this.#paint.dim(terminalLines(`${event.sql}\n-- ${secondsText(event.elapsedMs)}`)));
        return;
      case 'diagnostic': {
        const { severity } = event.diagnostic;
        this.#complain(severity === 'error' ? 'error' : 'warn', renderDiagnostic(event.diagnostic, this.#render()));
        return;
      }
      case 'output':
        this.#print(this.#options.out, `${this.#data(event.text)}\n`);
        return;
      case 'rows':
        this.#print(this.#options.out, this.#data(rowsText(event, this.#rowsWidth())));
        return;
      case 'package':
        this.#tell('info', terminalText(packageLine(event)));
        return;
      case 'save':
        this.#saves = 'saved';
        this.#tell('info', this.#saveText(event));
        return;
      case 'note':
        this.#tell('info', terminalLines(event.text));
        return;
      case 'artifact':
        this.#tell('debug', this.#paint.dim(`Wrote ${terminalText(event.path)}`));
        return;
      case 'command.end':
        return;
      default:
        event satisfies never;
    }
  }

  close(): void {
    this.#stop?.();
    if (this.#stop !== null) this.#options.out.write(showCursor);
    this.#stop = null;
    this.#live.clear();
  }

  #render(): RenderContext {
    return { source: this.#options.source, color: this.#options.color };
  }

  #runStart(event: EventOf<'run.start'>): void {
    const shown = this.#saves === 'none' ? event.nodes : event.nodes.filter(node => !isTestNode(node));
    this.#progress = { ...freshProgress(shown), total: event.nodes.length, mode: event.mode };
    this.#progress.since = this.#options.now();
    if (this.#saves === 'none') this.#tellStart(event);
    else if (this.#saves === 'building')
      this.#tell('info', this.#paint.dim(`${margin}${counted(event.nodes.length, 'node')} left from before`));
    if (this.#saves === 'saved') this.#saves = 'building';
    if (this.#options.progress !== 'live' || !isTold('info', this.#options.level)) return;
    this.#options.out.write(hideCursor);
    this.#stop = this.#options.every(frameMs, () => this.#draw());
  }

  #tellStart({ adapter, nodes, target, threads }: EventOf<'run.start'>): void {
    const where = terminalText(`${this.#project?.name ?? 'project'} to ${adapter} (${target})`);
    this.#tell('info', `Modelwright ${this.#version}: ${where}, ${counted(nodes.length, 'node')}, ${counted(threads, 'thread')}`);
    this.#tell('info', '');
  }

  #saveText(event: EventOf<'save'>): string {
    const [title = '', ...remarks] = saveLines(event, this.#paint.dim);
    return [`\n${this.#paint.dim(clockText(event.at))}  ${title}`, ...remarks.map(remark => `${margin}${remark}`)].join('\n');
  }

  #plan({ node, steps }: EventOf<'plan'>): void {
    const { bold, dim } = this.#paint;
    this.#progress.statements += statementCount(steps);
    const title = node === null ? 'schemas' : `${dim(kindOf(node))} ${bold(labelOf(node))}`;
    const lines = steps.length === 0 ? [dim('  nothing to do')] : planLines(steps, dim);
    this.#tell('info', `${[title, ...lines].join('\n')}\n`);
  }

  #nodeEnd(event: EventOf<'node.end'>): void {
    const { node, result } = event;
    const progress = this.#progress;
    progress.running.delete(node.unique_id);
    // Hooks are numbered on their own.
    if (node.resource_type !== 'operation') progress.done += 1;
    progress.names.set(node.unique_id, node.name);
    if (isTrouble(result)) progress.troubles.push({ node, result });
    const level = isTrouble(result) ? (result.status === 'warn' ? 'warn' : 'error') : 'info';
    // Quiet means no progress; the failure itself is told at the end.
    const isPlanned = this.#progress.mode === 'plan' && (result.status === 'success' || result.status === 'pass');
    const isShown = !isPlanned && (this.#saves === 'none' || isNews(event));
    if (isShown && isTold('info', this.#options.level)) this.#tell(level, this.#line(event));
    this.#draw();
  }

  /** Nodes are counted as they end; `index` is the order in which they started. */
  #line({ at, index, total, node, result, skippedBecause }: EventOf<'node.end'>): string {
    const { dim } = this.#paint;
    const verdict = verdictOf(result);
    const { done, names, nameWidth, kindWidth } = this.#progress;
    const because = skippedBecause === null ? null : (names.get(skippedBecause) ?? skippedBecause);
    const place = node.resource_type === 'operation' ? index : done;
    const count = `${String(place).padStart(String(total).length)} of ${total}`;
    const name = padded(labelOf(node), nameWidth);
    const where = this.#saves === 'none' ? `${dim(`${clockText(at)}  ${count}`)}  ` : margin;
    const lead = `${where}${this.#verdict(verdict, verdict.padEnd(5))}`;
    return `${lead}  ${dim(padded(kindOf(node), kindWidth))}  ${name}  ${dim(`(${detailOf(result, because)})`)}`;
  }

  #runEnd(event: EventOf<'run.end'>): void {
    this.close();
    const place = this.#place();
    const ended: Ended = event;
    for (const trouble of this.#progress.troubles) {
      this.#tell(trouble.result.status === 'warn' ? 'warn' : 'error', `\n${troubleText(trouble, place)}`);
    }
    const isAgain = this.#progress.mode === 'apply' && this.#command !== 'dev';
    const again = isAgain ? againText(this.#progress.troubles, place) : null;
    if (this.#progress.mode === 'plan') this.#tell('info', plannedText(ended, this.#progress.statements));
    else this.#tell('info', `${this.#saves === 'none' ? '\n' : margin}${totalsText(ended, place)}`);
    if (again !== null) this.#tell('info', this.#paint.dim(again));
  }

  #place(): SummaryPlace {
    return {
      targetDir: this.#project?.targetDir ?? null,
      workingDir: this.#options.workingDir,
      command: this.#command,
      render: diagnostic => renderDiagnostic(diagnostic, this.#render()),
      paint: (verdict, text) => this.#verdict(verdict, text),
      dim: this.#paint.dim,
    };
  }

  #verdict(verdict: Verdict, text: string): string {
    const { green, yellow, red, dim, bold } = this.#paint;
    if (verdict === 'OK' || verdict === 'PASS') return green(text);
    if (verdict === 'WARN') return yellow(text);
    return verdict === 'FAIL' || verdict === 'ERROR' || verdict === 'STALE' ? bold(red(text)) : dim(text);
  }

  #tell(level: LogLevel, text: string): void {
    if (!isTold(level, this.#options.level)) return;
    this.#print(dataCommands.has(this.#command) ? this.#options.err : this.#options.out, `${text}\n`);
  }

  #complain(level: LogLevel, text: string): void {
    if (isTold(level, this.#options.level)) this.#print(this.#options.err, `${text}\n\n`);
  }

  #data(text: string): string {
    return this.#options.isTerminal ? terminalLines(text) : text;
  }

  #rowsWidth(): number | null {
    return this.#options.progress === 'live' ? this.#options.size().columns : null;
  }

  #print(sink: Sink, text: string): void {
    this.#live.above(() => sink.write(text));
    this.#draw();
  }

  #draw(): void {
    if (this.#stop === null) return;
    this.#live.show(this.#liveLines());
  }

  /** As many of the running nodes as fit, the longest-running first, and the count below them. */
  #liveLines(): readonly string[] {
    const { columns, rows } = this.#options.size();
    const { running, done, total, since, kindWidth } = this.#progress;
    const now = this.#options.now();
    const room = Math.max(1, Math.min(10, rows - 3));
    const { dim, cyan } = this.#paint;
    const shown = [...running.values()].slice(0, room).map(one => {
      const time = tickText(now.getTime() - one.since.getTime());
      const label = cut(`${padded(kindOf(one.node), kindWidth)}  ${labelOf(one.node)}`, Math.max(4, columns - time.length - 6));
      return `  ${cyan('▸')} ${label}  ${dim(time)}`;
    });
    const hidden = running.size > room ? [dim(`    and ${running.size - room} more`)] : [];
    const elapsed = since === null ? '' : `  ${tickText(now.getTime() - since.getTime())}`;
    return [...shown, ...hidden, cut(`  ${done} of ${total} done${elapsed}`, columns - 1)];
  }
}

function freshProgress(nodes: readonly RunNode[] = []): Progress {
  const widths = nodes.map(node => labelOf(node).length).filter(width => width <= widestName);
  return {
    running: new Map(),
    troubles: [],
    names: new Map(),
    total: nodes.length,
    mode: 'apply',
    statements: 0,
    done: 0,
    since: null,
    nameWidth: Math.max(0, ...widths),
    kindWidth: Math.max(4, ...nodes.map(node => kindOf(node).length)),
  };
}

/** Below a save, as wide as its time. */
const margin = ' '.repeat(10);

/** What a person who has just saved wants to see of a run: what was built, and what is wrong. */
const isNews = ({ result: { status }, skippedBecause }: EventOf<'node.end'>): boolean =>
  status !== 'pass' && status !== 'no-op' && (status !== 'skipped' || skippedBecause !== null);

const isTestNode = ({ resource_type: type }: RunNode): boolean => type === 'test' || type === 'unit_test';

/** Coarser than `secondsText`, since hundredths that run are hard to look at. */
const tickText = (ms: number): string => (ms < 60_000 ? `${(ms / 1000).toFixed(1)}s` : secondsText(ms));

const two = (number: number): string => String(number).padStart(2, '0');
const clockText = (at: Date): string => `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
