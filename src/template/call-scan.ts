import type { Span } from '../diagnostic/span.ts';
import type { Call, Expression, Statement } from './ast.ts';
import { spanOf } from './position.ts';
import type { TemplateCall, TemplateSource } from './template.ts';
import { dictFrom } from './value/equal.ts';
import { Float, Tuple, type Value } from './value.ts';
import { eachExpression } from './walk.ts';

/** Every call of a named function, in reading order of the outer calls. */
export function scanCalls(source: TemplateSource, body: readonly Statement[]): readonly TemplateCall[] {
  const calls: TemplateCall[] = [];
  eachExpression(body, node => {
    if (node.kind !== 'call') return;
    const path = pathOf(node.callee);
    if (path) calls.push(callAt(source, node, path));
  });
  return calls;
}

/** Where a body first reads a name; null when it does not. */
export function firstRead(source: TemplateSource, body: readonly Statement[], name: string): Span | null {
  let found: Span | null = null;
  eachExpression(body, node => {
    if (node.kind === 'name' && node.name === name) found ??= spanOf(source, node.start, node.end);
  });
  return found;
}

function callAt(source: TemplateSource, node: Call, path: readonly string[]): TemplateCall {
  return {
    path,
    args: node.args.args.map(literalOf),
    kwargs: new Map(node.args.kwargs.map(([name, value]) => [name, literalOf(value)])),
    span: spanOf(source, node.start, node.end),
  };
}

/** `a.b['c']` is ['a', 'b', 'c']; null for a call of anything but names. */
function pathOf(node: Expression): readonly string[] | null {
  if (node.kind === 'name') return [node.name];
  if (node.kind === 'attribute') return extended(node.node, node.name);
  if (node.kind !== 'item' || node.key.kind !== 'constant') return null;
  return typeof node.key.value === 'string' ? extended(node.node, node.key.value) : null;
}

function extended(owner: Expression, name: string): readonly string[] | null {
  const path = pathOf(owner);
  return path && [...path, name];
}

/** The value of a literal; undefined for everything else. */
export function literalOf(node: Expression): Value | undefined {
  switch (node.kind) {
    case 'constant':
      return node.value;
    case 'list':
      return allLiterals(node.items);
    case 'tuple': {
      const items = allLiterals(node.items);
      return items && Tuple.from(items);
    }
    case 'dict': {
      const keys = allLiterals(node.items.map(([key]) => key));
      const values = allLiterals(node.items.map(([, value]) => value));
      if (!keys || !values || keys.some(key => Array.isArray(key) || key instanceof Map)) return undefined;
      return dictFrom(keys.map((key, index) => [key, values[index] as Value]));
    }
    case 'unary':
      return node.op === '-' ? negated(literalOf(node.node)) : undefined;
    default:
      return undefined;
  }
}

function allLiterals(nodes: readonly Expression[]): Value[] | undefined {
  const values = nodes.map(literalOf).filter(value => value !== undefined);
  return values.length === nodes.length ? values : undefined;
}

function negated(value: Value | undefined): Value | undefined {
  if (typeof value === 'bigint') return -value;
  if (value instanceof Float) return new Float(-value.value);
  return typeof value === 'number' ? -value : undefined;
}
