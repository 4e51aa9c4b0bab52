import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RunStatus } from '../../src/artifact/run-result.ts';
import type { Graph } from '../../src/graph/graph.ts';
import type { NodeId } from '../../src/manifest/id.ts';
import { afterRun, firstOf, restOf, type Unbuilt, withChanged } from '../../src/session/unbuilt.ts';

/** A graph of models in which each one reads some of those before it. */
const graphs: fc.Arbitrary<Graph> = fc
  .array(fc.array(fc.nat(20), { maxLength: 3 }), { minLength: 1, maxLength: 20 })
  .map(reads => {
    const ids = reads.map((_, at) => `model.shop.m${at}` as NodeId);
    const parents = new Map(
      ids.map((id, at) => [id, [...new Set((reads[at] ?? []).filter(one => one < at))].map(one => ids[one] as NodeId)]),
    );
    const children = new Map(ids.map(id => [id, ids.filter(other => parents.get(other)?.includes(id))]));
    return { ids, parents, children };
  });

const result = (node: NodeId, status: RunStatus) => ({
  node,
  status,
  timing: [],
  threadId: '',
  elapsedMs: 0,
  message: null,
  failures: null,
  adapterResponse: {},
  relationName: null,
  compiled: false,
  compiledCode: null,
  diagnostics: [],
});

test('what is built first can be built: nothing that it reads is left unbuilt; and what follows builds the rest', () => {
  fc.assert(
    fc.property(graphs, fc.infiniteStream(fc.boolean()), (graph, coins) => {
      const flip = (): boolean => coins.next().value ?? false;
      const changed = new Set(graph.ids.filter(flip));
      const before: Unbuilt = new Map(graph.ids.filter(flip).map(id => [id, flip() ? 'waiting' : 'stuck']));
      const unbuilt = withChanged(before, changed);
      const first = firstOf(unbuilt, changed, graph);
      for (const id of changed) expect(first).toContain(id);
      for (const id of first)
        for (const parent of graph.parents.get(id) ?? []) if (unbuilt.has(parent)) expect(first).toContain(parent);
      const left = afterRun(unbuilt, first, { results: [...first].map(id => result(id, 'success')), cancelled: false });
      for (const id of graph.ids) expect(left.has(id)).toBe(unbuilt.has(id) && !first.has(id));
      expect([...restOf(left)].every(id => before.get(id) === 'waiting')).toBe(true);
    }),
  );
});

test('a run that was cancelled leaves what it did not finish waiting; one that failed leaves it until something near it changes', () => {
  const [a, b, c, test] = ['model.shop.a', 'model.shop.b', 'model.shop.c', 'test.shop.t.1'] as NodeId[] as [
    NodeId,
    NodeId,
    NodeId,
    NodeId,
  ];
  const graph: Graph = {
    ids: [a, b, c, test],
    parents: new Map([
      [a, []],
      [b, [a]],
      [c, []],
      [test, [a]],
    ]),
    children: new Map([
      [a, [b, test]],
      [b, []],
      [c, []],
      [test, []],
    ]),
  };
  const all = withChanged(new Map(), [a, b, c, test]);
  const results = [result(a, 'success'), result(test, 'fail'), result(b, 'skipped'), result(c, 'error')];
  const cancelled = afterRun(all, graph.ids, { results, cancelled: true });
  expect([...restOf(cancelled)]).toEqual([b]);
  const failed = afterRun(all, graph.ids, { results, cancelled: false });
  expect([...restOf(failed)]).toEqual([]);
  // The test is mended: what it kept from being built comes too, and what failed elsewhere does not.
  expect([...firstOf(withChanged(failed, [test]), new Set([test]), graph)].sort()).toEqual([b, test]);
});
