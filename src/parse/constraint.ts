import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { diagnose } from '../diagnostic/diagnostic.ts';
import { nearest } from '../diagnostic/nearest.ts';
import type { ModelNode, PlainMap } from '../manifest/node.ts';
import { configSpan } from './config-span.ts';
import { type Dependencies, dependencies } from './dependency.ts';
import type { Parsing } from './draft.ts';
import { entrySpan, type PropertyEntry } from './properties.ts';

/** What the foreign keys of a model point at: `to: ref('orders')`. */
export function constraintRefs(
  parsing: Parsing,
  entry: PropertyEntry | undefined,
  { columns, constraints }: Pick<ModelNode, 'columns' | 'constraints'>,
): Pick<Dependencies, 'refs' | 'sources'> {
  const all = [...Object.values(columns).flatMap(column => column.constraints), ...constraints];
  const calls = all.flatMap(one => {
    const to = one['type'] === 'foreign_key' && typeof one['to'] === 'string' ? one['to'] : '';
    return /^\s*(ref|source)\s*\(/.test(to) ? [{ text: to, below: ['name'] }] : [];
  });
  return entry === undefined || calls.length === 0 ? { refs: [], sources: [] } : dependencies(parsing, entry, calls);
}

/** Contracts that cannot be kept, whatever the model selects. */
export function checkContracts(parsing: Parsing): void {
  for (const node of parsing.draft.nodes.values())
    if (node.resource_type === 'model' && node.contract.enforced)
      parsing.draft.diagnostics.push(...contractProblems(parsing, node));
}

function contractProblems(parsing: Parsing, node: ModelNode): readonly Diagnostic[] {
  const entry = parsing.properties.find('models', node.package_name, node.name);
  const columns = Object.values(node.columns);
  if (columns.length === 0 || entry === undefined)
    return [diagnose('parse-contract-columns', configSpan(parsing, node, 'contract'), { name: node.name })];
  const spanOf = (at: number) =>
    Array.isArray(entry.data['columns']) ? entrySpan(entry, 'columns', at) : entrySpan(entry, 'name');
  const untyped = columns.flatMap((column, at) =>
    column.data_type === null ? [diagnose('parse-contract-type', spanOf(at), { name: node.name, column: column.name })] : [],
  );
  const own = columns.flatMap((column, at) =>
    column.constraints.flatMap(one => constraintProblem(node, one, 'column').map(say => say(spanOf(at)))),
  );
  const shared = node.constraints.flatMap((one, at) =>
    constraintProblem(node, one, 'model').map(say => say(entrySpan(entry, 'constraints', at))),
  );
  return [...untyped, ...own, ...shared, ...schemaChangeProblem(parsing, node), ...ignoredConstraints(parsing, node)];
}

const types = ['not_null', 'check', 'unique', 'primary_key', 'foreign_key', 'custom'];
type Said = (span: Diagnostic['span']) => Diagnostic;

function constraintProblem(node: ModelNode, one: PlainMap, level: 'column' | 'model'): readonly Said[] {
  const type = String(one['type']);
  const { name } = node;
  if (!types.includes(type))
    return [span => diagnose('parse-constraint-type', span, { name, type, types, near: nearest(type, types) })];
  const needs = missingPart(one, type, level);
  if (needs !== null) return [span => diagnose('parse-constraint-part', span, { name, type, needs })];
  const known = Object.keys(node.columns);
  const lower = new Set(known.map(column => column.toLowerCase()));
  const columns = Array.isArray(one['columns']) ? one['columns'].map(String) : [];
  return columns
    .filter(column => !lower.has(column.toLowerCase()))
    .map(column => span => diagnose('parse-constraint-column', span, { name, type, column, near: nearest(column, known) }));
}

function missingPart(one: PlainMap, type: string, level: 'column' | 'model'): string | null {
  const has = (key: string): boolean => (one[key] ?? '') !== '' && !(Array.isArray(one[key]) && one[key].length === 0);
  if ((type === 'check' || type === 'custom') && !has('expression')) return 'expression';
  if (type === 'foreign_key' && !has('to') && !has('expression')) return 'to';
  return level === 'model' && !['check', 'custom'].includes(type) && !has('columns') ? 'columns' : null;
}

/** The others would give the table columns that the contract does not have, or take some that it has. */
function schemaChangeProblem(parsing: Parsing, node: ModelNode): readonly Diagnostic[] {
  const value = String(node.config['on_schema_change'] ?? 'ignore');
  if (node.config.materialized !== 'incremental' || ['append_new_columns', 'fail'].includes(value)) return [];
  return [diagnose('parse-contract-schema-change', configSpan(parsing, node, 'on_schema_change'), { name: node.name, value })];
}

const constrained: readonly unknown[] = ['table', 'incremental'];

function ignoredConstraints(parsing: Parsing, node: ModelNode): readonly Diagnostic[] {
  const all = [...node.constraints, ...Object.values(node.columns).flatMap(column => column.constraints)];
  const { materialized = 'view' } = node.config;
  if (constrained.includes(materialized) || all.every(one => one['warn_unsupported'] === false)) return [];
  const params = { name: node.name, materialized };
  return [diagnose('parse-constraint-ignored', configSpan(parsing, node, 'constraints'), params, { severity: 'warning' })];
}
