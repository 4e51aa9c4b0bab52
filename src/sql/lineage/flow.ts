/** A column of something that the statement reads. */
export interface Input {
  /** The id of a relation, as the caller gave it. */
  readonly node: string;
  readonly column: string;
}

/** From weakest to strongest. `direct`: the value itself. `filtered`: decides only which rows the value is taken from. */
export type Use = 'filtered' | 'direct' | 'transformed' | 'aggregated';

export interface UsedInput extends Input {
  readonly use: Use;
}

/** What a value comes from. */
export interface Flow {
  readonly inputs: ReadonlyMap<string, UsedInput>;
  /** Null when it is not known. */
  readonly type: string | null;
  /** Why it is not known what the value comes from: sentences. Empty when it is known. */
  readonly gaps: readonly string[];
  /** Of a struct that was put together in the statement; null for other values. By the key of the name. */
  readonly fields: ReadonlyMap<string, Flow> | null;
  /** Whether it is a list, and the fields are those of its elements. */
  readonly isList?: boolean;
}

export const noFlow: Flow = { inputs: new Map(), type: null, gaps: [], fields: null };

export const constantFlow = (type: string | null): Flow => ({ ...noFlow, type });

export const unknownFlow = (gap: string): Flow => ({ ...noFlow, gaps: [gap] });

const inputKey = ({ node, column }: Input): string => `${node}\n${column}`;

export const inputFlow = (input: Input, type: string | null): Flow => ({
  ...noFlow,
  type,
  inputs: new Map([[inputKey(input), { node: input.node, column: input.column, use: 'direct' }]]),
});

const strength: Readonly<Record<Use, number>> = { filtered: 0, direct: 1, transformed: 2, aggregated: 3 };

const stronger = (a: Use, b: Use): Use => (strength[a] >= strength[b] ? a : b);

/** The same inputs, each used at least so; what only filters still only filters. */
export function usedAs(flow: Flow, use: Use): Flow {
  if (use === 'direct' || flow.inputs.size === 0)
    return flow.fields === null || use === 'direct' ? flow : { ...flow, fields: null };
  const inputs = new Map<string, UsedInput>();
  for (const [key, input] of flow.inputs) inputs.set(key, { ...input, use: changed(input.use, use) });
  return { ...flow, inputs, fields: null };
}

const changed = (was: Use, use: Use): Use => (use === 'filtered' || was === 'filtered' ? 'filtered' : stronger(was, use));

/** One value that comes from all of them. The type is the caller's. */
export function joined(flows: readonly Flow[], type: string | null = null): Flow {
  const inputs = new Map<string, UsedInput>();
  const gaps = new Set<string>();
  for (const flow of flows) {
    for (const [key, input] of flow.inputs) {
      const known = inputs.get(key);
      inputs.set(key, known === undefined ? input : { ...input, use: stronger(known.use, input.use) });
    }
    for (const gap of flow.gaps) gaps.add(gap);
  }
  return { inputs, gaps: [...gaps], type, fields: null };
}

/** The same position or name in both parts of a `union`. */
export const united = (a: Flow, b: Flow, type: string | null): Flow => joined([a, b], type);
