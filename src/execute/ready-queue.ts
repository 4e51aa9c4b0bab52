/** A priority queue as a binary heap: `compare` is negative when `a` comes first. */
export interface ReadyQueue<T> {
  push(item: T): void;
  /** The first one, which is taken out; undefined when the queue is empty. */
  pop(): T | undefined;
  readonly size: number;
}

export function readyQueue<T>(compare: (a: T, b: T) => number): ReadyQueue<T> {
  const heap: T[] = [];
  return {
    get size() {
      return heap.length;
    },
    push(item) {
      heap.push(item);
      rise(heap, compare);
    },
    pop() {
      const [first] = heap;
      const last = heap.pop();
      if (last !== undefined && heap.length > 0) sink(heap, last, compare);
      return first;
    },
  };
}

function rise<T>(heap: T[], compare: (a: T, b: T) => number): void {
  let at = heap.length - 1;
  const item = heap[at] as T;
  while (at > 0) {
    const above = (at - 1) >> 1;
    const parent = heap[above] as T;
    if (compare(item, parent) >= 0) break;
    heap[at] = parent;
    at = above;
  }
  heap[at] = item;
}

/** Puts `item` in the place of the first one and lets it sink to where it belongs. */
function sink<T>(heap: T[], item: T, compare: (a: T, b: T) => number): void {
  let at = 0;
  for (;;) {
    const left = 2 * at + 1;
    if (left >= heap.length) break;
    const right = left + 1;
    const next = right < heap.length && compare(heap[right] as T, heap[left] as T) < 0 ? right : left;
    if (compare(heap[next] as T, item) >= 0) break;
    heap[at] = heap[next] as T;
    at = next;
  }
  heap[at] = item;
}
