import type { Expression, Item, Query, Relation } from '../query.ts';
import type { Offsets, Tree } from './tree.ts';

/** What all parts of the reader share. They need each other, so each gets the others from here. */
export interface Reader {
  readonly dialect: string;
  readonly offsets: Offsets;
  expression(tree: Tree | undefined): Expression;
  expressions(tree: Tree | undefined): readonly Expression[];
  item(tree: Tree): Item;
  query(tree: Tree | undefined): Query;
  relation(tree: Tree | undefined): Relation;
}
