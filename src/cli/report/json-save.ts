import type { CommandEvent } from '../../command/event.ts';
import type { LogLine } from './json-event.ts';
import { counted } from './node-line.ts';

type Save = Extract<CommandEvent, { readonly kind: 'save' }>;

/** Of a project that is watched. */
export function saveLines({ at: _at, kind: _kind, ...data }: Save): readonly Omit<LogLine, 'thread'>[] {
  const end = data.outcome === 'broken' ? 'the project cannot be read' : `${counted(data.changed.length, 'node')} changed`;
  return [
    { name: 'FilesChanged', code: 'Z055', level: 'info', msg: `${counted(data.files.length, 'file')} changed: ${end}`, data },
  ];
}
