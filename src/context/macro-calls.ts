import type { TemplateCall } from '../template/index.ts';
import { type DispatchRules, dispatched } from './dispatch.ts';
import { findMacro, type MacroEntry, packageMacros } from './macro-index.ts';

/** Ids of the macros that a macro's text calls, in reading order, dispatched ones as what they lead to on this adapter. */
export function calledMacros(rules: DispatchRules, entry: MacroEntry): readonly string[] {
  const { package_name: owner, unique_id: own } = entry.node;
  const found = callsOf(entry).flatMap(call => {
    const called = isDispatch(call) ? dispatchedOf(rules, call, owner) : calledOf(rules, call, owner);
    return called === undefined ? [] : [called.node.unique_id];
  });
  return [...new Set(found)].filter(id => id !== own);
}

/** A macro that cannot be read calls nothing; its mistake is told where it is used. */
function callsOf(entry: MacroEntry): readonly TemplateCall[] {
  try {
    return entry.template().calls();
  } catch {
    return [];
  }
}

const isDispatch = ({ path }: TemplateCall): boolean => path.join('.') === 'adapter.dispatch';

function dispatchedOf(rules: DispatchRules, { args, kwargs }: TemplateCall, owner: string): MacroEntry | undefined {
  const [name = kwargs.get('macro_name'), namespace = kwargs.get('macro_namespace')] = args;
  if (typeof name !== 'string') return undefined;
  const found = dispatched(rules, name, typeof namespace === 'string' ? namespace : null, owner);
  return 'node' in found ? found : undefined;
}

function calledOf({ macros }: DispatchRules, { path: [first = '', second, ...rest] }: TemplateCall, owner: string) {
  if (second === undefined) return findMacro(macros, owner, first);
  return rest.length === 0 ? packageMacros(macros, first)?.get(second) : undefined;
}
