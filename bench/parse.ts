import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { withLargeProject } from './fixture/large-project.ts';
import { type Bench, type Line, median, megabytes, rounded } from './harness.ts';

const sizes = [1000, 5000];
const runs = 3;

const bench: Bench = {
  question: 'How long does it take to read and parse a project that was never parsed before, and how much memory?',
  async run() {
    const lines: Line[] = [];
    for (const models of sizes) lines.push(await withLargeProject(models, dir => lineOf(models, dir)));
    return lines;
  },
};

/** The time from an empty process with its code loaded to a checked manifest and graph. */
async function lineOf(models: number, dir: string): Promise<Line> {
  const found: Measured[] = [];
  for (let left = runs; left > 0; left -= 1) found.push(await parseOnce(dir));
  const coldMs = median(found.map(one => one.coldMs));
  const peakMb = megabytes(median(found.map(one => one.peakBytes)));
  return { models, tests: models * 2, coldMs: rounded(coldMs), usPerNode: rounded((coldMs * 1000) / (models * 3)), peakMb };
}

interface Measured {
  readonly coldMs: number;
  readonly peakBytes: number;
}

const run = promisify(execFile);

async function parseOnce(dir: string): Promise<Measured> {
  const script = fileURLToPath(new URL('./fixture/parse-once.ts', import.meta.url));
  const { stdout } = await run(process.execPath, ['--import', 'tsx', script, dir]);
  return JSON.parse(stdout) as Measured;
}

export default bench;
