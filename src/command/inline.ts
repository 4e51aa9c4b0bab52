import type { CompiledNode } from '../compile/compiled.ts';
import { StartFailure } from '../diagnostic/diagnostic.ts';
import { failureDiagnostics } from '../execute/failure.ts';
import type { Compiling } from './compile-nodes.ts';

/** SQL that is no node's, compiled. Fails with StartFailure when it cannot be. */
export async function inlineSql({ compiler, port }: Pick<Compiling, 'compiler' | 'port'>, sql: string): Promise<CompiledNode> {
  try {
    return await compiler.compileInline(sql, port);
  } catch (error) {
    if (error instanceof StartFailure) throw error;
    throw new StartFailure(
      failureDiagnostics(error, { node: 'inline query', origin: null, isWholeFile: true, compiled: null, statement: null }),
    );
  }
}
