import type { PlainStep } from '../adapter/step.ts';
import type { RelationName } from '../sql/relation.ts';

/** Who may do what with a relation: privilege → grantees. */
export type Grants = Readonly<Record<string, readonly string[]>>;

export const grantSteps = (target: RelationName, grants: Grants): readonly PlainStep[] =>
  privileges(grants).map(([privilege, to]) => ({ kind: 'grant', target, privilege, to }));

export interface GrantChange {
  readonly target: RelationName;
  readonly now: Grants;
  readonly wanted: Grants;
}

/** Takes away what is no longer wanted and grants what is missing. Privileges and grantees compare whatever their case. */
export function changeGrants({ target, now, wanted }: GrantChange): readonly PlainStep[] {
  const surplus = privileges(without(now, wanted));
  return [
    ...surplus.map(([privilege, from]): PlainStep => ({ kind: 'revoke', target, privilege, from })),
    ...grantSteps(target, without(wanted, now)),
  ];
}

const privileges = (grants: Grants): readonly (readonly [string, readonly string[]])[] =>
  Object.entries(grants).filter(([, who]) => who.length > 0);

function without(grants: Grants, others: Grants): Grants {
  const known = new Set(Object.entries(others).flatMap(([privilege, who]) => who.map(one => key(privilege, one))));
  return Object.fromEntries(
    Object.entries(grants).map(([privilege, who]) => [privilege, who.filter(one => !known.has(key(privilege, one)))]),
  );
}

const key = (privilege: string, who: string): string => JSON.stringify([privilege.toLowerCase(), who.toLowerCase()]);
