import type { MacroTemplate, TemplateCall } from '../template/index.ts';

/** What a macro's text calls, as data: so much of it as can be known before it is known what else there is. */
export interface MacroCall {
  readonly path: readonly string[];
  /** Of `adapter.dispatch`: what it looks for; null for all other calls, and when that is no text. */
  readonly dispatches: { readonly name: string; readonly namespace: string | null } | null;
}

/** A macro that cannot be read calls nothing; its mistake is told where it is used. */
export function macroCalls(template: () => MacroTemplate): readonly MacroCall[] {
  try {
    return template()
      .calls()
      .map(call => ({ path: call.path, dispatches: isDispatch(call) ? lookedFor(call) : null }));
  } catch {
    return [];
  }
}

export const isDispatch = ({ path }: Pick<TemplateCall, 'path'>): boolean => path.join('.') === 'adapter.dispatch';

function lookedFor({ args, kwargs }: TemplateCall): MacroCall['dispatches'] {
  const [name = kwargs.get('macro_name'), namespace = kwargs.get('macro_namespace')] = args;
  return typeof name === 'string' ? { name, namespace: typeof namespace === 'string' ? namespace : null } : null;
}
