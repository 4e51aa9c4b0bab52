import type { Column, RelationName, Sql } from '../sql/relation.ts';
import type { ServerInfo } from './adapter.ts';

/** Empty relations that nobody else sees, on which `model check` tries SQL. Everything fails with a WarehouseError. */
export interface StandIn {
  readonly server: ServerInfo;
  /** The columns of a table that the warehouse has; null where it has none of this name, or none is looked for. */
  existing(name: RelationName): readonly StandInColumn[] | null;
  /** Makes an empty table of a seed or source, or of what a model has built before. */
  declare(name: RelationName, columns: readonly StandInColumn[]): Promise<void>;
  /** Makes a model's empty relation from its select. The offset of an error is one in the select. */
  create(model: StandInModel): Promise<void>;
  /** Of a relation that was made here. */
  columns(name: RelationName): Promise<readonly Column[]>;
  /** The columns of a select that reads no relation. */
  describe(select: Sql): Promise<readonly Column[]>;
  /** Leaves nothing behind. */
  close(): Promise<void>;
}

export interface StandInColumn {
  readonly name: string;
  readonly type: string;
}

export interface StandInModel {
  readonly name: RelationName;
  readonly select: string;
  readonly kind: 'table' | 'view';
}
