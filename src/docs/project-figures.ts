import type { NodeDetail, NodeIndex, NodeSummary, ProjectFigures } from './page-data.ts';

/** How many of what took longest are shown. */
const mostSlow = 8;

export function projectFigures(nodes: readonly NodeSummary[], details: readonly NodeDetail[], project: string): ProjectFigures {
  const own = nodes.flatMap(({ kind, packageName }, index) =>
    kind === 'model' && packageName === project ? (details[index]?.columns ?? []) : [],
  );
  const times = details.flatMap(({ run }, index): readonly (readonly [NodeIndex, number])[] =>
    run?.seconds == null || run.status === 'skipped' ? [] : [[index, run.seconds]],
  );
  return {
    columns: {
      all: own.length,
      described: own.filter(({ description }) => description !== '').length,
      inherited: own.filter(({ inherited }) => inherited !== null).length,
    },
    slowest: times.toSorted(([, a], [, b]) => b - a).slice(0, mostSlow),
  };
}
