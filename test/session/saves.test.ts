import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { gatherSaves } from '../../src/session/saves.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const never = new AbortController().signal;

test('what an editor does to a file is one save; what comes later is the next one', async () => {
  const saves = gatherSaves();
  const first = saves.next(never);
  saves.add('a');
  await vi.advanceTimersByTimeAsync(5);
  saves.add('a');
  saves.add('b');
  await vi.advanceTimersByTimeAsync(10);
  expect(await first).toEqual(['a', 'b']);
  saves.add('c');
  const second = saves.next(never);
  await vi.advanceTimersByTimeAsync(10);
  expect(await second).toEqual(['c']);
});

test('many files are waited for longer, though not for ever', async () => {
  const saves = gatherSaves();
  let told: readonly string[] | null = null;
  void saves.next(never).then(paths => {
    told = paths;
  });
  for (let at = 0; at < 10; at += 1) saves.add(`m${at}`);
  await vi.advanceTimersByTimeAsync(100);
  expect(told).toBeNull();
  for (let at = 10; at < 40; at += 1) {
    saves.add(`m${at}`);
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(told).toHaveLength(29);
});

test('an aborted signal ends the waiting', async () => {
  const controller = new AbortController();
  const waiting = gatherSaves().next(controller.signal);
  controller.abort();
  expect(await waiting).toEqual([]);
});
