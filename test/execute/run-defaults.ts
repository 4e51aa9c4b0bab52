import type { RunOptions } from '../../src/execute/run-deps.ts';

export const runDefaults: RunOptions = {
  command: 'build',
  invocation: '00000000-0000-4000-8000-000000000000',
  target: 'dev',
  threads: 2,
  onFailure: 'continue',
  refresh: 'incremental',
  tests: 'gate',
  storeFailures: 'configured',
  mode: 'apply',
  waitForLockMs: 0,
  holder: 'a test',
};
