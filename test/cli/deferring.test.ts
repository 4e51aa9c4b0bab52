import { expect, test } from 'vitest';
import { deferring } from '../../src/cli/report/deferring.ts';
import type { CommandEvent } from '../../src/command/event.ts';

test('events of nodes are told in order, before any other event and at the end', () => {
  const told: string[] = [];
  const reporter = deferring({ take: event => void told.push(event.kind), close: () => void told.push('close') });
  const take = (kind: CommandEvent['kind']): void => reporter.take({ kind } as CommandEvent);
  take('node.start');
  take('statement');
  expect(told).toEqual([]);
  take('log');
  expect(told).toEqual(['node.start', 'statement', 'log']);
  take('node.end');
  reporter.close();
  expect(told).toEqual(['node.start', 'statement', 'log', 'node.end', 'close']);
});

test('they are told soon when nothing else happens', async () => {
  const told = new Promise<string>(resolve => {
    const reporter = deferring({ take: event => resolve(event.kind), close: () => undefined });
    reporter.take({ kind: 'node.end' } as CommandEvent);
  });
  expect(await told).toBe('node.end');
});
