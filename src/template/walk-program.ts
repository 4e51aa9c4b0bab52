import type { Branch, Call, Expression, If, Place, Statement } from './ast.ts';
import { settled } from './codegen/operations.ts';
import type { Program } from './codegen/program.ts';
import type { Variant } from './codegen/writer.ts';
import type { Frame } from './frame.ts';
import { attribute, callMethod } from './value/access.ts';
import { call } from './value/call.ts';
import { text } from './value/print.ts';
import { isTrue } from './value/truth.ts';
import { noKwargs, type Value } from './value.ts';

/**
 * The program of a template that is nothing but text, plain calls and `if`: it walks the tree, for making JavaScript of it
 * takes longer than the one rendering that most of them ever get. Null for any other template.
 */
export const walkedText = (body: readonly Statement[], variant: Variant): Program | null =>
  body.every(isWalkableStatement) ? walked(variant, walk => walk.all(body)) : null;

function isWalkableStatement(node: Statement): boolean {
  if (node.kind === 'text') return true;
  if (node.kind === 'output') return isWalkable(node.value);
  if (node.kind !== 'if') return false;
  const isBranch = ({ test, body }: Branch): boolean => isWalkable(test) && body.every(isWalkableStatement);
  return node.branches.every(isBranch) && node.otherwise.every(isWalkableStatement);
}

/** The same of an expression. */
export const walkedValue = (value: Expression, variant: Variant): Program | null =>
  isWalkable(value) ? walked(variant, walk => walk.value(value, value.at)) : null;

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

function walked(variant: Variant, start: (walk: Walk) => Walking<Value>): Program {
  const spots: number[] = [];
  const failure = (error: unknown, { anchor, frame, place }: Walk): unknown => {
    // A place is only needed, and so only written down, when something fails there.
    spots.push(place.start, place.end, anchor);
    return frame.fail(error, spots.length / 3 - 1);
  };
  const render = (walk: Walk): Value => {
    try {
      walk.frame.enter();
      return atOnce(start(walk));
    } catch (error) {
      throw failure(error, walk);
    } finally {
      walk.frame.leave();
    }
  };
  const renderAsync = async (walk: Walk): Promise<Value> => {
    try {
      walk.frame.enter();
      return await inTime(start(walk));
    } catch (error) {
      throw failure(error, walk);
    } finally {
      walk.frame.leave();
    }
  };
  return {
    spots,
    // What is walked sets no names.
    names: () => [],
    run: frame => (variant === 'sync' ? render : renderAsync)(new Walk(frame)),
  };
}

/** Hands out what it has to wait for. */
type Walking<T> = Generator<Promise<Value>, T, Value>;

/** In the sync variant a call must answer at once. */
function atOnce(walking: Walking<Value>): Value {
  const { value } = walking.next();
  return settled(value);
}

async function inTime(walking: Walking<Value>): Promise<Value> {
  for (let step = walking.next(); ; step = walking.next(await step.value)) if (step.done) return step.value;
}

/** Evaluates as generated code does, in the same order, and knows what it is at. */
class Walk {
  readonly frame: Frame;
  place: Pick<Place, 'start' | 'end'> = { start: 0, end: 0 };
  anchor = 0;
  #out = '';

  constructor(frame: Frame) {
    this.frame = frame;
  }

  *all(body: readonly Statement[]): Walking<string> {
    yield* this.#text(body);
    return this.#out;
  }

  *#text(body: readonly Statement[]): Walking<void> {
    for (const node of body) {
      if (node.kind === 'text' || node.kind === 'output') this.frame.trace(this.#out.length, node.start, node.kind);
      if (node.kind === 'text') this.#out += node.text;
      else if (node.kind === 'output') this.#out += text(yield* this.value(node.value, node.at));
      else if (node.kind === 'if') yield* this.#text(yield* this.#taken(node));
    }
  }

  *#taken({ branches, otherwise }: If): Walking<readonly Statement[]> {
    for (const { test, at, body } of branches) if (isTrue(yield* this.value(test, at))) return body;
    return otherwise;
  }

  *value(node: Expression, anchor: number): Walking<Value> {
    switch (node.kind) {
      case 'constant':
        return node.value;
      case 'name':
        return this.frame.name(node.name);
      case 'list':
        return yield* this.#values(node.items, anchor);
      case 'attribute': {
        const owner = yield* this.value(node.node, anchor);
        this.#reach(node, anchor);
        return attribute(owner, node.name, this.frame.undefinedNames);
      }
      case 'call':
        return yield* this.#call(node, anchor);
      default:
        throw new Error(`${node.kind} is not walked`);
    }
  }

  *#values(nodes: readonly Expression[], anchor: number): Walking<Value[]> {
    const values: Value[] = [];
    for (const node of nodes) values.push(yield* this.value(node, anchor));
    return values;
  }

  *#call(node: Call, anchor: number): Walking<Value> {
    const { callee } = node;
    const target = yield* this.value(callee.kind === 'attribute' ? callee.node : callee, anchor);
    const args = yield* this.#values(node.args.args, anchor);
    const named = yield* this.#values(
      node.args.kwargs.map(([, value]) => value),
      anchor,
    );
    const kwargs = named.length === 0 ? noKwargs : new Map(node.args.kwargs.map(([name], at) => [name, named[at] as Value]));
    this.#reach(node, anchor);
    const answer =
      callee.kind === 'attribute'
        ? callMethod(target, callee.name, args, kwargs, this.frame.undefinedNames)
        : call(target, args, kwargs);
    return answer instanceof Promise ? yield answer : answer;
  }

  #reach(node: Place, anchor: number): void {
    this.place = node;
    this.anchor = anchor;
  }
}
