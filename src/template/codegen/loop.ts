import type { Expression, For } from '../ast.ts';
import { namesOf, namesRead } from '../walk.ts';
import { conditionCode, valueCode } from './expression.ts';
import { assign, writeScope } from './statement.ts';
import type { Writer } from './writer.ts';

export function writeFor(writer: Writer, node: For): void {
  const iterable = valueCode(writer, node.iterable);
  if (node.recursion === 'recursive') {
    writeRecursive(writer, node, iterable);
    return;
  }
  const items = node.test ? writeFiltered(writer, node, node.test, iterable) : iterable;
  if (namesRead(node.body, ['loop']).size > 0) writeWithLoop(writer, node, `loop(${items},kind,0,null,${writer.spot(node)})`);
  else writePlain(writer, node, items);
}

/** The items for which the test of the loop holds, all before the first round. Gives the variable that holds them. */
function writeFiltered(writer: Writer, node: For, test: Expression, iterable: string): string {
  const kept = writer.temporary();
  const item = writer.unique('x');
  writer.line(`${kept}=[];for(const ${item} of iterate(${iterable},${writer.spot(node)})){`);
  writer.block(namesOf(node.target), () => {
    writer.line(`frame.round(${kept}.length);`);
    assign(writer, node.target, item);
    writer.line(`if(${conditionCode(writer, test)})${kept}.push(${item});`);
  });
  writer.line('}');
  return kept;
}

function writePlain(writer: Writer, node: For, items: string): void {
  const item = writer.unique('x');
  writer.line(`for(const ${item} of iterate(${items},${writer.spot(node)})){`);
  const finished = writeRound(writer, node, namesOf(node.target), () => assign(writer, node.target, item));
  writer.line('}');
  writeElse(writer, node, finished);
}

function writeWithLoop(writer: Writer, node: For, loop: string): void {
  const current = writer.temporary('l');
  writer.line(`${current}=${loop};while(${current}.next()){`);
  // A variable of the round, so that `{% set outer = loop %}` in a call block keeps this loop.
  const names = [...namesOf(node.target), 'loop'];
  const finished = writeRound(writer, node, names, () => {
    assign(writer, { ...node, kind: 'name', name: 'loop' }, current);
    assign(writer, node.target, `${current}.current`);
  });
  writer.line('}');
  writeElse(writer, node, finished);
}

/** One round; gives the variable that is true once a round was finished. */
function writeRound(writer: Writer, node: For, names: readonly string[], before: () => void): string {
  writer.line(`frame.round(${writer.buffer}.length);`);
  writeScope(writer, node.body, names, before);
  if (node.otherwise.length === 0) return '';
  const finished = writer.temporary();
  writer.line(`${finished}=true;`);
  return finished;
}

/** As in jinja2, rounds that end in `break` or `continue` do not keep the `else` part from being rendered. */
function writeElse(writer: Writer, node: For, finished: string): void {
  if (node.otherwise.length === 0) return;
  writer.line(`if(!${finished}){`);
  writeScope(writer, node.otherwise);
  writer.line(`}${finished}=false;`);
}

/** A function that renders the loop for any items, so that the body can call it. */
function writeRecursive(writer: Writer, node: For, iterable: string): void {
  const recursion = writer.temporary('r');
  const body = writer.function('inner', 'items,depth', () => {
    const items = node.test ? writeFiltered(writer, node, node.test, 'items') : 'items';
    writeWithLoop(writer, node, `loop(${items},kind,depth,${recursion},${writer.spot(node)})`);
    writer.line('return out;');
  });
  writer.line(`${recursion}=${body};`);
  writer.line(`${writer.buffer}+=text(${writer.awaited(`${recursion}(${iterable},0,${writer.spot(node)})`)});`);
}
