import type { TextRange } from '../query.ts';

/** Something in a statement that its warehouse would refuse. */
export type Problem =
  | {
      readonly kind: 'unknown-column';
      readonly name: string;
      /** The relation that was named with it; null when none was. */
      readonly relation: string | null;
      readonly candidates: readonly string[];
      readonly range: TextRange | null;
    }
  | {
      readonly kind: 'ambiguous-column';
      readonly name: string;
      readonly relations: readonly string[];
      readonly range: TextRange | null;
    }
  | {
      /** Two types that the warehouse does not compare, or that have no union. */
      readonly kind: 'types';
      readonly operator: string;
      readonly left: string;
      readonly right: string;
      readonly range: TextRange | null;
    }
  | {
      readonly kind: 'column-counts';
      readonly operator: string;
      readonly left: number;
      readonly right: number;
      readonly range: TextRange | null;
    };
