// Builds dist/: JavaScript of src and adapters in a few files, since loading hundreds of small ones costs more than most
// commands do; type declarations of the public API; the adapters' SQL macros; the docs page.
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { install, root, runTool } from './run.mjs';

install();
const { rolldown } = await import('rolldown');

rmSync(join(root, 'dist'), { recursive: true, force: true });

const adapters = readdirSync(join(root, 'adapters'), { withFileTypes: true }).filter(one => one.isDirectory());
const plugins = adapters.map(one => one.name).filter(name => name !== 'ansi' && name !== 'conformance');

const bundle = await rolldown({
  cwd: root,
  platform: 'node',
  // Everything that is not ours stays where npm puts it.
  external: id => !id.startsWith('.') && !id.startsWith('/') && !/^[A-Za-z]:/.test(id),
  input: {
    'src/cli/main': 'src/cli/main.ts',
    'src/index': 'src/index.ts',
    'adapters/conformance/suite': 'adapters/conformance/suite.ts',
    ...Object.fromEntries(plugins.map(name => [`adapters/${name}/index`, `adapters/${name}/index.ts`])),
  },
});
// Shared files lie beside main.js: the adapters, the docs page and the package are found from there.
await bundle.write({
  dir: join(root, 'dist'),
  format: 'esm',
  entryFileNames: '[name].js',
  chunkFileNames: 'src/cli/[name]-[hash].js',
});
await bundle.close();
await bundleParser();

cpSync(join(root, 'adapters/conformance/cases'), join(root, 'dist/adapters/conformance/cases'), { recursive: true });
for (const { name } of adapters.filter(one => one.name !== 'conformance')) {
  const macros = join('adapters', name, 'macros');
  cpSync(join(root, macros), join(root, 'dist', macros), { recursive: true, filter: path => !path.endsWith('.md') });
}
// The macros' blocks, read, with what they call: what `model` would else do at every start.
const { readMacros } = await import(pathToFileURL(join(root, 'dist/src/index.js')).href);
for (const name of plugins) {
  const { default: plugin } = await import(pathToFileURL(join(root, 'dist/adapters', name, 'index.js')).href);
  for (const { packageName, folder } of plugin.macros) {
    const target = new URL('scanned.json', folder);
    if (existsSync(target)) continue;
    const names = readdirSync(folder).filter(file => file.endsWith('.sql'));
    const files = names.sort().map(file => {
      const path = `macros/${file}`;
      const text = readFileSync(new URL(file, folder), 'utf8');
      return { path, text: '', blocks: readMacros(`${packageName}:${path}`, text) };
    });
    writeFileSync(target, JSON.stringify(files));
  }
}

runTool('typescript/bin/tsc', ['-p', 'tsconfig.build.json']);
runTool('vite/bin/vite.js', ['build', '-c', 'src/docs/site/vite.config.ts']);

/** The SQL parser's thread, with the parser in it: its package asks for a newer Node than it needs, which npm would complain of. */
async function bundleParser() {
  const input = join(root, 'src/lineage/parser-worker.mjs');
  const worker = await rolldown({ cwd: root, platform: 'node', input });
  await worker.write({ file: join(root, 'dist/src/cli/parser-worker.mjs'), format: 'esm', codeSplitting: false });
  await worker.close();
  const parser = join(root, 'node_modules/@polyglot-sql/sdk');
  cpSync(join(parser, 'dist/polyglot_sql.wasm'), join(root, 'dist/src/cli/polyglot_sql.wasm'));
  cpSync(join(parser, 'LICENSE'), join(root, 'dist/src/cli/polyglot_sql.LICENSE'));
}
