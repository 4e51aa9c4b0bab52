import type { Expression, Item, Name } from '../query.ts';
import { repeatedItem } from './columns-of.ts';
import { type Flow, unknownFlow, usedAs } from './flow.ts';
import { outputName } from './output-name.ts';
import { type Place, resolveExpression } from './resolve-expression.ts';
import { unknownShape } from './resolve-query.ts';
import type { Shape } from './shape.ts';
import { starFields } from './star.ts';

/** The columns that something selected gives: one, or many. */
export function itemFields(item: Item, place: Place): Shape {
  const { value, alias } = item;
  if (value.kind === 'star') return starFields(value, place);
  if (hasUnread(value)) return unreadItem(item, place);
  const many = repeatedItem(item, place) ?? severalFields(item, place);
  if (many !== null) return many;
  const flow = resolveExpression(value, place);
  const name = alias ?? { text: outputName(value, place.environment.surroundings.rules.parser) ?? '', quoted: false };
  return { fields: [{ name, flow }], rest: null };
}

const rowFunctions =
  /^(unnest|explode|explode_outer|posexplode|posexplode_outer|inline|inline_outer|stack|json_tuple|arrayjoin|flatten|generate_series|generate_subscripts|(exploding_)?sequence|regexp_split_to_table|string_to_table|jsonb?_(each|array_elements|object_keys)(_text)?)$/;

/** The fields of a struct that DuckDB's `unnest` makes columns of; null when it is a list that it takes apart. */
export function unnestedStruct(value: Expression, place: Place): Flow['fields'] {
  if (value.kind !== 'call' || value.name !== 'unnest' || value.args.length > 1) return null;
  const [of] = value.args;
  if (of === undefined || place.environment.surroundings.rules.parser !== 'duckdb') return null;
  const { fields, isList } = resolveExpression(of, place);
  return isList === true ? null : fields;
}

/** Whether it decides how many rows there are: `unnest(tags)`. */
export function givesRows(value: Expression): boolean {
  if (value.kind === 'call') return rowFunctions.test(value.name) || value.args.some(givesRows);
  return (value.kind === 'cast' || value.kind === 'field') && givesRows(value.of);
}

/** What is not understood, alone or inside something else, may give any number of columns. */
function hasUnread(value: Expression): boolean {
  if (value.kind === 'unread') return true;
  if (value.kind === 'call') return [...value.args, ...value.over].some(hasUnread);
  if (value.kind === 'cast' || value.kind === 'field' || value.kind === 'window') return hasUnread(value.of);
  return false;
}

function unreadItem({ value, alias }: Item, place: Place): Shape {
  const { gaps } = resolveExpression(value, place);
  const gap = gaps.join(' ');
  return alias === null
    ? unknownShape(gap)
    : { fields: [{ name: alias, flow: unknownFlow(gap) }], rest: { gap, of: () => unknownFlow(gap) } };
}

/** Functions that give several columns: null for all others. */
function severalFields({ value, alias, columnAliases }: Item, place: Place): Shape | null {
  if (value.kind !== 'call') return null;
  const whole = (): Flow => usedAs(resolveExpression(value, place), 'transformed');
  const named = (names: readonly Name[]): Shape => ({ fields: names.map(name => ({ name, flow: whole() })), rest: null });
  if (columnAliases.length > 0) return named(columnAliases);
  if (['stack', 'inline', 'inline_outer', 'json_tuple'].includes(value.name))
    return unknownShape(`The columns of \`${value.name}\` are not known.`);
  const plain = (text: string): Name => ({ text, quoted: false });
  if (value.name.startsWith('posexplode')) return named([plain('pos'), plain('col')]);
  if (value.name === 'unnest' && alias === null && place.environment.surroundings.rules.parser === 'duckdb') {
    const { type } = resolveExpression(value.args[0] ?? value, place);
    // Of a struct, `unnest` makes a column for each field.
    const fields = unnestedStruct(value, place);
    if (fields !== null) return { fields: [...fields].map(([text, flow]) => ({ name: plain(text), flow })), rest: null };
    if (value.args.length > 1 || type?.startsWith('STRUCT') === true)
      return unknownShape('The fields of a struct are not known.');
  }
  return null;
}
