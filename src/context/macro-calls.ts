import { type DispatchRules, dispatched } from './dispatch.ts';
import { isDispatch, type MacroCall } from './macro-call.ts';
import { type MacroEntry, type MacroIndex, packageMacros } from './macro-index.ts';

/** Ids of the macros that a macro's text calls, in reading order, dispatched ones as what they lead to on this adapter. */
export function calledMacros(rules: DispatchRules, entry: MacroEntry): readonly string[] {
  const { package_name: owner } = entry.node;
  const found = entry
    .calls()
    .flatMap(call => (isDispatch(call) ? dispatchedOf(rules, call, entry) : calledOf(rules, call, owner)));
  return [...new Set(found.map(called => called.node.unique_id))];
}

/** What the name leads to on this adapter, and the macro that has the name itself. */
function dispatchedOf(rules: DispatchRules, { dispatches }: MacroCall, from: MacroEntry): readonly MacroEntry[] {
  const { package_name: owner } = from.node;
  if (dispatches === null) return [];
  const { name, namespace } = dispatches;
  const found = dispatched(rules, name, namespace, owner);
  return [...('node' in found ? [found] : []), ...named(rules.macros, owner, name)].filter(entry => entry !== from);
}

function calledOf({ macros }: DispatchRules, { path: [first = '', second, ...rest] }: MacroCall, owner: string) {
  if (second === undefined) return named(macros, owner, first);
  const found = rest.length === 0 ? packageMacros(macros, first)?.get(second) : undefined;
  return found === undefined ? [] : [found];
}

/** dbt looks for bare names in every package before its own macros, when it only reads and does not run. */
function named(macros: MacroIndex, owner: string, name: string): readonly MacroEntry[] {
  const { packages, rootName, internal, internalNames } = macros;
  const others = [...packages.keys()].filter(one => !internalNames.includes(one));
  const order = [owner, rootName, ...(internalNames.includes(owner) ? [] : others)];
  const found = order.map(one => packages.get(one)?.get(name)).find(entry => entry !== undefined) ?? internal.get(name);
  return found === undefined ? [] : [found];
}
