import { WarehouseError } from '../adapter/error.ts';
import type { CompiledNode } from '../compile/compiled.ts';
import { type Diagnostic, diagnose, StartFailure } from '../diagnostic/diagnostic.ts';
import type { Span } from '../diagnostic/span.ts';
import type { Sql } from '../sql/relation.ts';
import { TemplateError } from '../template/template.ts';
import { authorSpan } from './statement-position.ts';

export interface FailureContext {
  /** What messages call the node. */
  readonly node: string;
  /** Where the node is written; null when not known. */
  readonly origin: Span | null;
  /** Null when compiling failed. */
  readonly compiled: CompiledNode | null;
  /** The statement that failed; null when none did. */
  readonly statement: Sql | null;
}

/** What to tell the user about an error that ended a node. */
export function failureDiagnostics(error: unknown, context: FailureContext): readonly Diagnostic[] {
  if (error instanceof StartFailure) return error.diagnostics;
  if (error instanceof WarehouseError) return [warehouseFailure(error, context)];
  if (error instanceof TemplateError) return [templateFailure(error, context)];
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return [diagnose('run-unexpected', context.origin, { node: context.node, message: text })];
}

export const isCancelled = (error: unknown): boolean => error instanceof WarehouseError && error.reason === 'cancelled';

function warehouseFailure(error: WarehouseError, { node, origin, compiled, statement }: FailureContext): Diagnostic {
  const at =
    compiled === null || statement === null || error.offset === null
      ? null
      : authorSpan({ statement, offset: error.offset, compiled });
  return diagnose('run-statement-failed', at ?? origin, { node, message: error.message, hint: error.hint });
}

function templateFailure(error: TemplateError, { node, origin }: FailureContext): Diagnostic {
  const span = error.at ?? error.frames[0]?.span ?? origin;
  return diagnose('run-template-failed', span, { node, message: error.message }, { frames: error.frames });
}
