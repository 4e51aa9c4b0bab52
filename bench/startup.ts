import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { modelCommand, templateDir } from './fixture/command.ts';
import { processMs } from './fixture/process.ts';
import { type Bench, type Line, median, rounded } from './harness.ts';

const runs = 15;

const bench: Bench = {
  question: 'How long until a command that needs no warehouse has ended, as a whole process? (`npm run build` first)',
  async run() {
    const dir = mkdtempSync(join(tmpdir(), 'model-bench-'));
    try {
      cpSync(templateDir, dir, { recursive: true });
      return await lines(dir);
    } finally {
      rmSync(dir, { recursive: true });
    }
  },
};

/** The programs take turns, so that what else the machine does meets all of them. */
async function lines(dir: string): Promise<readonly Line[]> {
  const programs = [
    { program: 'node -e 0', args: ['-e', '0'], limitMs: null },
    { program: 'model --version', args: [modelCommand(), '--version'], limitMs: 80 },
    { program: 'model --help', args: [modelCommand(), '--help'], limitMs: null },
    { program: 'model parse, of the template', args: [modelCommand(), 'parse'], limitMs: 250 },
  ];
  const times = programs.map((): number[] => []);
  for (let left = runs + 1; left > 0; left -= 1) {
    for (const [index, { args }] of programs.entries()) {
      const ms = await processMs(args, dir);
      if (left <= runs) times[index]?.push(ms);
    }
  }
  const bareMs = median(times[0] ?? []);
  return programs.map(({ program, limitMs }, index) => {
    const ms = median(times[index] ?? []);
    return { program, medianMs: rounded(ms), aboveNodeMs: rounded(ms - bareMs), limitMs: limitMs ?? '' };
  });
}

export default bench;
