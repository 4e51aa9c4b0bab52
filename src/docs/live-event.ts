/**
 * What the page is told while the project is watched. Each message holds what is different now; `nodes` are added to those that are
 * known already. The first one after the page has connected is whole.
 */
export interface LiveChange extends Partial<Omit<LiveState, 'nodes'>> {
  /** By id. */
  readonly nodes?: Readonly<Record<string, LiveNode>>;
  /** The nodes that are known are of an earlier run. */
  readonly isNewRun?: true;
}

export interface LiveState {
  /** `broken`: the project cannot be read as it is now. */
  readonly phase: 'idle' | 'building' | 'broken';
  /** How many nodes the run has, and how many of them have ended. */
  readonly total: number;
  readonly done: number;
  /** Of the run, as far as they have started. */
  readonly nodes: Readonly<Record<string, LiveNode>>;
  /** How the last run ended; null while one is going on, and before the first. */
  readonly ended: { readonly seconds: number; readonly isCancelled: boolean } | null;
  /** What is wrong with the project, as the terminal tells it. */
  readonly problems: readonly string[];
  /** The file with the overview of the docs as they are now; null before they were written. */
  readonly overview: string | null;
}

export interface LiveNode {
  readonly name: string;
  /** `running`, or how it ended. */
  readonly status: string;
  /** ISO 8601. */
  readonly startedAt: string | null;
  readonly seconds: number | null;
  /** Why it failed. */
  readonly message: string | null;
}
