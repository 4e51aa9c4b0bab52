import type { BinaryOperation, Comparison, Expression, Place } from '../ast.ts';
import { describeToken, type TokenType } from '../token.ts';
import { parseFilters, parsePostfix, parsePrimary } from './primary.ts';
import type { TokenStream } from './stream.ts';

/** How an expression ends that may be a tuple without parentheses. */
export interface TupleForm {
  /** `for … in` and `if` take no inline `if`. */
  readonly conditional?: 'no';
  /** A name that ends the tuple. */
  readonly stop?: string;
  readonly empty?: 'allowed';
}

export const place = (stream: TokenStream, start: number, at: number = start): Place => ({ start, end: stream.lastEnd, at });

export const parseExpression = (stream: TokenStream): Expression => stream.nested(() => parseConditional(stream));

/** `a`, or `a, b` without parentheses. */
export function parseTuple(stream: TokenStream, form: TupleForm = {}): Expression {
  const start = stream.current.start;
  let at = start;
  const items: Expression[] = [];
  let isTuple = false;
  for (;;) {
    if (items.length > 0) stream.expect(',');
    if (isTupleEnd(stream, form.stop)) break;
    items.push(form.conditional === 'no' ? stream.nested(() => parseOr(stream)) : parseExpression(stream));
    if (!stream.is(',')) break;
    isTuple = true;
    at = stream.current.start;
  }
  if (!isTuple && items[0]) return items[0];
  if (!isTuple && form.empty !== 'allowed') {
    stream.fail(`Expected an expression, got '${describeToken(stream.current)}'`);
  }
  return { kind: 'tuple', items, ...place(stream, start, at) };
}

export function isTupleEnd(stream: TokenStream, stop: string | undefined): boolean {
  const { type } = stream.current;
  return type === 'variable_end' || type === 'block_end' || type === ')' || (stop !== undefined && stream.isName(stop));
}

function parseConditional(stream: TokenStream): Expression {
  const start = stream.current.start;
  let at = start;
  let then = parseOr(stream);
  while (stream.skipName('if')) {
    const test = parseOr(stream);
    const otherwise = stream.skipName('else') ? stream.nested(() => parseConditional(stream)) : null;
    then = { kind: 'conditional', test, then, otherwise, ...place(stream, start, at) };
    at = stream.current.start;
  }
  return then;
}

function parseOr(stream: TokenStream): Expression {
  const start = stream.current.start;
  let at = start;
  let left = parseAnd(stream);
  while (stream.skipName('or')) {
    const right = parseAnd(stream);
    left = { kind: 'or', left, right, ...place(stream, start, at) };
    at = stream.current.start;
  }
  return left;
}

function parseAnd(stream: TokenStream): Expression {
  const start = stream.current.start;
  let at = start;
  let left = parseNot(stream);
  while (stream.skipName('and')) {
    const right = parseNot(stream);
    left = { kind: 'and', left, right, ...place(stream, start, at) };
    at = stream.current.start;
  }
  return left;
}

function parseNot(stream: TokenStream): Expression {
  if (!stream.isName('not')) return parseCompare(stream);
  const { start } = stream.next();
  const node = stream.nested(() => parseNot(stream));
  return { kind: 'unary', op: 'not', node, ...place(stream, start) };
}

function parseCompare(stream: TokenStream): Expression {
  const start = stream.current.start;
  const first = parseSum(stream);
  const rest: (readonly [Comparison, Expression])[] = [];
  for (let op = takeComparison(stream); op; op = takeComparison(stream)) rest.push([op, parseSum(stream)]);
  if (rest.length === 0) return first;
  return { kind: 'compare', first, rest, ...place(stream, start, stream.current.start) };
}

const comparisons: ReadonlySet<TokenType> = new Set<TokenType>(['==', '!=', '<', '<=', '>', '>=']);

function takeComparison(stream: TokenStream): Comparison | undefined {
  if (comparisons.has(stream.current.type)) return stream.next().type as Comparison;
  if (stream.skipName('in')) return 'in';
  if (!stream.isName('not')) return undefined;
  const ahead = stream.look();
  if (ahead.type !== 'name' || ahead.value !== 'in') return undefined;
  stream.next();
  stream.next();
  return 'not in';
}

type Level = (stream: TokenStream) => Expression;

/** Operators of one precedence, grouped from the left. */
function leftToRight(operations: readonly BinaryOperation[], operand: Level): Level {
  const set: ReadonlySet<TokenType> = new Set<TokenType>(operations);
  return stream => {
    const start = stream.current.start;
    let at = start;
    let left = operand(stream);
    while (set.has(stream.current.type)) {
      const op = stream.next().type as BinaryOperation;
      const right = operand(stream);
      left = { kind: 'binary', op, left, right, ...place(stream, start, at) };
      at = stream.current.start;
    }
    return left;
  };
}

const parsePower = leftToRight(['**'], stream => parseUnary(stream));
const parseProduct = leftToRight(['*', '/', '//', '%'], parsePower);
const parseSum = leftToRight(['+', '-'], parseConcat);

/** `~` binds tighter than `+`, unlike what one expects. */
function parseConcat(stream: TokenStream): Expression {
  const start = stream.current.start;
  const first = parseProduct(stream);
  if (!stream.is('~')) return first;
  const items = [first];
  while (stream.skip('~')) items.push(parseProduct(stream));
  return { kind: 'concat', items, ...place(stream, start) };
}

function parseUnary(stream: TokenStream): Expression {
  return parseFilters(stream, parseSigned(stream));
}

/** `-x.y`: the sign applies to `x`, then comes `.y`, then filters; so it is in jinja2. */
function parseSigned(stream: TokenStream): Expression {
  const { type, start } = stream.current;
  if (type !== '-' && type !== '+') return parsePostfix(stream, parsePrimary(stream));
  stream.next();
  const node = stream.nested(() => parseSigned(stream));
  return parsePostfix(stream, { kind: 'unary', op: type, node, ...place(stream, start) });
}
