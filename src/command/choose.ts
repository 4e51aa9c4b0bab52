import { type Diagnostic, diagnose, StartFailure } from '../diagnostic/diagnostic.ts';
import { nearest } from '../diagnostic/nearest.ts';
import type { Indirect } from '../graph/indirect.ts';
import { select } from '../graph/select.ts';
import type { NodeId } from '../manifest/id.ts';
import type { Effects } from './effects.ts';
import { type OpenProject, refuseOrTell } from './open-project.ts';
import type { ResourceType, SelectionOptions } from './options.ts';

export interface Choice extends SelectionOptions {
  /** The kinds that the command is about at all. */
  readonly kinds: readonly ResourceType[];
}

/** The selected nodes of the command's kinds. Fails with StartFailure for a selector that makes no sense. */
export function choose(open: OpenProject, choice: Choice, effects: Effects): ReadonlySet<NodeId> {
  const { resourceTypes, excludeResourceTypes = [], kinds } = choice;
  const selection = select(open.graph, open.manifest, {
    ...(choice.select === undefined ? {} : { select: choice.select }),
    ...(choice.exclude === undefined ? {} : { exclude: choice.exclude }),
    resourceTypes: resourceTypes === undefined ? kinds : kinds.filter(kind => resourceTypes.includes(kind)),
    excludeResourceTypes,
    indirect: indirectOf(open),
  });
  refuseOrTell(selection.diagnostics, open.project, effects);
  return selection.value.ids;
}

const indirects: readonly Indirect[] = ['eager', 'cautious', 'buildable', 'empty'];

function indirectOf({ project }: OpenProject): Indirect {
  const value = project.flags['INDIRECT_SELECTION'];
  const found = indirects.find(one => one === value);
  if (found !== undefined) return found;
  const written = String(value);
  const params = { flag: '--indirect-selection', value: written, expected: oneOf(indirects), near: nearest(written, indirects) };
  throw new StartFailure([diagnose('command-flag-value', null, params)]);
}

const oneOf = (values: readonly string[]): string => `one of ${values.map(value => `\`${value}\``).join(', ')}`;

/** Told as a warning, since a selection that is empty today may be full tomorrow. */
export const nothingSelected = (command: string): Diagnostic =>
  diagnose('command-nothing-selected', null, { command }, { severity: 'warning' });
