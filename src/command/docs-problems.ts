import { scrubbed } from '../artifact/secret.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { renderDiagnostic } from '../diagnostic/render.ts';
import type { NodeId } from '../manifest/id.ts';
import { mistakenNodes } from './mistaken-nodes.ts';
import type { OpenProject } from './open-project.ts';

export type NodeProblems = ReadonlyMap<NodeId, readonly Diagnostic[]>;

/** The nodes whose own files have a mistake, so that there is nothing to compile. */
export function unreadable({ manifest, diagnostics }: Pick<OpenProject, 'manifest' | 'diagnostics'>): ReadonlySet<NodeId> {
  const mistakes = diagnostics.filter(({ severity }) => severity === 'error');
  const files = new Set(mistakes.flatMap(({ span, frames }) => [span, ...frames.map(one => one.span)].map(one => one?.file)));
  return new Set([...manifest.origins].flatMap(([id, { file, path }]) => (path === null && files.has(file) ? [id] : [])));
}

/** Mistakes as the terminal tells them. */
export interface DocsProblems {
  /** By id: of nodes, of what describes and configures them, and of the macros that they call. */
  readonly ofNodes: ReadonlyMap<NodeId, string>;
  /** Of nothing that has a page. */
  readonly ofProject: readonly string[];
}

export function docsProblems(open: OpenProject, failures: NodeProblems): DocsProblems {
  const textOf = writer(open);
  const ofNodes = new Map<NodeId, string[]>();
  const ofProject: string[] = [];
  const add = (one: Diagnostic, ids: readonly NodeId[]): void => {
    const text = textOf(one);
    if (ids.length === 0) ofProject.push(text);
    for (const id of ids) ofNodes.set(id, [...(ofNodes.get(id) ?? []), text]);
  };
  for (const one of open.diagnostics) if (one.severity === 'error') add(one, mistakenNodes(one, open));
  for (const [id, found] of failures) for (const one of found) add(one, [...new Set([id, ...mistakenNodes(one, open)])]);
  return { ofNodes: new Map([...ofNodes].map(([id, texts]) => [id, texts.join('\n\n')])), ofProject };
}

function writer({ project, secrets }: Pick<OpenProject, 'project' | 'secrets'>): (diagnostic: Diagnostic) => string {
  const files = new Map(
    project.packages.flatMap(({ config, files: own }) => [
      [config.file, config.text] as const,
      ...own.map(({ displayPath, text }) => [displayPath, text] as const),
    ]),
  );
  const context = { source: (file: string) => files.get(file) ?? null, color: false };
  return diagnostic => scrubbed(renderDiagnostic(diagnostic, context), secrets);
}
