import type { ManifestNode, NodeConfig, Plain } from '../manifest/node.ts';
import type { Sql } from '../sql/relation.ts';
import { isMap } from './config-value.ts';
import type { BatchPlace, NodeRun } from './node-run.ts';

/** A statement of the author's own before or after a node. */
interface Hook {
  /** Not yet rendered. */
  readonly sql: string;
  readonly place: 'inside' | 'outside';
}

interface Hooks {
  readonly before: readonly Hook[];
  readonly after: readonly Hook[];
}

/** The node as one of its batches has it: hooks stand before the first batch and after the last, also those that a block of the project's own runs. */
export function nodeOfBatch<N extends ManifestNode>(node: N, { isFirst, isLast }: BatchPlace): N {
  const gone = [...(isFirst ? [] : ['pre-hook', 'pre_hook']), ...(isLast ? [] : ['post-hook', 'post_hook'])];
  const kept = Object.entries(node.config).filter(([key]) => !gone.includes(key));
  return { ...node, config: Object.fromEntries(kept) };
}

const hooksOf = (config: NodeConfig): Hooks => ({
  before: hooksAt(config['pre-hook'] ?? config['pre_hook']),
  after: hooksAt(config['post-hook'] ?? config['post_hook']),
});

const hooksAt = (value: Plain | undefined): readonly Hook[] =>
  (Array.isArray(value) ? (value as readonly Plain[]) : [value ?? null]).flatMap(hookOf);

/** A text, or a map with `sql` and `transaction`. */
function hookOf(value: Plain): readonly Hook[] {
  if (typeof value === 'string') return [fromJson(value) ?? { sql: value, place: 'inside' }];
  if (!isMap(value) || typeof value['sql'] !== 'string') return [];
  return [fromJson(value['sql']) ?? { sql: value['sql'], place: placeOf(value['transaction']) }];
}

/** `before_begin(…)` and `after_commit(…)` give the map as JSON text. Null when the text is not that. */
function fromJson(text: string): Hook | null {
  if (!text.trimStart().startsWith('{"')) return null;
  try {
    const { sql, transaction } = JSON.parse(text);
    return typeof sql === 'string' ? { sql, place: placeOf(transaction) } : null;
  } catch {
    return null;
  }
}

const placeOf = (transaction: unknown): Hook['place'] => (transaction === false ? 'outside' : 'inside');

/**
 * Runs `body` between a node's hooks. Hooks share the body's transaction unless they say `transaction: false`; when the
 * transaction loses against another one, hooks and body are played again together.
 */
export async function betweenHooks<T>(run: NodeRun, body: () => Promise<T>): Promise<T> {
  const { before, after } = hooksOf(run.node.config);
  const hasInside = [...before, ...after].some(hook => hook.place === 'inside');
  const inner = async (): Promise<T> => {
    await runHooks(run, before, 'inside');
    const result = await body();
    await runHooks(run, after, 'inside');
    return result;
  };
  await runHooks(run, before, 'outside');
  const wraps = hasInside && run.port.capabilities.transactions === 'ddl-and-dml';
  const result = await (wraps ? run.port.atomically(inner) : inner());
  await runHooks(run, after, 'outside');
  return result;
}

/** Each is rendered when its turn comes, so that it sees what the ones before it did. */
async function runHooks(run: NodeRun, hooks: readonly Hook[], place: Hook['place']): Promise<void> {
  for (const hook of hooks.filter(one => one.place === place)) {
    const sql = await run.render(hook.sql);
    if (sql.trim() !== '') await run.port.run([{ kind: 'hook', sql: sql as Sql }]);
  }
}
