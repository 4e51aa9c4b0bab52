import { nodeScope } from '../context/node-context.ts';
import { templateDiagnostic } from '../context/template-diagnostic.ts';
import type { RefArgs } from '../manifest/node.ts';
import { compileTemplate, TemplateError } from '../template/index.ts';
import { emptyGraph } from './capture.ts';
import type { Parsing } from './draft.ts';
import { entrySpan, type PropertyEntry } from './properties.ts';

export interface Dependencies {
  readonly refs: readonly RefArgs[];
  readonly sources: readonly (readonly [string, string])[];
  readonly metrics: readonly (readonly string[])[];
}

/** A call, and where it is written inside the entry. */
export interface WrittenCall {
  readonly text: string;
  readonly below: readonly (string | number)[];
}

/** Reads `ref('x')`, `source('a', 'b')` and `metric('m')` written as text. */
export function dependencies(parsing: Parsing, entry: PropertyEntry, calls: readonly WrittenCall[]): Dependencies {
  const refs: RefArgs[] = [];
  const sources: (readonly [string, string])[] = [];
  const metrics: string[][] = [];
  const scope = nodeScope(
    parsing.shared,
    {
      packageName: entry.owner.name,
      name: entry.name,
      uniqueId: null,
      database: null,
      schema: '',
      alias: null,
      model: () => null,
    },
    {
      variant: 'sync',
      execute: false,
      port: 'parsing',
      config: { get: () => undefined, record: null, nodeName: entry.name },
      ref: args => {
        refs.push(args);
        return null;
      },
      source: (source, table) => {
        sources.push([source, table]);
        return null;
      },
      graph: emptyGraph,
    },
  );
  for (const { text: call, below } of calls) {
    const metric = /^\s*metric\(\s*['"]([^'"]+)['"]\s*\)\s*$/.exec(call)?.[1];
    if (metric !== undefined) {
      metrics.push([metric]);
      continue;
    }
    const text = call.includes('{{') ? call : `{{ ${call} }}`;
    try {
      compileTemplate({ file: entry.file.displayPath, text }).evaluateSync(scope, { undefinedNames: 'plain' });
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      const span = entrySpan(entry, ...below);
      parsing.draft.diagnostics.push({ ...templateDiagnostic(error, span), span });
    }
  }
  return { refs, sources, metrics };
}
