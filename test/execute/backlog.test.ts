import { expect, test } from 'vitest';
import { createBacklog } from '../../src/execute/backlog.ts';

test('work is done in order, and all of it in the end', async () => {
  const backlog = createBacklog();
  const done: number[] = [];
  const piece = (number: number) => async (): Promise<void> => {
    await null;
    done.push(number);
  };
  backlog.add(piece(1));
  backlog.add(piece(2));
  expect(done).toEqual([]);
  await backlog.done();
  backlog.add(piece(3));
  await backlog.done();
  expect(done).toEqual([1, 2, 3]);
});

test('after a failure nothing more is done, and who adds to it is told', async () => {
  const backlog = createBacklog();
  const done: string[] = [];
  backlog.add(() => Promise.reject(new Error('the disk is full')));
  backlog.add(async () => void done.push('after'));
  await expect(backlog.done()).rejects.toThrow('the disk is full');
  expect(() => backlog.add(async () => undefined)).toThrow('the disk is full');
  expect(done).toEqual([]);
});
