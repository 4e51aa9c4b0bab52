import duckdb from '../../adapters/duckdb/index.ts';
import type { RelationInfo } from '../../src/adapter/adapter.ts';
import type { Capabilities } from '../../src/adapter/capabilities.ts';
import type { MergeClause, PlainStep, Step } from '../../src/adapter/step.ts';
import type { Column, RelationKind, RelationName } from '../../src/sql/relation.ts';

/** The kinds of warehouses that plans differ by, named after what they can do. */
export const replacing: Capabilities = duckdb.capabilities(duckdb.dialect.assumedServer, null);
/** DDL in transactions, nothing is replaced in place, views follow what they are bound to. */
export const transactional: Capabilities = {
  ...replacing,
  replaceTable: 'none',
  replaceView: 'compatible-only',
  viewBinding: 'identity',
  foreignKeyParents: 'free',
  names: { ...replacing.names, maxLength: 63, lengthUnit: 'bytes', caseSensitive: true },
};
/** DDL commits at once; several relations are renamed as one. */
export const renaming: Capabilities = {
  ...transactional,
  transactions: 'dml',
  replaceView: 'any',
  exchange: ['multi-rename'],
  viewBinding: 'name',
};
/** Tables are replaced in place, and there are no transactions. */
export const transactionless: Capabilities = {
  ...replacing,
  transactions: 'none',
  exchange: ['swap'],
  tempTables: 'named',
  upsert: ['merge'],
};

export const target: RelationName = { catalog: 'db', schema: 'shop', name: 'it' };
export const existing = (kind: RelationKind): RelationInfo => ({
  name: target,
  kind,
  rows: null,
  bytes: null,
  comment: null,
  owner: null,
  isBound: null,
});

export const column = (name: string, nativeType = 'INTEGER'): Column => ({
  name,
  nativeType,
  type: { kind: 'native', name: nativeType },
  nullable: true,
  comment: null,
});

/** One line per step: what it does and to what. */
export const outline = (steps: readonly Step[]): readonly string[] =>
  steps.flatMap(step => (step.kind === 'atomic' ? ['{', ...step.steps.map(line), '}'] : [line(step)]));

function line(step: PlainStep): string {
  switch (step.kind) {
    case 'supersede':
      return `${step.builtIs} ${step.built.name} for ${step.liveIs} ${step.live.name} by ${step.how}${released(step)}`;
    case 'drop':
      return `drop ${step.is} ${step.target.name}${step.cascade ? ' cascade' : ''}`;
    case 'create-table':
      return `${replacingWord(step)}${step.temporary ? 'temporary ' : ''}table ${step.target.name}`;
    case 'define-table':
      return `${replacingWord(step)}defined ${step.target.name}`;
    case 'create-materialized-view':
      return `create materialized view ${step.target.name}`;
    case 'refresh':
      return `refresh ${step.target.name}`;
    case 'drop-index':
      return `drop index ${step.name}`;
    case 'drop-constraints':
      return `drop-constraints ${step.target.name}`;
    case 'create-index':
      return `index ${step.index.name} on ${step.target.name} (${step.index.columns})`;
    case 'assert-keys':
      return `check keys ${step.key}`;
    case 'assert-unique':
      return `check ${step.target.name} by ${step.key}`;
    case 'grant':
      return `grant ${step.privilege} on ${step.target.name} to ${step.to}`;
    case 'revoke':
      return `revoke ${step.privilege} on ${step.target.name} from ${step.from}`;
    case 'write':
      return `write ${step.target.name}`;
    case 'create-view':
      return `${replacingWord(step)}view ${step.target.name}`;
    case 'load-csv':
      return `${replacingWord(step)}load ${step.target.name}`;
    case 'upsert':
      return `${step.how} ${step.staged.name} into ${step.target.name} on ${step.key}${step.nulls === 'match' ? ', nulls too' : ''}`;
    case 'merge':
      return `merge ${step.staged.name} into ${step.target.name} on ${step.key}: ${step.clauses.map(clauseLine).join('; ')}`;
    case 'insert':
      return `insert into ${step.target.name} (${step.columns})`;
    case 'alter-columns':
      return `alter ${step.target.name}: ${step.changes.map(change => `${change.kind} ${change.kind === 'add' ? change.column.name : change.name}`).join(', ')}${released(step)}`;
    default:
      return step.kind;
  }
}

const clauseLine = ({ when, action }: MergeClause): string =>
  [when, action.kind, ...('set' in action ? [action.set.map(one => one.column).join()] : [])].join(' ');

const released = ({ released: names }: { readonly released: readonly RelationName[] }): string =>
  names.length === 0 ? '' : ` without ${names.map(one => one.name).join(', ')}`;
const replacingWord = ({ replace }: { readonly replace: boolean }): string => (replace ? 'replace ' : 'create ');
