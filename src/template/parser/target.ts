import type { Expression, NameTarget, Parameter, Target } from '../ast.ts';
import { describeToken } from '../token.ts';
import { isTupleEnd, parseExpression, place } from './expression.ts';
import { isConstantWord, parsePrimary } from './primary.ts';
import type { TokenStream } from './stream.ts';

export interface TargetForm {
  /** A name that ends a tuple of targets. */
  readonly stop?: string;
  /** `set` may assign to `ns.attribute`. */
  readonly attributes?: 'allowed';
}

/** `a`, `a, b`, `(a, (b, c))`. */
export function parseTarget(stream: TokenStream, form: TargetForm = {}): Target {
  const { start } = stream.current;
  const items: Target[] = [];
  let isTuple = false;
  for (;;) {
    if (items.length > 0) stream.expect(',');
    if (isTupleEnd(stream, form.stop)) break;
    items.push(parseOne(stream, form));
    if (!stream.is(',')) break;
    isTuple = true;
  }
  if (!isTuple && items[0]) return items[0];
  if (!isTuple) stream.fail(`Expected an expression, got '${describeToken(stream.current)}'`);
  return { kind: 'tuple', items, ...place(stream, start) };
}

function parseOne(stream: TokenStream, form: TargetForm): Target {
  if (form.attributes && stream.is('name') && !isConstantWord(stream.current.value) && stream.look().type === '.') {
    return parseAttributeTarget(stream);
  }
  return toTarget(stream, parsePrimary(stream));
}

function parseAttributeTarget(stream: TokenStream): Target {
  const { start, value: object } = stream.next();
  stream.next();
  const attribute = stream.expect('name').value;
  return { kind: 'attribute', object, attribute, ...place(stream, start) };
}

const titles: { readonly [kind in Expression['kind']]?: string } = { constant: 'const' };

function toTarget(stream: TokenStream, node: Expression): Target {
  if (node.kind === 'name') return node;
  if (node.kind === 'tuple') return { ...node, kind: 'tuple', items: node.items.map(item => toTarget(stream, item)) };
  return stream.fail(`can't assign to '${titles[node.kind] ?? node.kind}'`, node);
}

export function parseNameTarget(stream: TokenStream): NameTarget {
  const token = stream.expect('name');
  if (isConstantWord(token.value)) stream.fail("can't assign to 'name'", token);
  return { kind: 'name', name: token.value, ...place(stream, token.start) };
}

/** `(a, b: type = 1)` of a macro, a test and a call block. */
export function parseSignature(stream: TokenStream): readonly Parameter[] {
  const parameters: Parameter[] = [];
  stream.expect('(');
  while (!stream.is(')')) {
    if (parameters.length > 0) stream.expect(',');
    parameters.push(parseParameter(stream, parameters));
  }
  stream.expect(')');
  return parameters;
}

function parseParameter(stream: TokenStream, before: readonly Parameter[]): Parameter {
  const target = parseNameTarget(stream);
  if (before.some(known => known.name === target.name)) {
    stream.fail(`duplicate argument '${target.name}' in function definition`, target);
  }
  if (stream.skip(':')) skipType(stream);
  if (stream.skip('=')) return { name: target.name, ...parseDefault(stream) };
  if (before.some(known => known.default !== null)) stream.fail('non-default argument follows default argument');
  return { name: target.name, default: null, defaultText: null };
}

function parseDefault(stream: TokenStream): Pick<Parameter, 'default' | 'defaultText'> {
  const { start } = stream.current;
  const value = parseExpression(stream);
  return { default: value, defaultText: stream.source.text.slice(start, stream.lastEnd) };
}

/** `string`, `dict[str, list[int]]`, `a | b`: read and dropped, as types are not checked. */
function skipType(stream: TokenStream): void {
  do {
    stream.expect('name');
    if (!stream.skip('[')) continue;
    stream.nested(() => {
      do skipType(stream);
      while (stream.skip(','));
    });
    stream.expect(']');
  } while (stream.skip('|'));
}
