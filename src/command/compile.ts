import type { CompiledNode } from '../compile/compiled.ts';
import { choose, nothingSelected } from './choose.ts';
import { type CompiledNodes, compileNodes, compilerOf } from './compile-nodes.ts';
import type { Effects } from './effects.ts';
import { inlineSql } from './inline.ts';
import { type Invocation, invoke } from './invocation.ts';
import { type LazyPort, lazyPort } from './lazy-port.ts';
import { type OpenProject, openProject, refuseOrTell } from './open-project.ts';
import type { NodeOptions } from './options.ts';
import { failed, fine, type Outcome } from './outcome.ts';
import { readingOf } from './sample.ts';
import { sqlPath } from './sql-path.ts';
import { compiledRecord, targetFolder, writeManifest } from './target-folder.ts';

export interface CompileOptions extends NodeOptions {
  /** SQL to compile in place of nodes. */
  readonly inline?: string;
  /** `never`: templates that query the warehouse fail. */
  readonly introspect: 'when-asked' | 'never';
}

/** Writes the SQL of the selected nodes below `target/compiled`; a single model or a query is also shown. */
export const compile = (options: CompileOptions, effects: Effects, signal: AbortSignal): Promise<Outcome> =>
  invoke(options, { effects, signal }, async invocation => {
    const open = await openProject(options, invocation);
    const lazy = lazyPort(open, invocation);
    try {
      return await compileWith(lazy, open, options, invocation);
    } finally {
      await lazy.close();
    }
  });

async function compileWith(lazy: LazyPort, open: OpenProject, options: CompileOptions, invocation: Invocation): Promise<Outcome> {
  const { effects } = invocation;
  const port = options.introspect === 'never' ? null : lazy.port;
  const reading = readingOf(open.project.flags, invocation.startedAt);
  if (options.inline !== undefined) {
    const { sql } = await inlineSql({ compiler: compilerOf(open, [], reading), port }, options.inline);
    effects.emit({ kind: 'output', at: effects.clock.now(), text: sql, node: null });
    return fine;
  }
  const kinds = ['model', 'snapshot', 'test', 'analysis'] as const;
  const ids = choose(open, { ...options, kinds }, effects);
  if (ids.size === 0) refuseOrTell([nothingSelected('compile')], open.project, effects);
  const result = await compileNodes({ open, compiler: compilerOf(open, ids, reading), port }, ids);
  await write(result, open, invocation);
  const [first] = result.compiled;
  if (first !== undefined && options.select !== undefined && models(result).length === 1) show(result, invocation);
  for (const diagnostic of result.diagnostics) effects.emit({ kind: 'diagnostic', at: effects.clock.now(), diagnostic });
  return result.diagnostics.length > 0 ? failed : fine;
}

const models = ({ compiled }: CompiledNodes): readonly CompiledNode[] =>
  compiled.filter(one => one.node.resource_type !== 'test');

function show(result: CompiledNodes, { effects }: Invocation): void {
  for (const { sql, node } of models(result))
    effects.emit({ kind: 'output', at: effects.clock.now(), text: sql, node: node.unique_id });
}

async function write(result: CompiledNodes, open: OpenProject, invocation: Invocation): Promise<void> {
  const folder = targetFolder(open.project, invocation);
  for (const one of result.compiled) await folder.writeText(`compiled/${sqlPath(one.node)}`, one.sql);
  const compiled = new Map(result.compiled.map(one => [one.node.unique_id, compiledRecord(one, folder, open.project)]));
  await writeManifest(open, invocation, { folder, compiled });
  const { effects } = invocation;
  const text = `Compiled ${result.compiled.length} nodes into ${folder.dir}/compiled`;
  effects.emit({ kind: 'note', at: effects.clock.now(), text });
}
