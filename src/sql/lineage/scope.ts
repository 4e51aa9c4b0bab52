import type { Name, TextRange } from '../query.ts';
import type { NameKey } from './dialect-rules.ts';
import { constantFlow, type Flow, joined, unknownFlow, usedAs } from './flow.ts';
import type { Problem } from './problem.ts';
import type { Field, Shape } from './shape.ts';

/** A relation that names may belong to. */
export interface Visible {
  /** How it may be named, most specific last: `[table]`, `[schema, table]`, …; empty when it has no name. */
  readonly path: readonly Name[];
  readonly shape: Shape;
  /** The elements of a column or list, where its name comes before that of a column. */
  readonly isElement?: boolean;
}

export interface Scope {
  readonly parent: Scope | null;
  readonly relations: Visible[];
  /** Columns that `using` made one of two, by key. */
  readonly merged: Map<string, Merged>;
  /** Parameters of lambdas, and names of values. */
  readonly locals: ReadonlyMap<string, Flow>;
}

export interface Merged {
  readonly field: Field;
  /** Those that it is a column of. */
  readonly of: readonly Visible[];
}

export const emptyScope = (parent: Scope | null): Scope => ({ parent, relations: [], merged: new Map(), locals: new Map() });

export interface Lookup {
  readonly key: NameKey;
  readonly hasRowValues: boolean;
  readonly problem: (problem: Problem) => void;
}

/**
 * What a name stands for: undefined when nothing in this scope or around it has it. Path parts that are left over are fields.
 */
export function findColumn(path: readonly Name[], range: TextRange | null, scope: Scope, lookup: Lookup): Flow | undefined {
  for (let at: Scope | null = scope; at !== null; at = at.parent) {
    const found = findHere(path, range, at, lookup);
    if (found !== undefined) return found;
  }
  return undefined;
}

function findHere(path: readonly Name[], range: TextRange | null, scope: Scope, lookup: Lookup): Flow | undefined {
  const [first, ...rest] = path;
  if (first === undefined) return undefined;
  const local = scope.locals.get(lookup.key(first));
  if (local !== undefined) return fieldsOf(local, rest, lookup);
  // The longest name of a relation first: `schema.table.column` before `table.column.field`.
  for (let length = Math.min(path.length - 1, 3); length > 0; length -= 1) {
    const relation = findRelation(path.slice(0, length), scope, lookup.key);
    const name = path[length];
    if (relation === undefined || name === undefined) continue;
    const flow = columnOf(relation, name, lookup);
    if (flow !== undefined) return fieldsOf(flow, path.slice(length + 1), lookup);
    if (path.length === 2) return missing(name, range, relation, lookup);
  }
  const flow = findUnqualified(first, range, scope, lookup);
  return flow === undefined ? undefined : fieldsOf(flow, rest, lookup);
}

export function findRelation(path: readonly Name[], scope: Scope, key: NameKey): Visible | undefined {
  const keys = path.map(key);
  return scope.relations.find(({ path: own }) => {
    const tail = own.slice(own.length - keys.length);
    return own.length >= keys.length && tail.every((name, i) => key(name) === keys[i]);
  });
}

export const fieldOf = ({ shape }: Visible, name: Name, key: NameKey): Field | undefined =>
  shape.fields.find(field => key(field.name) === key(name));

/** Undefined when the relation has no such column. */
function columnOf({ shape }: Visible, name: Name, { key }: Lookup): Flow | undefined {
  const found = shape.fields.filter(field => key(field.name) === key(name));
  const [only] = found;
  if (found.length > 1) return unknownFlow(`Two columns of one table are called \`${name.text}\`.`);
  return only?.flow ?? shape.rest?.of(name);
}

function findUnqualified(name: Name, range: TextRange | null, scope: Scope, lookup: Lookup): Flow | undefined {
  const key = lookup.key(name);
  const merged = scope.merged.get(key);
  const having = scope.relations.filter(one => fieldOf(one, name, lookup.key) !== undefined);
  if (merged !== undefined && having.every(one => merged.of.includes(one))) return merged.field.flow;
  const element = having.find(
    one => one.isElement === true && one.path.length === 1 && one.path.every(part => lookup.key(part) === key),
  );
  const [only] = element === undefined ? having : [element];
  if (having.length > 1 && element === undefined) return ambiguous(name, range, having, lookup);
  if (only !== undefined) return columnOf(only, name, lookup);
  const row = lookup.hasRowValues ? findRelation([name], scope, lookup.key) : undefined;
  if (row !== undefined && row.path.length > 0) return rowOf(row);
  return findInRest(name, scope, lookup);
}

/** In a relation of which not all columns are known. */
function findInRest(name: Name, scope: Scope, lookup: Lookup): Flow | undefined {
  const open = scope.relations.filter(({ shape }) => shape.rest !== null);
  const [only] = open;
  if (only === undefined) return undefined;
  if (open.length === 1 && !isFoundAround(name, scope.parent, lookup)) return columnOf(only, name, lookup);
  const names = open.map(one => `\`${pathText(one.path)}\``).join(' and ');
  return unknownFlow(`\`${name.text}\` may belong to more than one of the tables, since not all columns of ${names} are known.`);
}

function isFoundAround(name: Name, scope: Scope | null, lookup: Lookup): boolean {
  return scope !== null && findColumn([name], null, scope, { ...lookup, problem: () => {} }) !== undefined;
}

function ambiguous(name: Name, range: TextRange | null, having: readonly Visible[], { problem }: Lookup): Flow {
  const relations = having.map(({ path }) => pathText(path));
  problem({ kind: 'ambiguous-column', name: name.text, relations, range });
  return unknownFlow(`\`${name.text}\` is a column of more than one of the tables.`);
}

function missing(name: Name, range: TextRange | null, { path, shape }: Visible, { problem, key }: Lookup): Flow {
  if (isPseudoColumn(key(name))) return constantFlow(null);
  const candidates = shape.fields.map(field => field.name.text);
  problem({ kind: 'unknown-column', name: name.text, relation: pathText(path), candidates, range });
  return unknownFlow(`\`${pathText(path)}\` has no column \`${name.text}\`.`);
}

export const pathText = (path: readonly Name[]): string =>
  path.length === 0 ? 'a subquery' : path.map(name => name.text).join('.');

/** The whole row as one value. */
function rowOf({ shape, path }: Visible): Flow {
  if (shape.rest !== null) return unknownFlow(`Not all columns of \`${pathText(path)}\` are known.`);
  const row = usedAs(joined(shape.fields.map(field => field.flow)), 'transformed');
  return { ...row, fields: new Map(shape.fields.map(field => [field.name.text.toLowerCase(), field.flow])) };
}

/** `a.b.c`: fields of a value, one by one. */
export function fieldsOf(flow: Flow, names: readonly Name[], { key }: Pick<Lookup, 'key'>): Flow {
  let value = flow;
  for (const name of names) {
    const known: Flow | undefined = value.fields?.get(name.text.toLowerCase()) ?? value.fields?.get(key(name));
    value = known ?? { ...usedAs(value, 'transformed'), type: null, fields: null };
  }
  return value;
}

const pseudoColumns = new Set(
  `rowid ctid oid xmin xmax tableoid _rowid_ filename _file_name _partitiontime _partitiondate _table_suffix metadata$filename
  metadata$file_row_number metadata$start_scan_time metadata$action metadata$isupdate metadata$row_id _part _partition_id _sample_factor
  _metadata _row_id _shard_num $path $file_size $file_modified_time rownum level sysdate current_date current_timestamp current_user
  user session_user localtime localtimestamp current_time connect_by_isleaf`.split(/\s+/),
);

/** Columns that tables have without anyone declaring them, and functions without parentheses. */
export const isPseudoColumn = (key: string): boolean => pseudoColumns.has(key.toLowerCase());
