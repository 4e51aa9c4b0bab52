import { lineageShare } from '../src/artifact/column-lineage.ts';
import { compileNodes, compilerOf } from '../src/command/compile-nodes.ts';
import type { OpenProject } from '../src/command/open-project.ts';
import { cacheText, readCache } from '../src/lineage/lineage-cache.ts';
import { type ProjectLineage, projectLineage } from '../src/lineage/project-lineage.ts';
import type { NodeId } from '../src/manifest/id.ts';
import { withLargeProject } from './fixture/large-project.ts';
import { openFolder } from './fixture/open-project.ts';
import { type Bench, elapsedMs, type Line, median, rounded } from './harness.ts';

const models = 1000;
const runs = 5;

const bench: Bench = {
  question: `How long does column lineage of ${models} models take, with nothing known, with one model changed, and with none changed?`,
  run: () =>
    withLargeProject(models, async dir => {
      const open = await openFolder(dir);
      const sql = await compiledSql(open);
      const [cold, changed, same]: [number[], number[], number[]] = [[], [], []];
      let result = await lineage(open, sql, null);
      for (let left = runs; left > 0; left -= 1) {
        cold.push(
          await elapsedMs(async () => {
            result = await lineage(open, sql, null);
          }),
        );
        const text = cacheText(result.cache);
        changed.push(await elapsedMs(() => lineage(open, withChange(sql), text)));
        same.push(await elapsedMs(() => lineage(open, sql, text)));
      }
      const { columns, known } = lineageShare(result.lineage);
      const times = { coldMs: rounded(median(cold)), changedMs: rounded(median(changed)), sameMs: rounded(median(same)) };
      return [{ models, columns, known, ...times } satisfies Line];
    }),
};

async function compiledSql(open: OpenProject): Promise<ReadonlyMap<NodeId, string>> {
  const ids = open.graph.ids.filter(id => id.startsWith('model.'));
  const { compiled } = await compileNodes({ open, compiler: compilerOf(open, ids), port: null }, ids);
  return new Map(compiled.map(({ node, sql }) => [node.unique_id, sql]));
}

/** The parser is started anew each time, and the cache is read from its text. */
const lineage = (
  { manifest, graph }: OpenProject,
  sql: ReadonlyMap<NodeId, string>,
  cache: string | null,
): Promise<ProjectLineage> =>
  projectLineage({ manifest, graph, sql, facts: () => ({ catalog: null, file: null }), cache: readCache(cache) });

/** The model in the middle computes one of its columns in another way. */
function withChange(sql: ReadonlyMap<NodeId, string>): ReadonlyMap<NodeId, string> {
  const [id, text] = [...sql][sql.size >> 1] ?? [];
  if (id === undefined || text === undefined) throw new Error('no models');
  return new Map([
    ...sql,
    [id, text.replace('max(rows.status)', 'min(rows.status)').replace(' status,', ' upper(status) as status,')],
  ]);
}

export default bench;
