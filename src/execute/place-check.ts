import type { Capabilities } from '../adapter/capabilities.ts';
import { type Diagnostic, diagnose } from '../diagnostic/diagnostic.ts';
import type { ManifestNode } from '../manifest/node.ts';

export interface PlaceRules {
  readonly names: Capabilities['names'];
  /** Of the connection. */
  readonly catalog: string | null;
}

/** Names that the warehouse would cut, so that two of them could be one, and places that it cannot build in. */
export const placeProblems = (nodes: readonly ManifestNode[], rules: PlaceRules): readonly Diagnostic[] =>
  nodes.flatMap(node => [...tooLong(node, rules), ...elsewhere(node, rules)]);

function tooLong(node: ManifestNode, { names: { maxLength: most, lengthUnit: unit } }: PlaceRules): readonly Diagnostic[] {
  const lengthOf = (text: string): number => (unit === 'bytes' ? new TextEncoder().encode(text).length : [...text].length);
  return [node.alias, node.schema]
    .filter(name => lengthOf(name) > most)
    .map(name => diagnose('run-name-long', null, { node: node.name, name, length: lengthOf(name), most, unit }));
}

function elsewhere({ name, database }: ManifestNode, { names, catalog }: PlaceRules): readonly Diagnostic[] {
  if (names.otherCatalogs === 'write' || catalog === null || database === null || database === catalog) return [];
  return [diagnose('run-other-catalog', null, { node: name, database, catalog })];
}
