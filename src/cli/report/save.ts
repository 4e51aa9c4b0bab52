import type { CommandEvent } from '../../command/event.ts';
import { terminalText } from '../../diagnostic/terminal-text.ts';
import { counted } from './node-line.ts';

type Save = Extract<CommandEvent, { readonly kind: 'save' }>;

/** What a save led to, in a line; a second one where something is not done that its author may expect. */
export function saveLines(save: Save, dim: (text: string) => string): readonly string[] {
  const title = `${filesText(save.files)}${save.outcome === 'broken' ? '' : `  ${dim(readText(save))}`}`;
  return save.outcome === 'broken' ? [title] : [title, ...remarks(save).map(dim)];
}

/** As many as a line holds. */
const mostFiles = 3;

function filesText(files: readonly string[]): string {
  const more = files.length - mostFiles;
  const shown = files.slice(0, mostFiles).map(terminalText).join(', ');
  return more > 0 ? `${shown} and ${counted(more, 'more file').replace(' more files', ' more')}` : shown;
}

type ReadSave = Extract<Save, { readonly outcome: 'read' }>;

function readText({ changed, below, tests, isMended }: ReadSave): string {
  const parts = [
    `${changed.length} changed`,
    ...(below === 0 ? [] : [`${below} below`]),
    ...(tests === 0 ? [] : [counted(tests, 'test')]),
  ];
  const work = changed.length === 0 ? 'nothing to build' : parts.join(', ');
  return isMended ? `read again: ${work}` : work;
}

const remarks = ({ outside, removed }: ReadSave): readonly string[] => [
  ...(outside.length === 0 ? [] : [`Changed and not selected: ${namesText(outside)}`]),
  ...(removed.length === 0 ? [] : [`Gone from the project, while what was built stays: ${namesText(removed)}`]),
];

const mostNames = 5;

function namesText(names: readonly string[]): string {
  const shown = names.slice(0, mostNames).map(terminalText).join(', ');
  return names.length > mostNames ? `${shown} and ${names.length - mostNames} more` : shown;
}
