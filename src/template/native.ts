import type { Expression } from './ast.ts';
import { parseTemplate } from './parser/statement.ts';
import { TemplateError } from './template.ts';
import { dictSet } from './value/equal.ts';
import { negate } from './value/operator.ts';
import { text } from './value/print.ts';
import { Float, Tuple, type Value, type ValueMap } from './value.ts';

/**
 * What native rendering makes of the value of a template's only expression: `as_number`, `as_bool` and `as_native` at its
 * end read the text of the value as a literal, `as_text` keeps it from being one. Fails when it is a literal of another type.
 */
export function nativeValue(expression: Expression, value: Value): Value {
  switch (expression.kind === 'filter' ? expression.name : '') {
    case 'as_text':
      return text(value);
    case 'as_native':
      return typeof value === 'string' ? literal(value) : value;
    case 'as_number':
      return converted(value, 'number', isNumber);
    case 'as_bool':
      return converted(value, 'bool', found => typeof found === 'boolean');
    default:
      return value;
  }
}

const isNumber = (value: Value): boolean => typeof value === 'number' || typeof value === 'bigint' || value instanceof Float;

function converted(value: Value, type: 'number' | 'bool', fits: (value: Value) => boolean): Value {
  const result = typeof value === 'string' ? literal(value) : value;
  if (fits(result)) return result;
  throw new TemplateError('other', `Could not convert value '${text(value)}' into type '${type}'`);
}

/** The value of a text that is a literal, as in `[1, 'a']` or `True`; any other text is itself. */
function literal(written: string): Value {
  const value = /[{}]%|%[{}]|\}\}|#/.test(written) ? undefined : literalValue(expressionOf(written));
  return value === undefined ? written : value;
}

function expressionOf(written: string): Expression | null {
  try {
    const [statement, ...rest] = parseTemplate({ file: '', text: `{{ ${written} }}` });
    return rest.length === 0 && statement?.kind === 'output' ? statement.value : null;
  } catch (error) {
    if (error instanceof TemplateError) return null;
    throw error;
  }
}

/** `undefined` when the expression is more than a literal. */
function literalValue(expression: Expression | null): Value | undefined {
  switch (expression?.kind) {
    case 'constant':
      return expression.value;
    case 'unary': {
      const value = expression.op === '-' ? literalValue(expression.node) : undefined;
      return value !== undefined && isNumber(value) ? negate(value) : undefined;
    }
    case 'list':
    case 'tuple': {
      const items = expression.items.map(literalValue);
      if (!items.every(item => item !== undefined)) return undefined;
      return expression.kind === 'list' ? items : Tuple.from(items);
    }
    case 'dict':
      return literalDict(expression.items);
    default:
      return undefined;
  }
}

function literalDict(items: readonly (readonly [Expression, Expression])[]): ValueMap | undefined {
  const dict: ValueMap = new Map();
  for (const [keyNode, valueNode] of items) {
    const [key, value] = [literalValue(keyNode), literalValue(valueNode)];
    if (key === undefined || value === undefined) return undefined;
    dictSet(dict, key, value);
  }
  return dict;
}
