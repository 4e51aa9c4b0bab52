import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeFolder } from '../../src/artifact/folder.ts';

const dir = mkdtempSync(join(tmpdir(), 'model-folder-'));
afterAll(() => rmSync(dir, { recursive: true }));

test('makes what is missing, and nothing twice', () => {
  makeFolder(join(dir, 'a/b/c'));
  makeFolder(join(dir, 'a/b/c'));
  expect(existsSync(join(dir, 'a/b/c'))).toBe(true);
});

test('a file in the way is an error', () => {
  writeFileSync(join(dir, 'file'), '');
  expect(() => makeFolder(join(dir, 'file/below'))).toThrow('ENOTDIR');
});

test('a link to nowhere is an error, and so is a file system that makes no folders', () => {
  symlinkSync(join(dir, 'nowhere'), join(dir, 'link'));
  expect(() => makeFolder(join(dir, 'link/below'))).toThrow('ENOENT');
  if (existsSync('/proc/self')) expect(() => makeFolder('/proc/nowhere/below')).toThrow('ENOENT');
});
