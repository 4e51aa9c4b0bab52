import type { Capabilities } from '../adapter/capabilities.ts';
import type { RelationName } from '../sql/relation.ts';
import { aside } from './aside.ts';

/** Session tables leave nothing behind; where they do not exist the name lets the next run sweep them. */
export const isSessionTable = (can: Capabilities): boolean => can.tempTables === 'session';

export interface Staging {
  readonly target: RelationName;
  readonly invocation: string;
}

/** The table in which rows wait to be put into `target`. */
export function stagedTable({ target, invocation }: Staging, can: Capabilities): RelationName {
  const beside = aside(target, 'rows', { invocation, can });
  return isSessionTable(can) && can.tempSchema !== undefined ? { ...beside, ...can.tempSchema } : beside;
}
