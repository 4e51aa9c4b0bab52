import type { Arguments, Call, Constant, Expression, Filter } from '../ast.ts';
import { describeToken, type TokenType } from '../token.ts';
import { Float, type Value } from '../value.ts';
import { parseExpression, parseTuple, place } from './expression.ts';
import type { TokenStream } from './stream.ts';

const words: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['true', true],
  ['True', true],
  ['false', false],
  ['False', false],
  ['none', null],
  ['None', null],
]);

export const isConstantWord = (name: string): boolean => words.has(name);

export function parsePrimary(stream: TokenStream): Expression {
  const token = stream.current;
  const { start } = token;
  switch (token.type) {
    case 'name': {
      stream.next();
      const value = words.get(token.value);
      if (value !== undefined) return { kind: 'constant', value, ...place(stream, start) };
      return { kind: 'name', name: token.value, ...place(stream, start) };
    }
    case 'string':
      return parseStrings(stream);
    case 'integer':
    case 'float':
      stream.next();
      return { kind: 'constant', value: numberValue(token.type, token.number), ...place(stream, start) };
    case '(': {
      stream.next();
      const inner = stream.nested(() => parseTuple(stream, { empty: 'allowed' }));
      stream.expect(')');
      return inner;
    }
    case '[':
      return parseList(stream);
    case '{':
      return parseDict(stream);
    default:
      return stream.fail(`unexpected '${describeToken(token)}'`);
  }
}

const numberValue = (type: 'integer' | 'float', number: number | bigint): Value =>
  type === 'float' && Number.isInteger(number) ? new Float(Number(number)) : number;

/** Strings beside each other are one. */
function parseStrings(stream: TokenStream): Constant {
  const { start } = stream.current;
  let value = '';
  while (stream.is('string')) value += stream.next().value;
  return { kind: 'constant', value, ...place(stream, start) };
}

function parseList(stream: TokenStream): Expression {
  const { start } = stream.next();
  const items: Expression[] = [];
  while (!stream.is(']')) {
    if (items.length > 0) stream.expect(',');
    if (stream.is(']')) break;
    items.push(parseExpression(stream));
  }
  stream.expect(']');
  return { kind: 'list', items, ...place(stream, start) };
}

function parseDict(stream: TokenStream): Expression {
  const { start } = stream.next();
  const items: (readonly [Expression, Expression])[] = [];
  while (!stream.is('}')) {
    if (items.length > 0) stream.expect(',');
    if (stream.is('}')) break;
    const key = parseExpression(stream);
    stream.expect(':');
    items.push([key, parseExpression(stream)]);
  }
  stream.expect('}');
  return { kind: 'dict', items, ...place(stream, start) };
}

export function parsePostfix(stream: TokenStream, first: Expression): Expression {
  let node = first;
  for (;;) {
    if (stream.is('.')) node = parseDot(stream, node);
    else if (stream.is('[')) node = parseSubscript(stream, node);
    else if (stream.is('(')) node = parseCall(stream, node);
    else return node;
  }
}

export function parseFilters(stream: TokenStream, first: Expression): Expression {
  let node = first;
  for (;;) {
    if (stream.is('|')) node = parseFilter(stream, node);
    else if (stream.isName('is')) node = parseTest(stream, node);
    else if (stream.is('(')) node = parseCall(stream, node);
    else return node;
  }
}

function parseDot(stream: TokenStream, node: Expression): Expression {
  const at = stream.next().start;
  const token = stream.next();
  if (token.type === 'name') return { kind: 'attribute', node, name: token.value, ...place(stream, node.start, at) };
  if (token.type !== 'integer') stream.fail('expected name or number', token);
  const key: Expression = { kind: 'constant', value: token.number, start: token.start, end: token.end, at: token.start };
  return { kind: 'item', node, key, ...place(stream, node.start, at) };
}

function parseSubscript(stream: TokenStream, node: Expression): Expression {
  const at = stream.next().start;
  const keys: Expression[] = [];
  while (!stream.is(']')) {
    if (keys.length > 0) stream.expect(',');
    keys.push(parseKey(stream));
  }
  stream.expect(']');
  if (keys.length > 1 && keys.some(key => key.kind === 'slice')) stream.fail('a slice cannot be one of several keys');
  const [only] = keys;
  const key: Expression = only && keys.length === 1 ? only : { kind: 'tuple', items: keys, ...place(stream, at) };
  return { kind: 'item', node, key, ...place(stream, node.start, at) };
}

function parseKey(stream: TokenStream): Expression {
  const { start } = stream.current;
  const lower = stream.is(':') ? null : parseExpression(stream);
  if (lower && !stream.is(':')) return lower;
  stream.expect(':');
  const upper = parseSlicePart(stream);
  const step = stream.skip(':') ? parseSlicePart(stream) : null;
  return { kind: 'slice', parts: [lower, upper, step], ...place(stream, start) };
}

const parseSlicePart = (stream: TokenStream): Expression | null =>
  stream.is(']') || stream.is(',') || stream.is(':') ? null : parseExpression(stream);

function parseCall(stream: TokenStream, callee: Expression): Call {
  const at = stream.current.start;
  const args = parseArguments(stream);
  return { kind: 'call', callee, args, ...place(stream, callee.start, at) };
}

const noArguments: Arguments = { args: [], kwargs: [], restArgs: null, restKwargs: null };

function parseArguments(stream: TokenStream): Arguments {
  const open = stream.expect('(');
  const found = { args: [] as Expression[], kwargs: [] as [string, Expression][] };
  let restArgs: Expression | null = null;
  let restKwargs: Expression | null = null;
  const ensure = (fine: boolean): void => {
    if (!fine) stream.fail('invalid syntax for function call expression', open);
  };
  for (let first = true; !stream.is(')'); first = false) {
    if (!first) stream.expect(',');
    if (stream.is(')')) break;
    if (stream.skip('*')) {
      ensure(!restArgs && !restKwargs);
      restArgs = parseExpression(stream);
    } else if (stream.skip('**')) {
      ensure(!restKwargs);
      restKwargs = parseExpression(stream);
    } else if (stream.is('name') && stream.look().type === '=') {
      ensure(!restKwargs);
      found.kwargs.push(parseKeyword(stream, found.kwargs));
    } else {
      ensure(!restArgs && !restKwargs && found.kwargs.length === 0);
      found.args.push(parseExpression(stream));
    }
  }
  stream.expect(')');
  return { ...found, restArgs, restKwargs };
}

function parseKeyword(stream: TokenStream, before: readonly (readonly [string, Expression])[]): [string, Expression] {
  const name = stream.next();
  if (before.some(([known]) => known === name.value)) stream.fail(`keyword argument repeated: ${name.value}`, name);
  stream.next();
  return [name.value, parseExpression(stream)];
}

/** One `| name(…)`. */
function parseFilter(stream: TokenStream, node: Expression): Filter {
  stream.expect('|');
  return parseFilterName(stream, node);
}

function parseFilterName(stream: TokenStream, node: Expression | null): Filter {
  const { start: at } = stream.current;
  const name = parseDottedName(stream);
  const args = stream.is('(') ? parseArguments(stream) : noArguments;
  return { kind: 'filter', node, name, args, ...place(stream, node?.start ?? at, at) };
}

/** `name(…) | name(…)` after `{% filter`; after the target of a set block with its leading `|`. */
export function parseBlockFilters(stream: TokenStream): Filter {
  let node = parseFilterName(stream, null);
  while (stream.is('|')) node = parseFilter(stream, node);
  return node;
}

function parseDottedName(stream: TokenStream): string {
  let name = stream.expect('name').value;
  while (stream.skip('.')) name += `.${stream.expect('name').value}`;
  return name;
}

const testOperands: ReadonlySet<TokenType> = new Set<TokenType>(['name', 'string', 'integer', 'float', '[', '{']);

function parseTest(stream: TokenStream, node: Expression): Expression {
  const at = stream.next().start;
  const negated = stream.skipName('not');
  const name = parseDottedName(stream);
  const args = parseTestArguments(stream);
  const test: Expression = { kind: 'test', node, name, args, ...place(stream, node.start, at) };
  return negated ? { kind: 'unary', op: 'not', node: test, ...place(stream, node.start, at) } : test;
}

function parseTestArguments(stream: TokenStream): Arguments {
  if (stream.is('(')) return parseArguments(stream);
  if (!testOperands.has(stream.current.type)) return noArguments;
  if (stream.isName('else') || stream.isName('or') || stream.isName('and')) return noArguments;
  if (stream.isName('is')) stream.fail('You cannot chain multiple tests with is');
  return { ...noArguments, args: [parsePostfix(stream, parsePrimary(stream))] };
}
