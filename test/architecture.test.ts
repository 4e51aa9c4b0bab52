import { expect, test } from 'vitest';
import { bodiesOf, type SourceFile, sourceFiles } from './source-file.ts';

/** The rooms of `src`, each of which may import itself and those before it. */
const rooms = [
  'diagnostic',
  'sql',
  'adapter',
  'template',
  'project',
  'manifest',
  'context',
  'parse',
  'graph',
  'compile',
  'materialize',
  'artifact',
  'lineage',
  'deps',
  'execute',
  'docs',
  'session',
  'command',
  'lsp',
  'cli',
];

/** They get what they need as parameters: no file, no clock, no chance, no environment. */
const pure = new Set([
  'diagnostic',
  'sql',
  'adapter',
  'template',
  'manifest',
  'context',
  'parse',
  'graph',
  'compile',
  'materialize',
]);
/** Packages that are as pure as the rooms that use them. */
const purePackages = new Set(['picocolors', 'js-yaml', 'picomatch']);
const contract = new Set(['adapter', 'sql', 'diagnostic']);
/** The only file that may load an adapter. */
const adapterDoor = 'src/cli/load-adapter.ts';
const site = 'src/docs/site/';
/** The page's way to the command line's own selection, which is pure; records of the manifest are what it chooses from. */
const selectorDoor = 'src/docs/site/selector.ts';

const sources = sourceFiles('src');
const adapters = sourceFiles('adapters');
const shipped = [...sources, ...adapters];
const written = [...shipped, ...sourceFiles('bench'), ...sourceFiles('scripts')];
const isTest = ({ path }: SourceFile): boolean => path.endsWith('.test.ts');

const roomOf = (path: string): string => path.split('/')[1] ?? '';
/** A file beside the rooms, such as `src/index.ts`, comes after all of them. */
const rankOf = (path: string): number => (path.split('/').length > 2 ? rooms.indexOf(roomOf(path)) : rooms.length);

/** `path: reason` for each import that breaks a rule. */
const broken = (files: readonly SourceFile[], reason: (one: SourceFile['imports'][number], file: SourceFile) => string | null) =>
  files.flatMap(file =>
    file.imports.flatMap(one => {
      const said = reason(one, file);
      return said === null ? [] : [`${file.path}: ${said}`];
    }),
  );

test('every folder of src is a room', () => {
  const unknown = sources.filter(({ path }) => rankOf(path) === -1).map(({ path }) => path);
  expect(unknown).toEqual([]);
});

test('a room imports only itself and the rooms before it', () => {
  const upward = broken(sources, ({ path }, file) => {
    if (path === null || !path.startsWith('src/')) return null;
    return rankOf(path) <= rankOf(file.path) ? null : `${roomOf(file.path)} may not import ${path}`;
  });
  expect(upward).toEqual([]);
});

test('only load-adapter reaches an adapter, by name and when it is needed', () => {
  const reaching = broken(sources, ({ path }) => (path === null || path.startsWith('src/') ? null : `may not import ${path}`));
  const computed = sources.filter(({ code }) => /\bimport\(\s*[\w[]/.test(code)).map(({ path }) => path);
  expect(reaching).toEqual([]);
  expect(computed).toEqual([adapterDoor]);
});

test('an adapter sees the contract and the shared defaults, and no other adapter', () => {
  const outside = broken(
    adapters.filter(file => !isTest(file)),
    ({ path }, file) => {
      if (path === null) return null;
      const [top, folder = ''] = path.split('/');
      // The suite runs whole commands, by the door that other packages have too.
      if (roomOf(file.path) === 'conformance' && path === 'src/index.ts') return null;
      const isFine = top === 'src' ? contract.has(folder) : top === 'adapters' && [roomOf(file.path), 'ansi'].includes(folder);
      return isFine ? null : `may not import ${path}`;
    },
  );
  expect(outside).toEqual([]);
});

test('loading an adapter does not load its driver', () => {
  const byPath = new Map(shipped.map(file => [file.path, file]));
  const packages = adapters
    .filter(({ path }) => path.endsWith('/index.ts'))
    .flatMap(index => packagesLoadedBy(index, byPath).map(name => `${index.path}: loads ${name}`));
  expect(packages).toEqual([]);
});

function packagesLoadedBy(start: SourceFile, byPath: ReadonlyMap<string, SourceFile>): readonly string[] {
  const reached = new Set([start]);
  for (const file of reached) {
    for (const { path, kind } of file.imports) {
      const next = kind === 'value' && path !== null ? byPath.get(path) : undefined;
      if (next !== undefined) reached.add(next);
    }
  }
  const values = [...reached].flatMap(file => file.imports.filter(one => one.kind === 'value' && one.path === null));
  return values.map(one => one.from).filter(name => !name.startsWith('node:') && !purePackages.has(name));
}

test('pure rooms import no node module, and no package but pure ones', () => {
  const impure = broken(
    sources.filter(({ path }) => pure.has(roomOf(path))),
    ({ from, path }) => (path !== null || purePackages.has(from) ? null : `may not import ${from}`),
  );
  expect(impure).toEqual([]);
});

test('pure rooms read no clock and no environment', () => {
  const outer = /\bprocess\.|\bDate\.now\b|\bnew Date\(\s*\)|\bperformance\.now\b/;
  const reading = sources.filter(({ path, code }) => pure.has(roomOf(path)) && outer.test(code)).map(({ path }) => path);
  expect(reading).toEqual([]);
});

test('the docs page knows types of the data it shows, and nothing else of ours', () => {
  const page = sources.filter(({ path }) => path.startsWith(site) && !path.endsWith('.config.ts'));
  const beyond = broken(page, ({ from, path, kind }, file) => {
    if (path === null) return from.startsWith('node:') ? `may not import ${from}` : null;
    if (path.startsWith(site)) return null;
    if (file.path === selectorDoor && (roomOf(path) === 'graph' || (kind === 'type' && roomOf(path) === 'manifest'))) return null;
    return kind === 'type' && ['artifact', 'docs'].includes(roomOf(path)) ? null : `may not import ${path}`;
  });
  const into = broken(
    sources.filter(file => !page.includes(file)),
    ({ path }) => (path?.startsWith(site) ? `may not import ${path}` : null),
  );
  expect([...beyond, ...into]).toEqual([]);
});

test('no file and no folder is a drawer', () => {
  const drawer = /(^|\/)(utils?|helpers?|commons?|types|misc)(\/|\.tsx?$)/;
  const drawers = [...written, ...sourceFiles('test')].map(({ path }) => path).filter(path => drawer.test(path));
  expect(drawers).toEqual([]);
});

test('no file has more than 400 lines', () => {
  const long = written.filter(({ lines }) => lines > 400).map(({ path, lines }) => `${path}: ${lines} lines`);
  expect(long).toEqual([]);
});

test('no function has more than 80 lines', () => {
  const long = written
    .filter(file => !isTest(file))
    .flatMap(file => bodiesOf(file).map(body => ({ ...body, path: file.path })))
    .filter(({ lines }) => lines > 80)
    .map(({ path, line, lines }) => `${path}:${line}: ${lines} lines`);
  expect(long).toEqual([]);
});
