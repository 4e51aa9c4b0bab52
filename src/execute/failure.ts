import { WarehouseError } from '../adapter/error.ts';
import type { CompiledNode } from '../compile/compiled.ts';
import { templateDiagnostic } from '../context/template-diagnostic.ts';
import { type Diagnostic, diagnose, StartFailure } from '../diagnostic/diagnostic.ts';
import type { Span } from '../diagnostic/span.ts';
import type { Sql } from '../sql/relation.ts';
import { TemplateError } from '../template/template.ts';
import { authorSpan, compiledLine, type StatementPlace } from './statement-position.ts';

export interface FailureContext {
  /** What messages call the node. */
  readonly node: string;
  /** Where the node is written; null when not known. */
  readonly origin: Span | null;
  /** Whether the node has its file for itself, so that places in its text are places in the file. */
  readonly isWholeFile: boolean;
  /** Null when compiling failed. */
  readonly compiled: CompiledNode | null;
  /** The statement that failed; null when none did. */
  readonly statement: Sql | null;
  /** What the node reads, to tell when it is not built. */
  readonly reads?: () => readonly { readonly name: string; readonly relation: string | null }[];
}

/** What to tell the user about an error that ended a node. */
export function failureDiagnostics(error: unknown, context: FailureContext): readonly Diagnostic[] {
  if (error instanceof StartFailure) return error.diagnostics;
  if (error instanceof WarehouseError) return [warehouseFailure(error, context)];
  if (error instanceof TemplateError) return [templateFailure(error, context)];
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return [diagnose('run-unexpected', context.origin, { node: context.node, message: text })];
}

/** What a warehouse said, also when a template was asking. */
export function warehouseErrorOf(error: unknown): WarehouseError | null {
  const said = error instanceof TemplateError ? error.cause : error;
  return said instanceof WarehouseError ? said : null;
}

export const isCancelled = (error: unknown): boolean => warehouseErrorOf(error)?.reason === 'cancelled';

function warehouseFailure(error: WarehouseError, context: FailureContext): Diagnostic {
  const { node, origin, isWholeFile, compiled, statement } = context;
  const { offset } = error;
  const hint = unbuilt(error, context) ?? error.hint;
  const place = compiled === null || statement === null || offset === null ? null : { statement, offset, compiled };
  const read = readFile(error, origin);
  const own = place === null || !isWholeFile ? null : authorSpan(place);
  const notes = place === null ? [] : compiledNote(place, isWholeFile);
  return diagnose('run-statement-failed', own ?? read.span ?? origin, { node, message: read.message, hint }, { notes });
}

/** A table of the project that is not there is most likely one that was not selected. */
function unbuilt({ reason, offset }: WarehouseError, { node, statement, reads }: FailureContext): string | null {
  if (reason !== 'missing' || statement === null || offset === null) return null;
  const missing = reads?.().find(({ relation }) => relation !== null && statement.startsWith(relation, offset));
  return missing === undefined ? null : `\`${missing.name}\` is not built here: \`--select +${node}\` builds what it needs too.`;
}

/** What the author did not write as it was sent is shown as it was sent. */
function compiledNote(place: StatementPlace, isWholeFile: boolean): readonly string[] {
  const found = compiledLine(place);
  return found === null || (found.isCopied && isWholeFile) ? [] : [`compiled to, line ${found.line}: ${found.text}`];
}

/** A mistake in the node's own file, as a seed's, is told at its line there. */
function readFile(
  { message, place }: WarehouseError,
  origin: Span | null,
): { readonly message: string; readonly span: Span | null } {
  if (place === null || origin === null || !place.file.replaceAll('\\', '/').endsWith(`/${origin.file}`))
    return { message, span: null };
  const span = { file: origin.file, line: place.line, column: 1, length: 1 };
  return { message: message.replaceAll(place.file, origin.file), span };
}

function templateFailure(error: TemplateError, context: FailureContext): Diagnostic {
  const { origin, isWholeFile, compiled } = context;
  const said = warehouseErrorOf(error);
  // A block that builds the node has sent it: the statement is at fault, not the template.
  if (said !== null && compiled !== null) {
    const own = error.frames.find(frame => !isBuiltIn(frame.span));
    return { ...warehouseFailure(said, { ...context, origin: own?.span ?? origin }), frames: error.frames };
  }
  const told = templateDiagnostic(error, origin);
  if (isWholeFile || origin === null) return told;
  // Of a text inside of another file, as a test's, the text's own lines say nothing to the author.
  const placed = (span: Span | null): Span | null => (span?.file === origin.file ? origin : span);
  return { ...told, span: placed(told.span), frames: told.frames.map(one => ({ ...one, span: placed(one.span) ?? one.span })) };
}

/** Macros that come with an adapter are no files of the author's: `dbt:macros/statement.sql`. */
export const isBuiltIn = ({ file }: Span): boolean => /^dbt\w*:/.test(file);
