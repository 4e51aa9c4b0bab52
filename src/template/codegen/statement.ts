import type { Call, Expression, FilterBlock, If, SetBlock, Set as SetNode, Statement, Target, With } from '../ast.ts';
import { mangledName } from '../parser/definition.ts';
import { namesOf } from '../walk.ts';
import { blockFilterCode, callCode, conditionCode, readName, valueCode } from './expression.ts';
import { innerFunction } from './function.ts';
import { writeFor } from './loop.ts';
import type { Writer } from './writer.ts';

export function writeBody(writer: Writer, body: readonly Statement[]): void {
  for (const statement of body) writeStatement(writer, statement);
}

/** The names that a body assigns in its own scope: not those of loops and blocks inside it, which have their own. */
export function assignedNames(body: readonly Statement[]): readonly string[] {
  return body.flatMap(node => {
    if (node.kind === 'set' || node.kind === 'set block') return namesOf(node.target);
    if (node.kind === 'if')
      return [...node.branches.flatMap(branch => assignedNames(branch.body)), ...assignedNames(node.otherwise)];
    return node.kind === 'definition' ? [mangledName(node)] : [];
  });
}

/** A body in a scope of its own, with `names` that are assigned before it. */
export function writeScope(writer: Writer, body: readonly Statement[], names: readonly string[] = [], before?: () => void): void {
  writer.block([...new Set([...names, ...assignedNames(body)])], () => {
    before?.();
    writeBody(writer, body);
  });
}

function writeStatement(writer: Writer, node: Statement): void {
  writer.anchor = node.at;
  switch (node.kind) {
    case 'text':
      writeTrace(writer, node);
      // Long texts stay out of the code, which JavaScript would have to read once more.
      writer.line(`${writer.buffer}+=${node.text.length < 60 ? JSON.stringify(node.text) : writer.constant(node.text)};`);
      break;
    case 'output':
      writeTrace(writer, node);
      writeOutput(writer, node.value);
      break;
    case 'do':
      writeDo(writer, node.value);
      break;
    case 'if':
      writeIf(writer, node);
      break;
    case 'for':
      writeFor(writer, node);
      break;
    case 'set':
      writeSet(writer, node);
      break;
    case 'set block':
      writeSetBlock(writer, node);
      break;
    case 'filter block':
      writeFilterBlock(writer, node);
      break;
    case 'call block': {
      const caller = innerFunction(writer, { name: null, parameters: node.parameters, body: node.body, at: node.at });
      writer.line(`${writer.buffer}+=text(${callCode(writer, node.call, caller)});`);
      break;
    }
    case 'with':
      writeWith(writer, node);
      break;
    case 'section':
      writeScope(writer, node.body);
      break;
    case 'definition': {
      const name = mangledName(node);
      assign(writer, { ...node, kind: 'name', name }, innerFunction(writer, { ...node, name }));
      break;
    }
    case 'loader':
      writer.line(`noLoader(${writer.spot(node)});`);
      break;
    case 'break':
    case 'continue':
      writer.line(`${node.kind};`);
      break;
    default:
      node satisfies never;
  }
}

/** Only the template's own output can be traced: not what macros, set blocks and call blocks make of text. */
function writeTrace(writer: Writer, node: Statement): void {
  if (!writer.traced || writer.kind !== 'template' || writer.buffer !== 'out') return;
  writer.line(`frame.trace(out.length,${node.start},${JSON.stringify(node.kind)});`);
}

function writeOutput(writer: Writer, value: Expression): void {
  if (writeReturn(writer, value)) return;
  writer.line(`${writer.buffer}+=text(${valueCode(writer, value)});`);
}

function writeDo(writer: Writer, value: Expression): void {
  if (writeReturn(writer, value)) return;
  writer.line(`${valueCode(writer, value)};`);
}

/** `return(x)` directly in a macro is a JavaScript return, provided that `return` is the built-in one when it runs. */
function writeReturn(writer: Writer, node: Expression): boolean {
  if (writer.kind !== 'macro' || node.kind !== 'call' || node.callee.kind !== 'name' || node.callee.name !== 'return')
    return false;
  const value = returnedValue(node);
  if (!value) return false;
  const callee = readName(writer, 'return');
  const result = writer.temporary();
  writer.line(`${result}=${valueCode(writer, value)};if(${callee}===returnFunction)return ${result};`);
  const suffix = writer.variant === 'sync' ? 'Now' : '';
  const called = writer.awaited(`call${suffix}(${callee},[${result}],noKwargs,${writer.spot(node)})`);
  writer.line(`${writer.buffer}+=text(${called});`);
  return true;
}

function returnedValue({ args }: Call): Expression | null {
  const plain = args.args.length === 1 && args.kwargs.length === 0 && !args.restArgs && !args.restKwargs;
  return plain ? (args.args[0] ?? null) : null;
}

function writeIf(writer: Writer, node: If): void {
  writer.conditions++;
  writeBranches(writer, node, 0);
  writer.conditions--;
}

function writeBranches(writer: Writer, node: If, index: number): void {
  const branch = node.branches[index];
  if (!branch) {
    writeBody(writer, node.otherwise);
    return;
  }
  writer.anchor = branch.at;
  writer.line(`if(${conditionCode(writer, branch.test)}){`);
  writer.assignments.branch([
    () => writeBody(writer, branch.body),
    () => {
      writer.line('}else{');
      writeBranches(writer, node, index + 1);
    },
  ]);
  writer.line('}');
}

function writeSet(writer: Writer, { target, value }: SetNode): void {
  if (target.kind !== 'attribute') {
    assign(writer, target, valueCode(writer, value));
    return;
  }
  const namespace = namespaceCode(writer, target.object, target);
  writer.line(`${namespace}.set(${JSON.stringify(target.attribute)},${valueCode(writer, value)});`);
}

const namespaceCode = (writer: Writer, name: string, target: Target): string =>
  `namespaceOf(${readName(writer, name)},${writer.spot(target)})`;

/** Assigns the value of `code` to a target. */
export function assign(writer: Writer, target: Target, code: string): void {
  if (target.kind === 'attribute') {
    writer.line(`${namespaceCode(writer, target.object, target)}.set(${JSON.stringify(target.attribute)},${code});`);
  } else if (target.kind === 'name') {
    const variable = writer.scope.own(target.name);
    if (!variable) throw new Error(`the name ${target.name} is not declared in its scope`);
    writer.line(`${variable.js}=${code};`);
    writer.assignments.add(variable);
  } else {
    const parts = writer.temporary();
    writer.line(`${parts}=unpack(${code},${target.items.length},${writer.spot(target)});`);
    for (const [index, item] of target.items.entries()) assign(writer, item, `${parts}[${index}]`);
  }
}

/** Collects the text of a body in a variable of its own; gives the variable. */
function captured(writer: Writer, body: readonly Statement[]): string {
  const outer = writer.buffer;
  writer.buffer = writer.temporary('out');
  const inner = writer.buffer;
  writer.line(`${inner}='';`);
  writeScope(writer, body);
  writer.buffer = outer;
  return inner;
}

function writeSetBlock(writer: Writer, node: SetBlock): void {
  const text = captured(writer, node.body);
  writer.anchor = node.at;
  assign(writer, node.target, node.filter ? blockFilterCode(writer, node.filter, text) : text);
}

function writeFilterBlock(writer: Writer, node: FilterBlock): void {
  const text = captured(writer, node.body);
  writer.anchor = node.at;
  writer.line(`${writer.buffer}+=text(${blockFilterCode(writer, node.filter, text)});`);
}

function writeWith(writer: Writer, node: With): void {
  const values = node.values.map(([target, value]) => {
    const held = writer.temporary();
    writer.line(`${held}=${valueCode(writer, value)};`);
    return [target, held] as const;
  });
  writeScope(
    writer,
    node.body,
    values.flatMap(([target]) => namesOf(target)),
    () => {
      for (const [target, held] of values) assign(writer, target, held);
    },
  );
}
