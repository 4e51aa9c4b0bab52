import type { Branch, Call, Expression, Place, Statement } from './ast.ts';
import { settled } from './codegen/operations.ts';
import type { Program } from './codegen/program.ts';
import type { Frame } from './frame.ts';
import { attribute, callMethod } from './value/access.ts';
import { call } from './value/call.ts';
import { text } from './value/print.ts';
import { isTrue } from './value/truth.ts';
import { noKwargs, type Value } from './value.ts';

/**
 * The program of a template that is nothing but text, plain calls and `if`: it walks the tree, for making JavaScript of it
 * takes longer than the one rendering that most of them ever get. Null for any other template. It answers at once, as the sync
 * variant does.
 */
export const walkedText = (body: readonly Statement[]): Program | null =>
  body.every(isWalkableStatement) ? walked((walk, frame) => walk.text(body, frame)) : null;

function isWalkableStatement(node: Statement): boolean {
  if (node.kind === 'text') return true;
  if (node.kind === 'output') return isWalkable(node.value);
  if (node.kind !== 'if') return false;
  const isBranch = ({ test, body }: Branch): boolean => isWalkable(test) && body.every(isWalkableStatement);
  return node.branches.every(isBranch) && node.otherwise.every(isWalkableStatement);
}

/** The same of an expression. */
export const walkedValue = (value: Expression): Program | null =>
  isWalkable(value) ? walked((walk, frame) => walk.value(value, frame, value.at)) : null;

function isWalkable(node: Expression): boolean {
  switch (node.kind) {
    case 'constant':
    case 'name':
      return true;
    case 'list':
      return node.items.every(isWalkable);
    case 'attribute':
      return isWalkable(node.node);
    case 'call': {
      const { args, kwargs, restArgs, restKwargs } = node.args;
      if (restArgs || restKwargs) return false;
      return isWalkable(node.callee) && args.every(isWalkable) && kwargs.every(([, value]) => isWalkable(value));
    }
    default:
      return false;
  }
}

function walked(render: (walk: Walk, frame: Frame) => Value): Program {
  const spots: number[] = [];
  return {
    spots,
    // What is walked sets no names.
    names: () => [],
    run(frame) {
      const walk = new Walk();
      try {
        frame.enter();
        return render(walk, frame);
      } catch (error) {
        // A place is only needed, and so only written down, when something fails there.
        spots.push(walk.place.start, walk.place.end, walk.anchor);
        throw frame.fail(error, spots.length / 3 - 1);
      } finally {
        frame.leave();
      }
    },
  };
}

/** Evaluates as generated code does, in the same order, and knows what it is at. */
class Walk {
  place: Pick<Place, 'start' | 'end'> = { start: 0, end: 0 };
  anchor = 0;

  text(body: readonly Statement[], frame: Frame): string {
    let out = '';
    for (const node of body) {
      if (node.kind === 'text') out += node.text;
      else if (node.kind === 'output') out += text(this.value(node.value, frame, node.at));
      else if (node.kind === 'if') {
        const taken = node.branches.find(({ test, at }) => isTrue(this.value(test, frame, at)));
        out += this.text(taken?.body ?? node.otherwise, frame);
      }
    }
    return out;
  }

  value(node: Expression, frame: Frame, anchor: number): Value {
    switch (node.kind) {
      case 'constant':
        return node.value;
      case 'name':
        return frame.name(node.name);
      case 'list':
        return node.items.map(item => this.value(item, frame, anchor));
      case 'attribute': {
        const owner = this.value(node.node, frame, anchor);
        this.#reach(node, anchor);
        return attribute(owner, node.name, frame.undefinedNames);
      }
      case 'call':
        return this.#call(node, frame, anchor);
      default:
        throw new Error(`${node.kind} is not walked`);
    }
  }

  #call(node: Call, frame: Frame, anchor: number): Value {
    const { callee } = node;
    const target = this.value(callee.kind === 'attribute' ? callee.node : callee, frame, anchor);
    const args = node.args.args.map(one => this.value(one, frame, anchor));
    const named = node.args.kwargs.map(([name, value]) => [name, this.value(value, frame, anchor)] as const);
    const kwargs = named.length === 0 ? noKwargs : new Map(named);
    this.#reach(node, anchor);
    return settled(
      callee.kind === 'attribute'
        ? callMethod(target, callee.name, args, kwargs, frame.undefinedNames)
        : call(target, args, kwargs),
    );
  }

  #reach(node: Place, anchor: number): void {
    this.place = node;
    this.anchor = anchor;
  }
}
