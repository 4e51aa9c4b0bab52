import type { Warehouse } from '../adapter/adapter.ts';
import type { WarehousePort } from '../context/port.ts';
import { type NodePort, nodePort } from '../execute/port.ts';
import { relationCache } from '../execute/relation-cache.ts';
import { compilerOf } from './compile-nodes.ts';
import { connect } from './connect.ts';
import type { Invocation } from './invocation.ts';
import type { OpenProject } from './open-project.ts';
import { withQueryComment } from './query-comment.ts';

/** A way to the warehouse that connects when it is first used, since most projects compile without asking anything. */
export interface LazyPort {
  readonly port: WarehousePort;
  /** The connection itself, opened if need be. */
  open(): Promise<NodePort>;
  close(): Promise<void>;
}

export function lazyPort(open: OpenProject, invocation: Invocation): LazyPort {
  const { dialect } = open.plugin;
  const capabilities = open.plugin.capabilities(dialect.assumedServer, dialect.assumedServer.defaultCatalog);
  let opened: Promise<Opened> | null = null;
  const real = async (): Promise<NodePort> => {
    opened ??= openPort(open, invocation);
    return (await opened).port;
  };
  const port: WarehousePort = {
    capabilities,
    query: async (sql, limits) => (await real()).query(sql, limits),
    relation: async name => (await real()).relation(name),
    relations: async schema => (await real()).relations(schema),
    schemas: async catalog => (await real()).schemas(catalog),
    columns: async name => (await real()).columns(name),
    describe: async sql => (await real()).describe(sql),
    apply: async step => (await real()).apply(step),
    note: async change => (await real()).note(change),
  };
  const close = async (): Promise<void> => {
    const { session, warehouse } = (await opened?.catch(() => null)) ?? {};
    await session?.close();
    await warehouse?.close();
  };
  return { port, open: real, close };
}

interface Opened {
  readonly warehouse: Warehouse;
  readonly session: Awaited<ReturnType<Warehouse['session']>>;
  readonly port: NodePort;
}

async function openPort(open: OpenProject, invocation: Invocation): Promise<Opened> {
  const { effects, id, command, signal } = invocation;
  const warehouse = await connect(open, invocation);
  try {
    const commented = withQueryComment({ open, compiler: compilerOf(open, []), warehouse });
    const session = await commented.session({ tag: { invocation: id, node: command }, signal });
    const capabilities = open.plugin.capabilities(warehouse.server, warehouse.server.defaultCatalog);
    const cache = relationCache({ warehouse, names: capabilities.names, signal });
    const port = nodePort(
      {
        adapter: open.plugin,
        warehouse,
        session,
        capabilities,
        cache,
        onStatement: ({ sql, elapsedMs, rows }) =>
          effects.emit({ kind: 'statement', at: effects.clock.now(), node: null, sql, elapsedMs, rows }),
      },
      signal,
    );
    return { warehouse, session, port };
  } catch (error) {
    await warehouse.close();
    throw error;
  }
}
