import type { MacroEntry } from '../context/macro-index.ts';
import type { WarehousePort } from '../context/port.ts';
import type { NodeId } from '../manifest/id.ts';
import type { ManifestNode, SourceNode, UnitTestNode } from '../manifest/node.ts';
import type { YamlMap } from '../project/project.ts';
import type { Value } from '../template/index.ts';
import type { CompiledNode } from './compiled.ts';
import type { Slice } from './slice.ts';
import type { UnitTestTables } from './stand-in.ts';
import type { UnitTest } from './unit-test.ts';

export interface TextContext {
  /** More names, as `results` for on-run-end. */
  readonly extra?: ReadonlyMap<string, unknown>;
  readonly slice?: Slice | null;
}

/** Compiles nodes of one manifest for one target. Made once per invocation by `createCompiler`. */
export interface Compiler {
  /**
   * The node's SQL. With a port, templates may query the warehouse and `is_incremental()` looks at what exists; without one,
   * `execute` is true but queries fail with a clear message. Fails with TemplateError, WarehouseError or StartFailure.
   */
  compile(node: ManifestNode, port: WarehousePort | null, slice?: Slice | null): Promise<CompiledNode>;
  /** What `compile` would give, where it makes no difference when it is asked; null where it may make one. Fails as `compile` does. */
  compileAhead(node: ManifestNode): Promise<CompiledNode | null>;
  /** Renders text such as a hook in the node's context. */
  renderText(node: ManifestNode, text: string, port: WarehousePort | null, more?: TextContext): Promise<string>;
  /** SQL that is no node's, such as `model show --inline`. */
  compileInline(sql: string, port: WarehousePort | null): Promise<CompiledNode>;
  /**
   * The value of an expression, such as a call of a macro, where `sql`, `compiled_code` and `model.compiled_code` are what the
   * node was compiled to. Fails as `compile` does.
   */
  evaluate(compiled: CompiledNode, expression: string, port: WarehousePort | null): Promise<Value>;
  /** The comment that a node's statements carry; the id may be of nothing, such as `schemas`. Fails with TemplateError. */
  renderComment(id: NodeId, text: string): Promise<string>;
  /** Calls a macro that no node asks for, as `model run-operation` does. Fails as `compile` does. */
  callMacro(macro: MacroEntry, kwargs: YamlMap, port: WarehousePort | null): Promise<Value>;
  /** Whether the node's call of one of dbt's macros reaches code of a project or a package. */
  isOverridden(node: ManifestNode, macro: string): boolean;
  /** A project's own `{% materialization %}` block of that name; null when there is none or the built-in one stands. */
  ownMaterialization(name: string, builtIn: 'none' | 'replaceable'): MacroEntry | null;
  /** The built-in block of that name, when the node's project has overridden a macro that it is built from; else null. */
  changedMaterialization(name: string, node: ManifestNode): MacroEntry | null;
  /** What a unit test says, resolved. Fails with StartFailure. */
  readUnitTest(test: UnitTestNode): UnitTest;
  /** What the macro `collect_freshness` gives for a source: the result of a statement, or its table. Fails as `compile` does. */
  collectFreshness(source: SourceNode, port: WarehousePort): Promise<Value>;
  /** The tested model's SQL with its inputs replaced. Fails as `compile` does. */
  compileUnitTest(given: UnitTestTables, port: WarehousePort | null): Promise<CompiledNode>;
}
