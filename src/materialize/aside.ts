import type { Capabilities } from '../adapter/capabilities.ts';
import { md5 } from '../context/md5.ts';
import type { RelationName } from '../sql/relation.ts';

/** What a relation beside its target is for. */
export type AsideRole = 'new' | 'rows';

const MARK = '__mw_';
const PATTERN = /__mw_([0-9a-z]{7})([0-9a-z]{1,12})_(new|rows)(?:__aside)?$/;
/** Room that an adapter may need to name a third relation while it exchanges two. */
const EXCHANGE_ROOM = '__aside'.length;

/** What names an invocation's temporary relations: when it started, in seconds and base 36, and the start of its id. */
export function invocationTag(startedAt: Date, id: string): string {
  const seconds = Math.floor(startedAt.getTime() / 1000)
    .toString(36)
    .padStart(7, '0');
  return (
    seconds +
    id
      .toLowerCase()
      .replaceAll(/[^0-9a-z]/g, '')
      .slice(0, 6)
      .padEnd(1, '0')
  );
}

/** The name of a relation that is built beside `target`. A name too long for the warehouse is cut and told apart by a digest. */
export function aside(target: RelationName, role: AsideRole, { invocation, can }: AsideOptions): RelationName {
  const suffix = `${MARK}${invocation}_${role}`;
  const room = can.names.maxLength - suffix.length - EXCHANGE_ROOM;
  return { ...target, name: fitted(target.name, room, can.names.lengthUnit) + suffix };
}

export interface AsideOptions {
  readonly invocation: string;
  readonly can: Capabilities;
}

/** The invocation that a leftover belongs to; null for every relation that we did not build aside. */
export function leftoverOf(name: string): Leftover | null {
  const [, seconds, id] = PATTERN.exec(name.toLowerCase()) ?? [];
  if (seconds === undefined || id === undefined) return null;
  return { invocation: seconds + id, startedAt: new Date(Number.parseInt(seconds, 36) * 1000) };
}

/** Whether a run that was building `target` has left this. */
export function isAsideOf(name: RelationName, target: RelationName, can: Capabilities): boolean {
  const [, seconds = '', id = '', role] = PATTERN.exec(name.name.toLowerCase()) ?? [];
  if ((role !== 'new' && role !== 'rows') || name.schema.toLowerCase() !== target.schema.toLowerCase()) return false;
  const expected = aside(target, role, { invocation: seconds + id, can }).name;
  return name.name.toLowerCase().replace(/__aside$/, '') === expected.toLowerCase();
}

export interface Leftover {
  readonly invocation: string;
  /** To the second. */
  readonly startedAt: Date;
}

function fitted(name: string, room: number, unit: Capabilities['names']['lengthUnit']): string {
  const length = (text: string): number => (unit === 'bytes' ? new TextEncoder().encode(text).length : [...text].length);
  if (length(name) <= room) return name;
  const digest = md5(name).slice(0, 8);
  let kept = '';
  let used = digest.length + 1;
  for (const char of name) {
    used += length(char);
    if (used > room) break;
    kept += char;
  }
  return `${kept}_${digest}`;
}
