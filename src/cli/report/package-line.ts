import type { CommandEvent } from '../../command/event.ts';

type PackageEvent = Extract<CommandEvent, { readonly kind: 'package' }>;

/** `dbt_utils 1.1.0 from dbt-labs/dbt_utils (1.3.0 is available)`. */
export function packageLine({ name, source, from, version, subdirectory, newest }: PackageEvent): string {
  if (source === 'local') return `${name} linked to ${from}`;
  const place = subdirectory === null ? from : `${from}, subdirectory ${subdirectory}`;
  const shown = version === null ? name : `${name} ${source === 'git' ? version.slice(0, 8) : version}`;
  const age = newest === null ? '' : newest === version ? ' (up to date)' : ` (${newest} is available)`;
  return `${shown} from ${place}${age}`;
}
