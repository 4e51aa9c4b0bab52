import type { Arguments, Call, Compare, Conditional, DictLiteral, Expression, Filter, Item, Name, Test } from '../ast.ts';
import type { NameScope } from './name-scope.ts';
import { isFilter, isTest } from './operations.ts';
import { literal, type Writer } from './writer.ts';

/** JavaScript for the value of an expression. */
export function valueCode(writer: Writer, node: Expression): string {
  switch (node.kind) {
    case 'constant':
      return literal(writer, node.value);
    case 'name':
      return nameCode(writer, node);
    case 'list':
      return `[${codes(writer, node.items)}]`;
    case 'tuple':
      return `tuple([${codes(writer, node.items)}])`;
    case 'dict':
      return dictCode(writer, node);
    case 'attribute':
      return `attribute(${valueCode(writer, node.node)},${JSON.stringify(node.name)},kind,${writer.spot(node)})`;
    case 'item':
      return itemCode(writer, node);
    case 'slice':
      throw new Error('the parser makes a slice only as the key of an item');
    case 'call':
      return callCode(writer, node);
    case 'filter':
      return filterCode(writer, node, node.node ? valueCode(writer, node.node) : "''");
    case 'binary': {
      const operands = `${valueCode(writer, node.left)},${valueCode(writer, node.right)}`;
      return `binary(${JSON.stringify(node.op)},${operands},${writer.spot(node)})`;
    }
    case 'unary':
      if (node.op === 'not') return conditionCode(writer, node);
      return `${node.op === '-' ? 'negate' : 'positive'}(${valueCode(writer, node.node)},${writer.spot(node)})`;
    case 'concat':
      return `join([${codes(writer, node.items)}],${writer.spot(node)})`;
    case 'test':
    case 'compare':
      return conditionCode(writer, node);
    case 'and':
    case 'or':
      return logicCode(writer, node);
    case 'conditional':
      return conditionalCode(writer, node);
    default:
      return node satisfies never;
  }
}

/** JavaScript for the truth of an expression: a JavaScript boolean. */
export function conditionCode(writer: Writer, node: Expression): string {
  switch (node.kind) {
    case 'compare':
      return compareCode(writer, node);
    case 'test':
      return testCode(writer, node);
    case 'unary':
      if (node.op === 'not') return `!${conditionCode(writer, node.node)}`;
      break;
    case 'and':
      return `(${conditionCode(writer, node.left)}&&${conditionCode(writer, node.right)})`;
    case 'or':
      return `(${conditionCode(writer, node.left)}||${conditionCode(writer, node.right)})`;
  }
  return `isTrue(${valueCode(writer, node)})`;
}

const codes = (writer: Writer, nodes: readonly Expression[]): string => nodes.map(node => valueCode(writer, node)).join(',');

const nameCode = (writer: Writer, node: Name): string => readName(writer, node.name);

/** A variable holds nothing until it is assigned; until then its name means what it means in the scope around. */
export function readName(writer: Writer, name: string, scope: NameScope | null = writer.scope): string {
  if (scope === null) return writer.contextName(name);
  const variable = scope.own(name);
  if (!variable) return readName(writer, name, scope.parent);
  if (writer.assignments.has(variable)) return variable.js;
  return `(${variable.js}===undefined?${variable.js}=${readName(writer, name, scope.parent)}:${variable.js})`;
}

function dictCode(writer: Writer, { items, ...node }: DictLiteral): string {
  const entries = items.map(([key, value]) => `[${valueCode(writer, key)},${valueCode(writer, value)}]`).join(',');
  const plain = items.every(([key]) => key.kind === 'constant' && typeof key.value === 'string');
  return plain ? `new Map([${entries}])` : `dict([${entries}],${writer.spot(node)})`;
}

function itemCode(writer: Writer, node: Item): string {
  const owner = valueCode(writer, node.node);
  if (node.key.kind !== 'slice') return `item(${owner},${valueCode(writer, node.key)},kind,${writer.spot(node)})`;
  const parts = node.key.parts.map(part => (part ? valueCode(writer, part) : 'null')).join(',');
  return `slice(${owner},${parts},kind,${writer.spot(node)})`;
}

/** `args,kwargs` of a call, a filter or a test. */
function argumentsCode(writer: Writer, { args, restArgs, ...named }: Arguments, extra = ''): string {
  const positional = args.map(node => valueCode(writer, node));
  if (restArgs) positional.push(`...spread(${valueCode(writer, restArgs)})`);
  return `[${positional.join(',')}],${kwargsCode(writer, named, extra)}`;
}

function kwargsCode(writer: Writer, { kwargs, restKwargs }: Pick<Arguments, 'kwargs' | 'restKwargs'>, extra: string): string {
  const entries = kwargs.map(([name, value]) => `[${JSON.stringify(name)},${valueCode(writer, value)}]`);
  if (extra) entries.push(extra);
  const written = entries.length > 0 ? `new Map([${entries.join(',')}])` : 'noKwargs';
  return restKwargs ? `joinKwargs(${written},${valueCode(writer, restKwargs)})` : written;
}

/** `caller` is the code of the function that a call block passes on. */
export function callCode(writer: Writer, node: Call, caller = ''): string {
  const suffix = writer.variant === 'sync' ? 'Now' : '';
  const { callee } = node;
  const extra = caller ? `["caller",${caller}]` : '';
  if (callee.kind === 'attribute') {
    const owner = valueCode(writer, callee.node);
    const args = argumentsCode(writer, node.args, extra);
    return writer.awaited(`method${suffix}(${owner},${JSON.stringify(callee.name)},${args},kind,${writer.spot(node)})`);
  }
  const target = valueCode(writer, callee);
  return writer.awaited(`call${suffix}(${target},${argumentsCode(writer, node.args, extra)},${writer.spot(node)})`);
}

function filterCode(writer: Writer, node: Filter, value: string): string {
  if (!isFilter(node.name)) return unknownCode(writer, 'filter', node);
  const filter = writer.once(`filter(${JSON.stringify(node.name)})`);
  return `${filter}(${value},${argumentsCode(writer, node.args)},kind,${writer.spot(node)})`;
}

/** The filters of a block, applied to the text in a variable. */
export function blockFilterCode(writer: Writer, node: Filter, buffer: string): string {
  const { node: inner } = node;
  return filterCode(writer, node, inner?.kind === 'filter' ? blockFilterCode(writer, inner, buffer) : buffer);
}

function testCode(writer: Writer, node: Test): string {
  if (!isTest(node.name)) return unknownCode(writer, 'test', node);
  const test = writer.once(`test(${JSON.stringify(node.name)})`);
  return `${test}(${valueCode(writer, node.node)},${argumentsCode(writer, node.args)},${writer.spot(node)})`;
}

/** An unknown filter or test is a mistake in the template itself, except where it may be meant for another version. */
function unknownCode(writer: Writer, kind: 'filter' | 'test', node: Filter | Test): string {
  const failing = (end: string): string => {
    const message = `No ${kind} named '${node.name}'${end}`;
    return `refuse(${JSON.stringify(message)},${JSON.stringify(kind)},${JSON.stringify(node.name)},${writer.spot(node, node.at)})`;
  };
  if (writer.conditions === 0) writer.refusals.push(failing('.'));
  return failing(' found.');
}

function compareCode(writer: Writer, node: Compare): string {
  let left = valueCode(writer, node.first);
  const links = node.rest.map(([op, operand], index) => {
    const isLast = index === node.rest.length - 1;
    const kept = isLast ? '' : writer.temporary();
    const right = isLast ? valueCode(writer, operand) : `(${kept}=${valueCode(writer, operand)})`;
    const code = comparisonCode(op, left, right, writer.spot(node));
    left = kept;
    return code;
  });
  return links.length === 1 ? (links[0] as string) : `(${links.join('&&')})`;
}

function comparisonCode(op: string, left: string, right: string, spot: string): string {
  switch (op) {
    case '==':
      return `equals(${left},${right},${spot})`;
    case '!=':
      return `!equals(${left},${right},${spot})`;
    case 'in':
      return `contains(${left},${right},${spot})`;
    case 'not in':
      return `!contains(${left},${right},${spot})`;
    default:
      return `compare(${JSON.stringify(op)},${left},${right},${spot})`;
  }
}

function logicCode(writer: Writer, node: Expression & { kind: 'and' | 'or' }): string {
  const left = writer.temporary();
  const test = `isTrue(${left}=${valueCode(writer, node.left)})`;
  const right = valueCode(writer, node.right);
  return node.kind === 'and' ? `(${test}?${right}:${left})` : `(${test}?${left}:${right})`;
}

function conditionalCode(writer: Writer, node: Conditional): string {
  const test = conditionCode(writer, node.test);
  writer.conditions++;
  const then = valueCode(writer, node.then);
  const otherwise = node.otherwise ? valueCode(writer, node.otherwise) : `frame.noElse(${writer.spot(node, node.at)})`;
  writer.conditions--;
  return `(${test}?${then}:${otherwise})`;
}
