import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeDocs } from '../../src/docs/write-docs.ts';
import { catalog, manifest, runResults } from './hostile-project.ts';

let targetDir: string;
let siteDir: string;

beforeEach(async () => {
  [targetDir, siteDir] = [await mkdtemp(join(tmpdir(), 'docs-')), await mkdtemp(join(tmpdir(), 'site-'))];
  await writeFile(join(siteDir, 'app-AbC_1-2.js'), 'program');
  await writeFile(join(siteDir, 'app-dEf.css'), 'style');
});

afterEach(async () => {
  await Promise.all([targetDir, siteDir].map(dir => rm(dir, { recursive: true })));
});

test('the page names files that are there, and its policy allows nothing else', async () => {
  const { path: page } = (await writeDocs({ targetDir, siteDir, manifest, catalog, runResults })) ?? { path: '' };
  expect(page).toBe(join(targetDir, 'index.html'));
  const html = await readFile(join(targetDir, 'index.html'), 'utf8');
  const named = [...html.matchAll(/(?:src|href)="docs\/([^"]+)"/g)].map(match => match[1]);
  expect(named).toHaveLength(3);
  expect(await readdir(join(targetDir, 'docs'))).toEqual(expect.arrayContaining(named));
  expect(html).toContain(`content="default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;`);
  expect(html).not.toMatch(/<script>|https?:|type="module"/);
});

test('files of earlier docs go, files of others stay', async () => {
  await writeDocs({ targetDir, siteDir, manifest, catalog: null, runResults: null });
  await writeFile(join(targetDir, 'docs', 'notes.txt'), 'mine');
  const before = await readdir(join(targetDir, 'docs'));
  await writeDocs({ targetDir, siteDir, manifest, catalog, runResults });
  const after = await readdir(join(targetDir, 'docs'));
  expect(after).toHaveLength(before.length);
  expect(after).toContain('notes.txt');
  expect(after).not.toEqual(before);
});

test('the name of the project is text', async () => {
  const named = { ...manifest, metadata: { project_name: '</title><script>"x"' } };
  await writeDocs({ targetDir, siteDir, manifest: named, catalog, runResults });
  expect(await readFile(join(targetDir, 'index.html'), 'utf8')).toContain(
    '<title>&#60;/title&#62;&#60;script&#62;&#34;x&#34; docs</title>',
  );
});

test('without the built program nothing is written', async () => {
  await rm(join(siteDir, 'app-dEf.css'));
  expect(await writeDocs({ targetDir, siteDir, manifest, catalog, runResults })).toBeNull();
  expect(await readdir(targetDir)).toEqual([]);
});
