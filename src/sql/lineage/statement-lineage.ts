import type { Name, Query } from '../query.ts';
import { nameKey } from './dialect-rules.ts';
import type { Environment, Surroundings } from './environment.ts';
import type { Flow, Input } from './flow.ts';
import type { Problem } from './problem.ts';
import { resolveQuery } from './resolve-query.ts';
import { withoutDuplicates } from './resolve-relation.ts';
import type { Field } from './shape.ts';

/** What a statement gives, and what that comes from. */
export interface StatementLineage {
  /** Null when the statement is not understood at all. */
  readonly columns: readonly OutputColumn[] | null;
  /** False when there may be more columns than these. */
  readonly complete: boolean;
  readonly filters: readonly Input[];
  readonly gaps: readonly string[];
  readonly problems: readonly Problem[];
}

export interface OutputColumn {
  readonly name: string;
  readonly type: string | null;
  /** Null when it is not known. */
  readonly from: readonly OutputInput[] | null;
}

export interface OutputInput extends Input {
  readonly how: 'copied' | 'renamed' | 'transformed' | 'aggregated' | 'filtered';
}

/** Fails never: what is not understood is a gap. */
export function statementLineage(query: Query, surroundings: Surroundings): StatementLineage {
  if (query.kind === 'unread') {
    const gap = `${query.what} is not understood.`.replace(/^./, char => char.toUpperCase());
    return { columns: null, complete: false, filters: [], gaps: [gap], problems: [] };
  }
  const problems = new Map<string, Problem>();
  const { shape, filters } = resolveQuery(query, environmentOf(surroundings, problems), null);
  const { fields, rest } = surroundings.rules.renamesDuplicates ? withoutDuplicates(shape) : shape;
  const { key } = { key: nameKey(surroundings.rules) };
  const columns = fields.map((field, i) => outputColumn(field, i, key));
  const gaps = [...new Set([...fields.flatMap(field => field.flow.gaps), ...filters.gaps, ...(rest === null ? [] : [rest.gap])])];
  const inputs = [...filters.inputs.values()].map(({ node, column }) => ({ node, column })).sort(byName);
  return { columns, complete: rest === null, filters: inputs, gaps, problems: [...problems.values()] };
}

function environmentOf(surroundings: Surroundings, problems: Map<string, Problem>): Environment {
  const problem = (one: Problem): void => void problems.set(JSON.stringify(one), one);
  const { rules } = surroundings;
  const lookup = { key: nameKey(rules), hasRowValues: rules.hasRowValues, problem };
  return { surroundings, lookup, commonTables: new Map(), values: new Map(), problem };
}

function outputColumn({ name, flow }: Field, index: number, key: (name: Name) => string): OutputColumn {
  return { name: name.text === '' ? `column ${index + 1}` : name.text, type: flow.type, from: sourcesOf(name, flow, key) };
}

function sourcesOf(name: Name, flow: Flow, key: (name: Name) => string): OutputColumn['from'] {
  if (flow.gaps.length > 0) return null;
  return [...flow.inputs.values()]
    .map(({ node, column, use }): OutputInput => {
      const isSame = column.toLowerCase() === name.text.toLowerCase() || column === key(name);
      return { node, column, how: use === 'direct' ? (isSame ? 'copied' : 'renamed') : use };
    })
    .sort(byName);
}

const byName = (a: Input, b: Input): number => compare(a.node, b.node) || compare(a.column, b.column);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
