import { expect, test } from 'vitest';
import type { CompiledNode } from '../../src/compile/compiled.ts';
import type { Compiler } from '../../src/compile/compiler.ts';
import { compilesAhead } from '../../src/execute/ahead.ts';
import type { RunNode } from '../../src/execute/event.ts';
import type { NodeId } from '../../src/manifest/id.ts';

const idOf = (name: string): NodeId => `model.shop.${name}` as NodeId;

/** `bad` does not compile, and `asks` has to wait for its turn. */
function ahead(names: readonly string[]) {
  const asked: string[] = [];
  const compileAhead: Compiler['compileAhead'] = async ({ name }) => {
    asked.push(name);
    if (name === 'bad') throw new Error('wrong');
    return name === 'asks' ? null : ({ ownSql: name } as CompiledNode);
  };
  const nodes = names.map(name => ({ unique_id: idOf(name), resource_type: 'model', name }) as RunNode);
  return { asked, ...compilesAhead({ compiler: { compileAhead } as Compiler, nodes, width: 2 }) };
}

test('only so many are kept', async () => {
  const { asked, fill, take } = ahead(['a', 'b', 'c', 'd']);
  await fill();
  expect(asked).toEqual(['a', 'b']);
  expect(take(idOf('b'))?.ownSql).toBe('b');
  await fill();
  expect(asked).toEqual(['a', 'b', 'c']);
});

test('what cannot be compiled ahead is passed over', async () => {
  const { fill, take } = ahead(['bad', 'asks', 'c']);
  await fill();
  expect(['bad', 'asks', 'c'].map(name => take(idOf(name))?.ownSql)).toEqual([undefined, undefined, 'c']);
});

test('a node whose turn it was is not compiled any more, and each is given once', async () => {
  const { asked, fill, take } = ahead(['a', 'b', 'c']);
  expect(take(idOf('a'))).toBeNull();
  await fill();
  expect(asked).toEqual(['b', 'c']);
  expect(take(idOf('b'))?.ownSql).toBe('b');
  expect(take(idOf('b'))).toBeNull();
});
