// `npm run demo`: from a fresh clone to a built shop with docs, in ./.demo.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { install, root, run } from './run.mjs';

const model = join(root, 'bin/model.cjs');
const shop = join(root, '.demo');

install();
run(process.execPath, [join(root, 'scripts/build.mjs')]);
rmSync(shop, { recursive: true, force: true });
run(process.execPath, [model, 'init', 'shop', '--dir', shop, '--quiet']);
run(process.execPath, [model, 'build'], { cwd: shop });
run(process.execPath, [model, 'docs', 'generate', '--quiet'], { cwd: shop });

console.log(`
The shop is built in ${join(shop, 'shop.duckdb')}.
Its docs: open ${join(shop, 'target/index.html')} in a browser,
or serve them with: cd .demo && node ../bin/model.cjs docs serve`);
