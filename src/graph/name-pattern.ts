/** A test for names by a shell-like pattern: `*` any text (dots and slashes too), `?` one character, `[abc]`, `[!abc]`. */
export function namePattern(pattern: string): (name: string) => boolean {
  if (!/[*?[]/.test(pattern)) return name => name === pattern;
  const source = pattern.replace(
    /\[(!?)((?:\]|[^\]])[^\]]*)\]|[\s\S]/g,
    (one, not: string | undefined, set: string | undefined) => {
      if (set !== undefined) return `[${not === '!' ? '^' : ''}${set.replace(/[\\^[\]]/g, '\\$&')}]`;
      if (one === '*') return '[\\s\\S]*';
      if (one === '?') return '[\\s\\S]';
      return one.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
    },
  );
  const regex = safeRegex(source);
  return regex === null ? name => name === pattern : name => regex.test(name);
}

/** A range such as `[z-a]` is no regular expression; then only the pattern's own text matches it. */
function safeRegex(source: string): RegExp | null {
  try {
    return new RegExp(`^${source}$`, 'u');
  } catch {
    return null;
  }
}

/**
 * A test for the dotted place of a node. `stg_orders` matches the node of that name, wherever it is; `staging` and
 * `shop.staging` match everything below that folder, with or without the package in front. From the first part with
 * a wildcard on, the rest of the place must match the rest of the pattern.
 */
export function placePattern(pattern: string): (fqn: readonly string[], versioned: boolean) => boolean {
  const parts = pattern.split('.');
  const wild = parts.findIndex(part => /[*?[\]]/.test(part));
  const fixed = wild === -1 ? parts : parts.slice(0, wild);
  const rest = wild === -1 ? null : namePattern(parts.slice(wild).join('.'));
  const matchesLeaf = namePattern(pattern);
  const matchesBelow = (place: readonly string[]): boolean =>
    place.length >= parts.length &&
    fixed.every((part, i) => place[i] === part) &&
    (rest === null || rest(place.slice(fixed.length).join('.')));
  return (fqn, versioned) =>
    leafNames(fqn, versioned).some(matchesLeaf) ||
    matchesBelow(fqn.flatMap(part => part.split('.'))) ||
    matchesBelow(fqn.slice(1).flatMap(part => part.split('.')));
}

/** A version of a model answers to `orders`, `orders.v2` and `orders_v2`. */
function leafNames(fqn: readonly string[], versioned: boolean): readonly string[] {
  const last = fqn.at(-1) ?? '';
  const name = fqn.at(-2);
  return versioned && name !== undefined ? [name, `${name}.${last}`, `${name}_${last}`] : [last];
}
