import type { Arguments, Expression, Parameter, Statement, Target } from './ast.ts';

/** The expressions directly inside an expression, in the order in which they are evaluated. */
function partsOf(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case 'constant':
    case 'name':
      return [];
    case 'list':
    case 'tuple':
    case 'concat':
      return node.items;
    case 'dict':
      return node.items.flat();
    case 'attribute':
    case 'unary':
      return [node.node];
    case 'item':
      return [node.node, node.key];
    case 'slice':
      return node.parts.filter(part => part !== null);
    case 'call':
      return [node.callee, ...argumentsOf(node.args)];
    case 'filter':
    case 'test':
      return [...(node.node ? [node.node] : []), ...argumentsOf(node.args)];
    case 'binary':
    case 'and':
    case 'or':
      return [node.left, node.right];
    case 'compare':
      return [node.first, ...node.rest.map(([, operand]) => operand)];
    case 'conditional':
      return [node.test, node.then, ...(node.otherwise ? [node.otherwise] : [])];
    default:
      return node satisfies never;
  }
}

function argumentsOf({ args, kwargs, restArgs, restKwargs }: Arguments): Expression[] {
  const named = kwargs.map(([, value]) => value);
  return [...args, ...named, ...[restArgs, restKwargs].filter(rest => rest !== null)];
}

/** What stands directly inside a statement: its own expressions, and the bodies that belong to it. */
export interface Inside {
  readonly expressions: readonly Expression[];
  readonly bodies: readonly (readonly Statement[])[];
}

function insideOf(node: Statement): Inside {
  switch (node.kind) {
    case 'text':
    case 'loader':
    case 'break':
    case 'continue':
      return { expressions: [], bodies: [] };
    case 'output':
    case 'set':
    case 'do':
      return { expressions: [node.value], bodies: [] };
    case 'if':
      return { expressions: node.branches.map(b => b.test), bodies: [...node.branches.map(b => b.body), node.otherwise] };
    case 'for':
      return { expressions: [node.iterable, ...(node.test ? [node.test] : [])], bodies: [node.body, node.otherwise] };
    case 'set block':
      return { expressions: node.filter ? [node.filter] : [], bodies: [node.body] };
    case 'filter block':
      return { expressions: [node.filter], bodies: [node.body] };
    case 'call block':
      return { expressions: [...defaultsOf(node.parameters), node.call], bodies: [node.body] };
    case 'with':
      return { expressions: node.values.map(([, value]) => value), bodies: [node.body] };
    case 'section':
      return { expressions: [], bodies: [node.body] };
    case 'definition':
      return { expressions: defaultsOf(node.parameters), bodies: [node.body] };
    default:
      return node satisfies never;
  }
}

const defaultsOf = (parameters: readonly Parameter[]): Expression[] =>
  parameters.flatMap(parameter => (parameter.default ? [parameter.default] : []));

/** Every expression of a body at any depth, an outer one before its parts. */
export function eachExpression(body: readonly Statement[], visit: (node: Expression) => void): void {
  const visitAll = (node: Expression): void => {
    visit(node);
    for (const part of partsOf(node)) visitAll(part);
  };
  for (const statement of body) {
    const inside = insideOf(statement);
    for (const expression of inside.expressions) visitAll(expression);
    for (const inner of inside.bodies) eachExpression(inner, visit);
  }
}

/** The names that are read somewhere in a body. */
export function allNamesRead(body: readonly Statement[]): ReadonlySet<string> {
  const found = new Set<string>();
  eachExpression(body, node => {
    if (node.kind === 'name') found.add(node.name);
  });
  return found;
}

/** Which of `wanted` are read somewhere in a body. */
export function namesRead(body: readonly Statement[], wanted: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  eachExpression(body, node => {
    if (node.kind === 'name' && wanted.includes(node.name)) found.add(node.name);
  });
  return found;
}

/** The names that a body gives a value at any depth: by `set`, as arguments, in loops. */
export function namesWritten(body: readonly Statement[]): readonly string[] {
  const inside = body.flatMap(node => insideOf(node).bodies.flatMap(namesWritten));
  return [...new Set([...body.flatMap(namesGiven), ...inside])];
}

function namesGiven(node: Statement): readonly string[] {
  switch (node.kind) {
    case 'set':
    case 'set block':
    case 'for':
      return namesOf(node.target);
    case 'with':
      return node.values.flatMap(([target]) => namesOf(target));
    case 'call block':
      return node.parameters.map(({ name }) => name);
    case 'definition':
      return [...(node.tag === 'macro' ? [node.name] : []), ...node.parameters.map(({ name }) => name)];
    default:
      return [];
  }
}

/** The plain names of a target. */
export function namesOf(target: Target): readonly string[] {
  if (target.kind === 'name') return [target.name];
  return target.kind === 'tuple' ? target.items.flatMap(namesOf) : [];
}
