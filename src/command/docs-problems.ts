import { scrubbed } from '../artifact/secret.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { renderDiagnostic } from '../diagnostic/render.ts';
import type { NodeId } from '../manifest/id.ts';
import type { OpenProject } from './open-project.ts';

export type NodeProblems = ReadonlyMap<NodeId, readonly Diagnostic[]>;

/** The nodes whose files could not be read as they should. */
export function unreadable({ manifest, diagnostics }: Pick<OpenProject, 'manifest' | 'diagnostics'>): NodeProblems {
  // Of what else is in a YAML file, a place in it does not tell which node it is about.
  const nodeOfFile = new Map([...manifest.origins].filter(([, { path }]) => path === null).map(([id, { file }]) => [file, id]));
  const found = new Map<NodeId, Diagnostic[]>();
  for (const diagnostic of diagnostics.filter(({ severity }) => severity === 'error')) {
    const places = [diagnostic.span, ...diagnostic.frames.map(({ span }) => span)];
    const id = places.map(span => nodeOfFile.get(span?.file ?? '')).find(one => one !== undefined);
    if (id !== undefined) found.set(id, [...(found.get(id) ?? []), diagnostic]);
  }
  return found;
}

/** As the terminal tells them. */
export function problemTexts({ project, secrets }: Pick<OpenProject, 'project' | 'secrets'>, problems: NodeProblems) {
  const files = new Map(project.packages.flatMap(one => one.files.map(({ displayPath, text }) => [displayPath, text] as const)));
  const context = { source: (file: string) => files.get(file) ?? null, color: false };
  const textOf = (diagnostics: readonly Diagnostic[]): string =>
    scrubbed(diagnostics.map(one => renderDiagnostic(one, context)).join('\n\n'), secrets);
  return new Map([...problems].map(([id, diagnostics]) => [id, textOf(diagnostics)]));
}
