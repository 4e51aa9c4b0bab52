import type { ColumnLineage, LineageColumn, NodeLineage } from '../artifact/column-lineage.ts';
import { commonTableName } from '../compile/common-table.ts';
import type { Graph } from '../graph/graph.ts';
import type { NodeId } from '../manifest/id.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { ManifestNode, SourceNode } from '../manifest/node.ts';
import { type DialectRules, dialectRules } from '../sql/lineage/dialect-rules.ts';
import type { InputRelation, Surroundings } from '../sql/lineage/environment.ts';
import { type StatementLineage, statementLineage } from '../sql/lineage/statement-lineage.ts';
import type { Query } from '../sql/query.ts';
import { knownTable, type TableFacts } from './known-table.ts';
import { type CachedLineage, hashOf, type LineageCache } from './lineage-cache.ts';
import { lineageOrder } from './lineage-order.ts';
import { type SqlParser, startParser } from './parser.ts';
import { readSql } from './read-sql.ts';
import { type RelationIndex, relationIndex } from './relation-index.ts';
import { snapshotColumns } from './snapshot-columns.ts';

export interface LineageProject {
  readonly manifest: Manifest;
  readonly graph: Graph;
  /** Compiled SQL of models and snapshots. */
  readonly sql: ReadonlyMap<NodeId, string>;
  facts(id: NodeId): TableFacts;
  readonly cache: LineageCache;
}

export interface ProjectLineage {
  readonly lineage: ColumnLineage;
  /** What was found for each statement, with what its warehouse would refuse. */
  readonly statements: ReadonlyMap<NodeId, StatementLineage>;
  /** For the next time. */
  readonly cache: LineageCache;
}

/** Column lineage of all models, snapshots, seeds and sources. The parser is loaded only when some SQL is new. */
export async function projectLineage(project: LineageProject): Promise<ProjectLineage> {
  const rules = dialectRules(project.manifest.adapterType);
  const session = new LineageSession(project, rules);
  try {
    for (const id of lineageOrder(project.graph, project.manifest)) await session.add(id);
    return session.result();
  } finally {
    await session.close();
  }
}

/** Expressions nested thousands of levels deep are more than the stack holds. */
function resolved(query: Query, surroundings: Surroundings): StatementLineage {
  try {
    return statementLineage(query, surroundings);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return statementLineage({ kind: 'unread', what: 'a statement nested so deeply' }, surroundings);
  }
}

/** Goes through the nodes from parents to children, and keeps what is known so far. */
class LineageSession {
  readonly #project: LineageProject;
  readonly #rules: DialectRules | null;
  readonly #index: RelationIndex;
  readonly #ephemeral: ReadonlyMap<string, NodeId>;
  readonly #nodes = new Map<NodeId, NodeLineage>();
  readonly #tables = new Map<NodeId, InputRelation>();
  /** Of the columns of each table: what the lineage of its readers depends on. */
  readonly #digests = new Map<NodeId, string>();
  readonly #statements = new Map<NodeId, StatementLineage>();
  readonly #cached = new Map<string, CachedLineage>();
  readonly #read = new Map<NodeId, Promise<Query>>();
  #parser: SqlParser | null = null;

  constructor(project: LineageProject, rules: DialectRules | null) {
    this.#project = project;
    this.#rules = rules;
    this.#index = relationIndex(project.manifest);
    const ephemeral = [...project.manifest.nodes.values()].filter(node => node.config['materialized'] === 'ephemeral');
    this.#ephemeral = new Map(ephemeral.map(node => [commonTableName(node.alias), node.unique_id]));
    this.#readAhead();
  }

  /** SQL that has changed is parsed, in the parser's thread, while the lineage of other nodes is worked out. */
  #readAhead(): void {
    for (const [id, sql] of this.#project.sql)
      if (this.#project.cache.entries.get(id)?.sql !== this.#sqlHash(sql)) this.#query(id, sql);
  }

  #query(id: NodeId, sql: string): Promise<Query> {
    const known = this.#read.get(id);
    if (known !== undefined) return known;
    this.#parser ??= startParser();
    const query = readSql(sql, this.#rules?.parser ?? '', this.#parser);
    this.#read.set(id, query);
    return query;
  }

  #sqlHash = (sql: string): string => hashOf(this.#rules?.parser ?? '', sql);

  async add(id: NodeId): Promise<void> {
    const { manifest, sql } = this.#project;
    const node = manifest.nodes.get(id);
    const text = sql.get(id);
    const source = manifest.sources.get(id) ?? (node?.resource_type === 'seed' ? node : undefined);
    if (source !== undefined) return this.#addTable(id, this.#filled(source, knownTable(source, this.#project.facts(id))));
    if (node === undefined) return;
    if (text === undefined) this.#addUnknown(node);
    else this.#addStatement(node, await this.#statement(id, text));
  }

  /** What fills the table tells its columns, where nothing else does. */
  #filled(node: ManifestNode | SourceNode, table: InputRelation): InputRelation {
    const filler = node.resource_type === 'source' && !table.complete ? this.#index.filler(node) : null;
    const known = filler === null ? undefined : this.#tables.get(filler);
    return known?.complete === true ? { ...known, id: table.id } : table;
  }

  #addTable(id: NodeId, table: InputRelation): void {
    const columns = table.columns.map(({ name, type }): LineageColumn => ({ name, type, from: [] }));
    const gaps = table.complete ? [] : ['Only the columns that are declared are known.'];
    this.#keep(id, { columns, complete: table.complete, filters: [], gaps }, table);
  }

  #addUnknown(node: ManifestNode): void {
    const gap = 'language' in node && node.language === 'python' ? 'It is written in Python.' : 'Its SQL was not compiled.';
    const table = knownTable(node, this.#project.facts(node.unique_id));
    this.#keep(node.unique_id, { columns: null, complete: false, filters: [], gaps: [gap] }, { ...table, complete: false });
  }

  #addStatement(node: ManifestNode, statement: StatementLineage): void {
    const id = node.unique_id;
    this.#statements.set(id, statement);
    const { catalog } = this.#project.facts(id);
    const types = new Map(catalog?.map(column => [column.name.toLowerCase(), column.type]));
    const own = statement.columns?.map(
      (column): LineageColumn => ({ ...column, type: column.type ?? types.get(column.name.toLowerCase()) ?? null }),
    );
    const columns =
      own === undefined ? null : [...own, ...(node.resource_type === 'snapshot' ? snapshotColumns(node, statement) : [])];
    const { complete, filters, gaps } = statement;
    const found = columns?.map(({ name, type }) => ({ name, type, exact: false }));
    const table = {
      id,
      columns: found ?? knownTable(node, { catalog, file: null }).columns,
      complete: columns !== null && complete,
    };
    this.#keep(id, { columns, complete, filters, gaps }, table);
  }

  #keep(id: NodeId, lineage: NodeLineage, table: InputRelation): void {
    this.#nodes.set(id, lineage);
    this.#tables.set(id, table);
    this.#digests.set(id, hashOf(JSON.stringify(table)));
  }

  async #statement(id: NodeId, sql: string): Promise<StatementLineage> {
    const sqlHash = this.#sqlHash(sql);
    const inputs = hashOf(...this.#inputDigests(id));
    const before = this.#project.cache.entries.get(id);
    if (before?.sql === sqlHash && before.inputs === inputs) {
      this.#cached.set(id, before);
      return before.lineage;
    }
    const lineage = await this.#resolve(id, sql);
    this.#cached.set(id, { sql: sqlHash, inputs, lineage });
    return lineage;
  }

  /** Ephemeral parents stand in the SQL, so what they read may be named there too. */
  #inputDigests(id: NodeId): readonly string[] {
    return (this.#project.graph.parents.get(id) ?? []).flatMap(parent => [parent, this.#digests.get(parent) ?? '']);
  }

  async #resolve(id: NodeId, sql: string): Promise<StatementLineage> {
    const rules = this.#rules;
    if (rules === null) {
      const gap = `The SQL of \`${this.#project.manifest.adapterType}\` is not understood.`;
      return { columns: null, complete: false, filters: [], gaps: [gap], problems: [] };
    }
    const parents = new Set(this.#project.graph.parents.get(id));
    const surroundings: Surroundings = {
      rules,
      relation: path => {
        const found = this.#index.find(path, parents);
        if (found === id) return this.#self(id);
        return found === null ? null : (this.#tables.get(found) ?? null);
      },
      commonTable: name => {
        const found = this.#ephemeral.get(name);
        return found === undefined || found === id ? null : (this.#tables.get(found) ?? null);
      },
    };
    return resolved(await this.#query(id, sql), surroundings);
  }

  /** An incremental model may read what it has built before. */
  #self(id: NodeId): InputRelation | null {
    const node = this.#project.manifest.nodes.get(id);
    return node === undefined ? null : knownTable(node, { catalog: this.#project.facts(id).catalog, file: null });
  }

  result(): ProjectLineage {
    return {
      lineage: { nodes: Object.fromEntries(this.#nodes) },
      statements: this.#statements,
      cache: { entries: this.#cached },
    };
  }

  async close(): Promise<void> {
    await this.#parser?.close();
  }
}
