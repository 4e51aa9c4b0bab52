import { type Diagnostic, diagnose, StartFailure } from '../diagnostic/diagnostic.ts';
import { nearest } from '../diagnostic/nearest.ts';
import type { Indirect } from '../graph/indirect.ts';
import { type SelectOptions, select } from '../graph/select.ts';
import type { SelectionTree } from '../graph/selection.ts';
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
    ...selectedBy(open, choice),
    selectors: open.selectors,
    resourceTypes: resourceTypes === undefined ? kinds : kinds.filter(kind => resourceTypes.includes(kind)),
    excludeResourceTypes,
    indirect: indirectOf(open),
    ...(open.earlierRuns.compared === null ? {} : { earlier: open.earlierRuns.compared }),
  });
  refuseOrTell([...withoutEffect(choice), ...selection.diagnostics], open.project, effects);
  return selection.value.ids;
}

/** `--selector`, else `--select` and `--exclude`, else the selector that says `default: true`. */
function selectedBy(
  { selectors }: OpenProject,
  { select, exclude, selector }: Choice,
): Pick<SelectOptions, 'select' | 'exclude'> {
  if (selector !== undefined) return { select: [named(selector)] };
  if (select !== undefined || exclude !== undefined)
    return { ...(select === undefined ? {} : { select }), ...(exclude === undefined ? {} : { exclude }) };
  const usual = [...selectors].find(([, { isDefault }]) => isDefault);
  return usual === undefined ? {} : { select: [named(usual[0])] };
}

const named = (name: string): SelectionTree => ({
  kind: 'criterion',
  method: 'selector',
  path: [],
  value: name,
  parents: 0,
  children: 0,
  closure: 'none',
  text: `selector:${name}`,
});

const withoutEffect = ({ select, exclude, selector }: Choice): readonly Diagnostic[] =>
  selector === undefined
    ? []
    : (['--select', '--exclude'] as const)
        .filter(flag => (flag === '--select' ? select : exclude) !== undefined)
        .map(flag => diagnose('command-selector-wins', null, { flag }, { severity: 'warning' }));

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
