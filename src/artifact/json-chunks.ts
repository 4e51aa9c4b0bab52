import type { Plain, PlainMap } from '../manifest/node.ts';

/** How deep an artifact is cut up: its collections, and the records in them. */
const depthOfRecords = 2;

/** The value as JSON in pieces of about one record, so that a large manifest is never one text in memory. */
export function* jsonChunks(value: Plain, depth = depthOfRecords): Generator<string> {
  if (depth === 0 || typeof value !== 'object' || value === null) {
    yield jsonText(value);
  } else if (Array.isArray(value)) {
    yield* enclosed(
      '[',
      value.map(item => ['', item] as const),
      ']',
      depth,
    );
  } else {
    yield* enclosed(
      '{',
      givenEntries(value as PlainMap).map(([key, item]) => [`${JSON.stringify(key)}: `, item] as const),
      '}',
      depth,
    );
  }
}

function* enclosed(open: string, parts: readonly (readonly [string, Plain])[], close: string, depth: number): Generator<string> {
  yield open;
  let before = '';
  for (const [label, item] of parts) {
    if (depth === 1) yield before + label + jsonText(item);
    else {
      yield before + label;
      yield* jsonChunks(item, depth - 1);
    }
    before = ', ';
  }
  yield close;
}

const givenEntries = (map: PlainMap): readonly (readonly [string, Plain])[] =>
  Object.entries(map).filter((entry): entry is [string, Plain] => entry[1] !== undefined);

/** `JSON.stringify`, which refuses integers beyond 2^53; values that hold one take the slow way. */
function jsonText(value: Plain): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return slowText(value);
  }
}

function slowText(value: Plain | undefined): string {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  if (Array.isArray(value)) return `[${value.map(slowText).join(',')}]`;
  return `{${givenEntries(value as PlainMap)
    .map(([key, item]) => `${JSON.stringify(key)}:${slowText(item)}`)
    .join(',')}}`;
}
