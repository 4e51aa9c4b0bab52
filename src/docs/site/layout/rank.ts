/** From one item of a drawing to another, by their places in the list of items. */
export interface Link {
  readonly from: number;
  readonly to: number;
}

/** Without links from an item to itself, without repetition, and those turned round that would close a circle. */
export function withoutCircles(count: number, links: readonly Link[]): readonly Link[] {
  const targets = neighbours(count, links).below;
  const state = new Uint8Array(count);
  const kept: Link[] = [];
  const seen = new Set<number>();
  const keep = (from: number, to: number): void => {
    const key = from * count + to;
    if (!seen.has(key)) kept.push({ from, to });
    seen.add(key);
  };
  for (let start = 0; start < count; start++) {
    if (state[start] !== 0) continue;
    // By hand, since a chain of models may be longer than the stack.
    const stack = [{ at: start, next: 0 }];
    state[start] = 1;
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const to = targets[top.at]?.[top.next++];
      if (to === undefined) {
        state[top.at] = 2;
        stack.pop();
      } else if (state[to] === 1) {
        if (to !== top.at) keep(to, top.at);
      } else {
        keep(top.at, to);
        if (state[to] === 0) {
          state[to] = 1;
          stack.push({ at: to, next: 0 });
        }
      }
    }
  }
  return kept;
}

export interface Neighbours {
  readonly above: readonly (readonly number[])[];
  readonly below: readonly (readonly number[])[];
}

export function neighbours(count: number, links: readonly Link[]): Neighbours {
  const above: number[][] = Array.from({ length: count }, () => []);
  const below: number[][] = Array.from({ length: count }, () => []);
  for (const { from, to } of links) {
    above[to]?.push(from);
    below[from]?.push(to);
  }
  return { above, below };
}

/** The layer of each item: behind all that it reads, and no further left than what it reads and what reads it ask for. */
export function ranksOf(count: number, links: readonly Link[]): readonly number[] {
  const { above, below } = neighbours(count, links);
  const order = sorted(count, above, below);
  const ranks = new Array<number>(count).fill(0);
  for (const at of order) ranks[at] = Math.max(0, ...(above[at] ?? []).map(one => (ranks[one] ?? 0) + 1));
  // What is read more than it reads goes to its readers, so that lines are short.
  for (const at of [...order].reverse()) {
    const readers = below[at] ?? [];
    if (readers.length === 0 || readers.length < (above[at]?.length ?? 0)) continue;
    ranks[at] = Math.max(ranks[at] ?? 0, Math.min(...readers.map(one => (ranks[one] ?? 0) - 1)));
  }
  return ranks;
}

function sorted(count: number, above: Neighbours['above'], below: Neighbours['below']): readonly number[] {
  const left = above.map(({ length }) => length);
  const order = Array.from({ length: count }, (_, at) => at).filter(at => left[at] === 0);
  for (const at of order) {
    for (const reader of below[at] ?? []) {
      left[reader] = (left[reader] ?? 0) - 1;
      if (left[reader] === 0) order.push(reader);
    }
  }
  return order;
}
