import type { CompiledNode } from '../compile/compiled.ts';
import type { Compiler } from '../compile/compiler.ts';
import { createCompiler } from '../compile/create-compiler.ts';
import { everything, type Reading } from '../compile/reading.ts';
import type { WarehousePort } from '../context/port.ts';
import { type Diagnostic, StartFailure } from '../diagnostic/diagnostic.ts';
import { type FailureContext, failureDiagnostics } from '../execute/failure.ts';
import type { NodeId } from '../manifest/id.ts';
import type { ManifestNode } from '../manifest/node.ts';
import { originSpan } from '../parse/draft.ts';
import { deferralOf } from './earlier-run.ts';
import type { OpenProject } from './open-project.ts';

export const compilerOf = (open: OpenProject, selected: Iterable<NodeId>, reading: Reading = everything): Compiler => {
  const { manifest, context } = open;
  return createCompiler({ manifest, context, selected: [...selected], reading, deferral: deferralOf(open) });
};

export interface Compiling {
  readonly open: OpenProject;
  readonly compiler: Compiler;
  readonly port: WarehousePort | null;
}

export interface CompiledNodes {
  readonly compiled: readonly CompiledNode[];
  readonly diagnostics: readonly Diagnostic[];
  /** The same by node. */
  readonly failures: ReadonlyMap<NodeId, readonly Diagnostic[]>;
}

/** Compiles what has SQL; a node that cannot be compiled does not keep the others from it. */
export async function compileNodes(compiling: Compiling, ids: Iterable<NodeId>): Promise<CompiledNodes> {
  const compiled: CompiledNode[] = [];
  const failures = new Map<NodeId, readonly Diagnostic[]>();
  for (const id of ids) {
    const node = compiling.open.manifest.nodes.get(id);
    if (node === undefined || node.resource_type === 'seed' || node.language === 'python') continue;
    const done = await compileNode(compiling, node);
    if ('sql' in done) compiled.push(done);
    else failures.set(id, done.diagnostics);
  }
  return { compiled, diagnostics: [...failures.values()].flat(), failures };
}

async function compileNode(
  { open, compiler, port }: Compiling,
  node: ManifestNode,
): Promise<CompiledNode | { readonly diagnostics: readonly Diagnostic[] }> {
  try {
    return await compiler.compile(node, port);
  } catch (error) {
    // Without a connection all the others would fail for the same reason.
    if (error instanceof StartFailure) throw error;
    const context = { node: node.name, ...placeOf(open, node.unique_id), compiled: null, statement: null };
    return { diagnostics: failureDiagnostics(error, context) };
  }
}

function placeOf({ manifest, project }: OpenProject, id: NodeId): Pick<FailureContext, 'origin' | 'isWholeFile'> {
  const origin = manifest.origins.get(id);
  if (origin === undefined) return { origin: null, isWholeFile: true };
  if (origin.path !== null) return { origin: originSpan(project, origin), isWholeFile: false };
  return { origin: { file: origin.file, ...origin.start, length: 1 }, isWholeFile: true };
}
