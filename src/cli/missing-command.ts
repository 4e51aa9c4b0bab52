/** Commands that dbt has and `model` has not: what to do in their place. */
const instead: Readonly<Record<string, string>> = {
  clone: 'Build into the other target instead: `model build --target NAME`.',
};

/** The hint for a command that is known from dbt and does not exist here; null for all others. */
export const missingCommand = (name: string): string | null => (Object.hasOwn(instead, name) ? (instead[name] ?? null) : null);
