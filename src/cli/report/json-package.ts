import type { CommandEvent } from '../../command/event.ts';
import type { LogLine } from './json-event.ts';

type Line = Omit<LogLine, 'thread'>;

const info = (name: string, code: string, msg: string, data: LogLine['data']): Line => ({ name, code, level: 'info', msg, data });

/** What orchestrators are told of an installed package. */
export function packageLines(told: Extract<CommandEvent, { readonly kind: 'package' }>): readonly Line[] {
  const { from, version, subdirectory, newest, source } = told;
  const kinds = {
    hub: `version ${version}`,
    git: `revision ${version}`,
    tarball: `tarball (url: ${from})`,
    local: `<local @ ${from}>`,
  };
  const installed = kinds[source];
  const lines = [
    info('DepsStartPackageInstall', 'M014', `Installing ${from}`, { package_name: from }),
    info('DepsInstallInfo', 'M015', `Installed from ${installed}`, { version_name: installed }),
  ];
  if (subdirectory !== null)
    lines.push(info('DepsListSubdirectory', 'M018', `and subdirectory ${subdirectory}`, { subdirectory }));
  if (newest === null) return lines;
  return newest === version
    ? [...lines, info('DepsUpToDate', 'M017', 'Up to date!', {})]
    : [...lines, info('DepsUpdateAvailable', 'M016', `Updated version available: ${newest}`, { version_latest: newest })];
}
