import type { OpenProject } from '../src/command/open-project.ts';
import { select } from '../src/graph/select.ts';
import { withLargeProject } from './fixture/large-project.ts';
import { openFolder } from './fixture/open-project.ts';
import { type Bench, type Line, medianMs, rounded } from './harness.ts';

const models = 5000;
const selectors = [
  'model_04999',
  'model_0*',
  'tag:daily',
  'path:models/marts/part_99',
  'config.materialized:incremental',
  '+model_04999',
  'model_00100+',
  '2+model_02500+2',
  '@model_02500',
  'tag:daily,config.materialized:incremental',
];

const bench: Bench = {
  question: `How long does it take to select nodes of a project with ${models} models and ${models * 2} tests?`,
  run: () =>
    withLargeProject(models, async dir => {
      const open = await openFolder(dir);
      const lines: Line[] = [];
      for (const selector of selectors) lines.push(await lineOf(open, selector));
      return lines;
    }),
};

async function lineOf({ graph, manifest }: OpenProject, selector: string): Promise<Line> {
  const chosen = select(graph, manifest, { select: [selector] }).value.ids.size;
  const ms = await medianMs(() => select(graph, manifest, { select: [selector] }), { warmup: 2, runs: 9 });
  return { selector, chosen, ms: rounded(ms) };
}

export default bench;
