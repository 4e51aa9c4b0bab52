import type { Indirect } from './indirect.ts';

/** A selector, parsed. `select` of several texts is the union of theirs. */
export type SelectionTree =
  | Criterion
  | { readonly kind: 'union' | 'intersection'; readonly parts: readonly SelectionTree[] }
  | { readonly kind: 'difference'; readonly from: SelectionTree; readonly without: SelectionTree };

/** One part of a selector: `2+tag:daily+`, `@orders`, `models/staging`. */
export interface Criterion {
  readonly kind: 'criterion';
  readonly method: Method;
  /** The key of `config.meta.owner:`, the kind of change of `state:modified.body` (which stands behind the colon). */
  readonly path: readonly string[];
  readonly value: string;
  /** How many steps up and down; 0: not at all. */
  readonly parents: number;
  readonly children: number;
  /** `@`: the descendants as well, and everything that all of these need. */
  readonly closure: 'none' | 'childrens-parents';
  /** Which tests come with it; when not given, as the whole selection has it. */
  readonly indirect?: Indirect;
  /** As written. */
  readonly text: string;
}

export const methods = [
  'fqn',
  'path',
  'file',
  'tag',
  'source',
  'exposure',
  'package',
  'config',
  'resource_type',
  'test_type',
  'test_name',
  'group',
  'access',
  'version',
  'unit_test',
  'metric',
  'semantic_model',
  'saved_query',
  'selector',
  'state',
  'result',
  'source_status',
] as const;
export type Method = (typeof methods)[number];

export const isMethod = (name: string): name is Method => (methods as readonly string[]).includes(name);
