// `npm test`: installs what is missing, builds, and runs every test. Words after `--` go to vitest.
import { join } from 'node:path';
import { install, root, run, runTool } from './run.mjs';

install();
run(process.execPath, [join(root, 'scripts/build.mjs')]);
runTool('vitest/vitest.mjs', ['run', ...process.argv.slice(2)]);
