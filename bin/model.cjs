#!/usr/bin/env node
// CommonJS, since libuv reads the size of its pool before the first ES module runs. DuckDB's queries each hold one of its
// threads; with the usual four, a long query would keep files from being read.
process.env.UV_THREADPOOL_SIZE ??= '16';
// From Node 22.8 on, compiled code is kept from one start to the next.
require('node:module').enableCompileCache?.();

const { existsSync } = require('node:fs');
const { join } = require('node:path');

const words = process.argv.slice(2);
const main = join(__dirname, '../dist/src/cli/main.js');

if (words.length === 1 && words[0] === '--version') {
  console.log(`modelwright ${require('../package.json').version}`);
} else if (!existsSync(main)) {
  console.error('error: Modelwright is not built yet.\n  hint: Run `npm run build` in its folder first.');
  process.exitCode = 2;
} else {
  import(require('node:url').pathToFileURL(main).href)
    .then(({ main }) => main(words))
    .then(exitCode => {
      process.exitCode = exitCode;
    });
}
