import type { Name, TableCall } from '../query.ts';
import { addToFilters, type Filters } from './environment.ts';
import { constantFlow, type Flow, joined, noFlow, unknownFlow, usedAs } from './flow.ts';
import { type Place, resolveExpression } from './resolve-expression.ts';
import { unknownShape } from './resolve-query.ts';
import type { Visible } from './scope.ts';
import { type Field, renamedColumns, type Shape } from './shape.ts';

/** A function in `from`: its columns come from its arguments, and they decide how many rows there are. */
export function resolveTableCall(call: TableCall, place: Place, filters: Filters): Visible {
  const args = readers.test(call.name) ? [] : call.args.map(arg => resolveExpression(arg, place));
  for (const arg of args) addToFilters(filters, arg);
  const { parser } = place.environment.surroundings.rules;
  const path = call.name === 'array join' ? [] : call.alias === null ? [plain(call.name)] : [call.alias];
  const shape = withOrdinality(call, callShape(call, args, parser));
  return { path, shape: renamedColumns(shape, call.columns), isElement: parser === 'bigquery' && explodes.has(call.name) };
}

const plain = (text: string): Name => ({ text, quoted: false });

const computed = (flows: readonly Flow[], type: string | null = null): Flow => usedAs(joined(flows, type), 'transformed');

/** An element of a list; the fields of a list are those of its elements. */
function elementOf(list: Flow): Flow {
  const fields = list.fields === null ? null : new Map([...list.fields].map(([name, field]) => [name, computed([field])]));
  return { ...computed([list]), fields };
}

const explodes = new Set(['unnest', 'explode', 'explode_outer']);
const series = new Set([
  'generate_series',
  'range',
  'generate_array',
  'generate_date_array',
  'generate_timestamp_array',
  'exploding_generate_series',
  'sequence',
  'generate',
  'regexp_split_to_table',
  'string_to_table',
  'generate_subscripts',
  'json_object_keys',
  'jsonb_object_keys',
]);

/** Columns of functions that always have the same ones. */
const fixed: Readonly<Record<string, readonly string[]>> = {
  flatten: ['seq', 'key', 'path', 'index', 'value', 'this'],
  split_to_table: ['seq', 'index', 'value'],
  strtok_split_to_table: ['seq', 'index', 'value'],
  posexplode: ['pos', 'col'],
  posexplode_outer: ['pos', 'col'],
  json_each: ['key', 'value'],
  jsonb_each: ['key', 'value'],
  json_each_text: ['key', 'value'],
  jsonb_each_text: ['key', 'value'],
  json_array_elements: ['value'],
  jsonb_array_elements: ['value'],
  json_array_elements_text: ['value'],
  jsonb_array_elements_text: ['value'],
  numbers: ['number'],
  zeros: ['zero'],
};

/** They read files and other systems: their columns are columns of nothing here. */
const readers = /^(read_|.*_scan$|glob$|sniff_csv$|s3$|url$|file$|generator$|openrowset$|parquet_metadata$|stage_reference$)/;

function callShape(call: TableCall, args: readonly Flow[], dialect: string): Shape {
  const { name, alias, declared, columns } = call;
  if (declared.length > 0)
    return { fields: declared.map(one => ({ name: one.name, flow: computed(args, one.type) })), rest: null };
  if (name === 'array join')
    return { fields: columns.map((column, i) => ({ name: column, flow: computed(args.slice(i, i + 1)) })), rest: null };
  if (explodes.has(name)) return unnested(call, args, dialect);
  if (series.has(name)) return { fields: [{ name: seriesName(call, dialect), flow: computed(args) }], rest: null };
  const known =
    dialect === 'duckdb' && name.startsWith('json')
      ? undefined
      : name === 'flatten' && dialect !== 'snowflake'
        ? undefined
        : fixed[name];
  if (known !== undefined) return { fields: known.map(text => ({ name: plain(text), flow: computed(args) })), rest: null };
  if (name === 'string_split' && dialect === 'tsql')
    return { fields: [{ name: plain('value'), flow: computed(args) }], rest: null };
  if (name === 'open_j_s_o_n')
    return { fields: ['key', 'value', 'type'].map(text => ({ name: plain(text), flow: computed(args) })), rest: null };
  if (readers.test(name)) {
    const gap = `The columns of \`${name}\` are only known to the warehouse.`;
    return { fields: [], rest: { gap, of: () => constantFlow(null) } };
  }
  // Given by the author, they are all there are, and what they come from are the arguments.
  if (columns.length > 0 && args.some(arg => arg.inputs.size > 0))
    return { fields: columns.map(column => ({ name: column, flow: computed(args) })), rest: null };
  const shown = alias === null ? name : `${name}\` as \`${alias.text}`;
  return unknownShape(`The columns of the function \`${shown}\` are not known.`);
}

function seriesName({ name, alias }: TableCall, dialect: string): Name {
  if (alias !== null && ['postgres', 'redshift'].includes(dialect)) return alias;
  if (dialect === 'databricks' && name === 'range') return plain('id');
  if (dialect === 'trino' && name === 'sequence') return plain('sequential_number');
  return plain(name === 'exploding_generate_series' || name === 'sequence' || name === 'generate' ? 'generate_series' : name);
}

/** One column for each argument; BigQuery and Postgres call it by the alias. */
function unnested({ alias, columns, args: given, ordinality }: TableCall, args: readonly Flow[], dialect: string): Shape {
  const count = Math.max(1, given.length);
  const flows = Array.from({ length: count }, (_, i) => elementOf(args[i] ?? noFlow));
  const [first = computed([])] = flows;
  if (dialect === 'bigquery') return elementShape(first, alias ?? plain(''));
  // Maps give keys and values, and rows all of their fields.
  if (columns.length - (ordinality === null ? 0 : 1) > count)
    return {
      fields: columns.map(name => ({ name, flow: count === 1 ? first : computed(args) })),
      rest: null,
    };
  const usual =
    dialect === 'databricks'
      ? 'col'
      : ['postgres', 'redshift'].includes(dialect) && alias !== null && count === 1
        ? alias.text
        : 'unnest';
  if (dialect === 'trino' && columns.length === 0)
    return unknownShape('What `unnest` gives is not known without names for its columns.');
  const fields = flows.map((flow): Field => ({ name: plain(usual), flow }));
  if (dialect === 'postgres' && alias !== null && columns.length === 0) {
    const gap = 'The fields of what `unnest` gives are not known.';
    return { fields, rest: first.inputs.size > 0 ? null : { gap, of: () => unknownFlow(gap) } };
  }
  return { fields, rest: null };
}

/** The elements of an array under one name; if they are structs, their fields may be named directly. */
export function elementShape(flow: Flow, name: Name): Shape {
  const gap = `Whether the elements of \`${name.text}\` have fields is not known.`;
  return { fields: [{ name, flow }], rest: { gap, of: field => flow.fields?.get(field.text.toLowerCase()) ?? flow } };
}

function withOrdinality({ ordinality, columns }: TableCall, shape: Shape): Shape {
  if (ordinality === null) return shape;
  const name = ordinality === 'unnamed' ? plain(shape.fields.length < columns.length ? '' : 'ordinality') : ordinality;
  if (columns.length > 0 && shape.fields.length === columns.length) return shape;
  return { ...shape, fields: [...shape.fields, { name, flow: constantFlow(null) }] };
}
