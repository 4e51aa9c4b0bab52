import { expect, test } from 'vitest';
import { listHash } from '../../src/deps/list-hash.ts';
import { lockText } from '../../src/deps/lock-file.ts';
import type { YamlMap } from '../../src/project/project.ts';

const hashOf = (...entries: readonly YamlMap[]): string =>
  listHash(entries.map((written, index) => ({ written, rendered: written, index })));

// The numbers are what dbt 1.11 wrote for these lists.
test('the hash of a list is dbt’s', () => {
  const git = 'file:///opt/example/gitpkg';
  expect(hashOf({ local: '../lp' }, { git, revision: 'v2' })).toBe('337edb607a2610eb58714b765be65f0a6c91fe23');
  expect(hashOf({ git, revision: 'v1', subdirectory: 'sub', 'warn-unpinned': false })).toBe(
    'a55f7eb03c89eb050edb949a2c3309b13612dd64',
  );
  expect(hashOf({ git })).toBe('ed0f2eca2464cdef82da08924ea53ee1cbc5cd6a');
  expect(hashOf({ package: 'org/codegen', version: ['>=0.1.0', '<0.3.0'], install_prerelease: true })).toBe(
    'f958415c88ebeb72dffd239cd019811854d116e9',
  );
  expect(hashOf({ tarball: 'http://127.0.0.1:18765/tar/codegen/0.2.0.tar.gz', name: 'été' })).toBe(
    'b510ce941b56bf5a60e4d3ae819af3333db2f982',
  );
});

test('entries may change places', () => {
  const [a, b] = [{ local: 'a' }, { local: 'b' }];
  expect(hashOf(a, b)).toBe(hashOf(b, a));
});

test('values that YAML would read as something else are quoted', () => {
  const commit = '1234567890'.repeat(4);
  const text = lockText({
    hash: '0'.repeat(40),
    packages: [
      { kind: 'git', name: 'a', url: 'x', written: "{{ env_var('X') }}/a", revision: commit, subdirectory: null },
      { kind: 'local', name: 'b', dir: '/b', written: '../b: c' },
    ],
  });
  expect(text).toBe(
    `packages:\n  - git: '{{ env_var(''X'') }}/a'\n    name: a\n    revision: '${commit}'\n  - local: '../b: c'\n    name: b\nsha1_hash: '${'0'.repeat(40)}'\n`,
  );
});
