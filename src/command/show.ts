import type { CompiledNode } from '../compile/compiled.ts';
import { diagnose, StartFailure } from '../diagnostic/diagnostic.ts';
import { failureDiagnostics } from '../execute/failure.ts';
import type { NodePort } from '../execute/port.ts';
import type { NodeId } from '../manifest/id.ts';
import type { ManifestNode } from '../manifest/node.ts';
import type { Sql } from '../sql/relation.ts';
import { choose } from './choose.ts';
import { compileNodes, compilerOf } from './compile-nodes.ts';
import type { Effects } from './effects.ts';
import type { RowFormat } from './event.ts';
import { inlineSql } from './inline.ts';
import { type Invocation, invoke } from './invocation.ts';
import { type LazyPort, lazyPort } from './lazy-port.ts';
import { type OpenProject, openProject } from './open-project.ts';
import type { NodeOptions } from './options.ts';
import { failed, fine, type Outcome } from './outcome.ts';

export interface ShowOptions extends NodeOptions {
  readonly inline?: string;
  /** How many rows; null: all of them. */
  readonly limit: number | null;
  readonly format: RowFormat;
}

/** Runs the select of one node, or an inline query, and shows its first rows. Builds nothing. */
export const show = (options: ShowOptions, effects: Effects, signal: AbortSignal): Promise<Outcome> =>
  invoke(options, { effects, signal }, async invocation => {
    if (options.inline === undefined && (options.select ?? []).length === 0)
      throw new StartFailure([diagnose('command-show-what', null, {})]);
    const open = await openProject(options, invocation);
    const lazy = lazyPort(open, invocation);
    try {
      return await showWith({ lazy, open, options }, invocation);
    } finally {
      await lazy.close();
    }
  });

interface Showing {
  readonly lazy: LazyPort;
  readonly open: OpenProject;
  readonly options: ShowOptions;
}

async function showWith(showing: Showing, invocation: Invocation): Promise<Outcome> {
  const { open, lazy, options } = showing;
  const { effects } = invocation;
  const { port } = lazy;
  if (options.inline !== undefined) {
    const compiling = { compiler: compilerOf(open, []), port };
    await emitRows(showing, { query: query(await inlineSql(compiling, options.inline)), node: null }, invocation);
    return fine;
  }
  const node = chosenNode(open, options, effects);
  if (node.resource_type === 'seed') {
    const sql = `select * from ${node.relation_name ?? node.name}` as Sql;
    await emitRows(showing, { query: { sql, compiled: null }, node }, invocation);
    return fine;
  }
  const { compiled, diagnostics } = await compileNodes({ open, compiler: compilerOf(open, [node.unique_id]), port }, [
    node.unique_id,
  ]);
  for (const diagnostic of diagnostics) effects.emit({ kind: 'diagnostic', at: effects.clock.now(), diagnostic });
  const [first] = compiled;
  if (first === undefined) return failed;
  await emitRows(showing, { query: query(first), node }, invocation);
  return fine;
}

interface Query {
  readonly sql: Sql;
  /** Null for what is a whole table. */
  readonly compiled: CompiledNode | null;
}

const query = (compiled: CompiledNode): Query => ({ sql: compiled.sql, compiled });

function chosenNode(open: OpenProject, options: ShowOptions, effects: Effects): ManifestNode {
  const ids = choose(open, { ...options, kinds: ['model', 'seed', 'snapshot', 'test', 'analysis'] }, effects);
  const nodes = [...ids].flatMap((id: NodeId) => open.manifest.nodes.get(id) ?? []);
  // `show orders` means the model, though its tests are selected with it.
  const main = nodes.filter(node => node.resource_type !== 'test');
  const found = main.length > 0 ? main : nodes;
  const [first] = found;
  if (first !== undefined && found.length === 1) return first;
  const params = { name: (options.select ?? []).join(' '), found: found.map(node => node.name) };
  throw new StartFailure([diagnose('command-unfit-for-show', null, params)]);
}

interface Shown {
  readonly query: Query;
  readonly node: ManifestNode | null;
}

async function emitRows({ lazy, open, options }: Showing, shown: Shown, { effects }: Invocation): Promise<void> {
  const { limit, format } = options;
  const port = await lazy.open();
  const { columns, rows } = await queryRows(shown, { port, limit, open });
  const node = shown.node === null ? null : { id: shown.node.unique_id, name: shown.node.name };
  effects.emit({ kind: 'rows', at: effects.clock.now(), node, columns, rows, format });
}

interface Querying {
  readonly port: NodePort;
  readonly limit: number | null;
  readonly open: OpenProject;
}

async function queryRows({ query, node }: Shown, { port, limit, open }: Querying) {
  const { compiled, sql } = query;
  const limited = limit === null ? sql : open.plugin.dialect.limit(sql, limit);
  const whole = (compiled?.sqlHeader == null ? limited : `${compiled.sqlHeader}\n${limited}`) as Sql;
  try {
    return await port.query(whole, limit === null ? {} : { maxRows: limit });
  } catch (error) {
    if (error instanceof StartFailure) throw error;
    const context = {
      node: node?.name ?? 'inline query',
      origin: null,
      isWholeFile: true,
      compiled,
      statement: port.statementOf(error),
    };
    throw new StartFailure(failureDiagnostics(error, context));
  }
}
