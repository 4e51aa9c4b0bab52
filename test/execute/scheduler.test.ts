import fc from 'fast-check';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { type ScheduleOptions, schedule } from '../../src/execute/scheduler.ts';
import type { BuildOrder } from '../../src/graph/order.ts';
import type { NodeId } from '../../src/manifest/id.ts';

const never = new AbortController().signal;

/** `edges[i]`: the smaller numbers that node i waits for. */
function orderOf(edges: readonly (readonly number[])[]): BuildOrder {
  const ids = edges.map((_, index) => `n${index}` as NodeId);
  const at = (index: number): NodeId => ids[index] as NodeId;
  const releases = new Map<NodeId, NodeId[]>(ids.map(id => [id, []]));
  const priority = new Map<NodeId, number>(ids.map(id => [id, 0]));
  edges.forEach((parents, index) => {
    for (const parent of parents) releases.get(at(parent))?.push(at(index));
  });
  for (const id of [...ids].reverse())
    priority.set(
      id,
      (releases.get(id) ?? []).reduce((most, child) => Math.max(most, (priority.get(child) ?? 0) + 1), 0),
    );
  return { ids, waitsFor: new Map(edges.map((parents, index) => [at(index), parents.map(at)])), releases, priority };
}

interface Seen {
  readonly log: string[];
  readonly skips: Map<string, string | null>;
}

async function follow(
  order: BuildOrder,
  options: Partial<ScheduleOptions> & { readonly failing?: ReadonlySet<string> },
  signal = never,
) {
  const seen: Seen = { log: [], skips: new Map() };
  await schedule(
    {
      order,
      threads: 4,
      onFailure: 'continue',
      onSkip: (id, because) => void seen.skips.set(id, because),
      onGiveUp: id => void seen.log.push(`given up ${id}`),
      run: async id => {
        seen.log.push(`start ${id}`);
        await new Promise(resolve => setImmediate(resolve));
        seen.log.push(`end ${id}`);
        return options.failing?.has(id) ? 'failed' : 'passed';
      },
      ...options,
    },
    signal,
  );
  return seen;
}

const dags = fc
  .array(fc.array(fc.nat(), { maxLength: 4 }), { minLength: 1, maxLength: 40 })
  .map(lists => lists.map((list, index) => [...new Set(index === 0 ? [] : list.map(n => n % index))]));

describe('schedule', () => {
  test('runs every node once, and after all that it waits for', () =>
    fc.assert(
      fc.asyncProperty(dags, fc.integer({ min: 1, max: 6 }), async (edges, threads) => {
        const { log, skips } = await follow(orderOf(edges), { threads });
        expect(skips.size).toBe(0);
        expect(log.filter(line => line.startsWith('start')).sort()).toEqual(edges.map((_, i) => `start n${i}`).sort());
        edges.forEach((parents, index) => {
          for (const parent of parents) expect(log.indexOf(`end n${parent}`)).toBeLessThan(log.indexOf(`start n${index}`));
        });
      }),
      { numRuns: 60 },
    ));

  test('skips exactly what is below a failure, each once and with its cause', () =>
    fc.assert(
      fc.asyncProperty(dags, fc.nat(), async (edges, n) => {
        const failing = `n${n % edges.length}`;
        const below = new Set([failing]);
        edges.forEach((parents, index) => {
          if (parents.some(parent => below.has(`n${parent}`))) below.add(`n${index}`);
        });
        const { log, skips } = await follow(orderOf(edges), { failing: new Set([failing]) });
        below.delete(failing);
        expect(new Set(skips.keys())).toEqual(below);
        expect([...skips.values()].every(cause => cause === failing)).toBe(true);
        expect(log.filter(line => line.startsWith('start')).length + below.size).toBe(edges.length);
      }),
      { numRuns: 60 },
    ));

  test('never runs more at once than there are threads, and numbers them', async () => {
    let now = 0;
    let most = 0;
    const threads = new Set<number>();
    await follow(orderOf(Array.from({ length: 50 }, () => [])), {
      threads: 3,
      run: async (_, thread) => {
        now += 1;
        most = Math.max(most, now);
        threads.add(thread);
        await new Promise(resolve => setImmediate(resolve));
        now -= 1;
        return 'passed';
      },
    });
    expect(most).toBe(3);
    expect([...threads].sort()).toEqual([1, 2, 3]);
  });

  test('starts the longest chain first', async () => {
    // n0 and n1 stand alone; n2 -> n3 -> n4.
    const { log } = await follow(orderOf([[], [], [], [2], [3]]), { threads: 1 });
    expect(log.filter(line => line.startsWith('start'))).toEqual(['start n2', 'start n3', 'start n0', 'start n1', 'start n4']);
  });

  test('stops at the first failure when asked to', async () => {
    const { log, skips } = await follow(orderOf([[], [], []]), { threads: 1, onFailure: 'stop', failing: new Set(['n0']) });
    expect(log).toEqual(['start n0', 'end n0']);
    expect([...skips]).toEqual([
      ['n1', 'n0'],
      ['n2', 'n0'],
    ]);
  });

  test('starts nothing after the signal and skips what is left without a cause', async () => {
    const controller = new AbortController();
    const { skips } = await follow(
      orderOf([[], [], []]),
      {
        threads: 1,
        run: async () => {
          controller.abort();
          return 'passed';
        },
      },
      controller.signal,
    );
    expect([...skips]).toEqual([
      ['n1', null],
      ['n2', null],
    ]);
  });

  test('passes on what run itself fails with', async () => {
    const failing = follow(orderOf([[], []]), { threads: 1, run: () => Promise.reject(new Error('a bug')) });
    await expect(failing).rejects.toThrow('a bug');
  });

  test('touches each edge once: 10,000 nodes in layers of 100, each reading three', async () => {
    const edges = Array.from({ length: 10_000 }, (_, i) =>
      i < 100 ? [] : [i - 100, i - 99, i - 97].filter(p => p < i - (i % 100)),
    );
    const order = orderOf(edges);
    let lookups = 0;
    const counted: BuildOrder = {
      ...order,
      releases: {
        get: (id: NodeId) => {
          lookups += 1;
          return order.releases.get(id);
        },
      } as BuildOrder['releases'],
    };
    const { log } = await follow(counted, { threads: 8, run: async () => 'passed' });
    expect(log).toEqual([]);
    expect(lookups).toBe(10_000);
  });

  test('gives up what does not end after a cancellation, and skips the rest', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const controller = new AbortController();
    const hanging = { run: () => new Promise<never>(() => {}), threads: 1 };
    const following = follow(orderOf([[], [0]]), hanging, controller.signal);
    controller.abort();
    await vi.runAllTimersAsync();
    const { log, skips } = await following;
    expect(log).toEqual(['given up n0']);
    expect([...skips]).toEqual([['n1', null]]);
  });
});
