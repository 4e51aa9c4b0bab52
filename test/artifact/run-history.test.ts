import { expect, test } from 'vitest';
import { readHistory, withRun } from '../../src/artifact/run-history.ts';
import type { PlainMap } from '../../src/manifest/node.ts';

const run = (number: number, results: readonly PlainMap[] = []): PlainMap => ({
  metadata: { invocation_id: `run-${number}`, generated_at: '2026-01-01T00:00:00Z' },
  args: { which: 'build' },
  results,
});

test('a run leaves status, time and rows of each node', () => {
  const results = [
    { unique_id: 'model.a.x', status: 'success', execution_time: 0.25, adapter_response: { rows_affected: 7 }, failures: null },
    { unique_id: 'test.a.y', status: 'fail', execution_time: 0.5, adapter_response: {}, failures: 3 },
    { unique_id: 'model.a.z', status: 'skipped', execution_time: null, adapter_response: null, failures: null },
  ];
  expect(readHistory(withRun('', run(1, results)))).toEqual([
    {
      invocation: 'run-1',
      command: 'build',
      at: '2026-01-01T00:00:00Z',
      results: { 'model.a.x': ['success', 0.25, 7], 'test.a.y': ['fail', 0.5, 3], 'model.a.z': ['skipped', null, null] },
    },
  ]);
});

test('only the last runs are kept, oldest first', () => {
  let history = '';
  for (let number = 0; number < 120; number++) history = withRun(history, run(number));
  const names = readHistory(history).map(({ invocation }) => invocation);
  expect(names).toHaveLength(100);
  expect([names[0], names.at(-1)]).toEqual(['run-20', 'run-119']);
});

test('runs of large projects are kept as far as they fit', () => {
  const results = Array.from({ length: 50_000 }, (_, at) => ({
    unique_id: `model.large.a_rather_long_name_for_a_model_${at}`,
    status: 'success',
  }));
  let history = '';
  for (let number = 0; number < 6; number++) history = withRun(history, run(number, results));
  expect(history.length).toBeLessThan(8_000_000);
  expect(readHistory(history).at(-1)?.invocation).toBe('run-5');
});

test('what is cut off or is no run is left out', () => {
  const history = `${withRun('', run(1))}{"at":"2026\nnonsense\n{"at":1}\n`;
  expect(readHistory(history).map(({ invocation }) => invocation)).toEqual(['run-1']);
  expect(readHistory(withRun(history, run(2))).map(({ invocation }) => invocation)).toEqual(['run-1', 'run-2']);
});
