import type { EarlierBatches } from '../execute/run-deps.ts';
import type { NodeId } from '../manifest/id.ts';
import type { GraphNode, PlainMap } from '../manifest/node.ts';
import type { ProjectChoice } from '../project/project.ts';

/** What all commands on a project are told. */
export interface ProjectOptions extends ProjectChoice {
  /** `build`, `docs generate`, … */
  readonly command: string;
  /** Everything given on the command line as artifacts show it: `select`, `full_refresh`, … */
  readonly args?: PlainMap;
}

export type ResourceType = GraphNode['resource_type'];

/** Which nodes a command is about. */
export interface SelectionOptions {
  readonly select?: readonly string[];
  readonly exclude?: readonly string[];
  /** A selector of `selectors.yml`, in place of `select` and `exclude`. */
  readonly selector?: string;
  readonly resourceTypes?: readonly ResourceType[];
  readonly excludeResourceTypes?: readonly ResourceType[];
}

export interface NodeOptions extends ProjectOptions, SelectionOptions {
  /** How long to wait for another run that writes to the same relations or holds the database; default 0, not at all. */
  readonly waitForLockMs?: number;
  /** `plan`: tell what would be done, and do nothing. */
  readonly mode?: 'apply' | 'plan';
  /** These nodes, whatever else is selected. */
  readonly ids?: ReadonlySet<NodeId>;
  /** Microbatch models of which only what failed is built. */
  readonly batches?: ReadonlyMap<NodeId, EarlierBatches>;
}
