import { compileTemplate, fromPlain, type Scope, type Template, text, type Value } from '../template/index.ts';

/** `ref('orders')` as an argument means the call, not the text. */
const looksLikeCall = /^\s*(env_var|ref|var|source|doc)\s*\(.+\)\s*$/s;

type Arguments = Readonly<Record<string, unknown>>;

/**
 * The arguments of a generic test as its macro gets them: texts that are templates or calls are rendered to their values in
 * the test's own scope; a column's name stays text.
 */
export function testArgumentsSync(kwargs: Arguments, scope: Scope): Value {
  const steps = argumentSteps(kwargs);
  let step = steps.next();
  while (!step.done) step = steps.next(step.value.evaluateSync(scope, { undefinedNames: 'plain' }));
  return step.value;
}

/** The same where calls may ask the warehouse. */
export async function testArguments(kwargs: Arguments, scope: Scope): Promise<Value> {
  const steps = argumentSteps(kwargs);
  let step = steps.next();
  while (!step.done) step = steps.next(await step.value.evaluate(scope, { undefinedNames: 'plain' }));
  return step.value;
}

/** Yields each template to evaluate and takes its value, so that one walk serves both variants. */
type Steps = Generator<Template, Value, Value>;

function* argumentSteps(kwargs: Arguments): Steps {
  const values = new Map<Value, Value>();
  for (const [key, value] of Object.entries(kwargs)) values.set(key, yield* rendered(fromPlain(value), key));
  return values;
}

function* rendered(value: Value, key: string | null): Steps {
  if (Array.isArray(value)) {
    const items: Value[] = [];
    for (const item of value) items.push(yield* rendered(item, null));
    return items;
  }
  if (value instanceof Map) {
    const entries = new Map<Value, Value>();
    for (const [name, item] of value) entries.set(name, yield* rendered(item, null));
    return entries;
  }
  return typeof value === 'string' ? yield* renderedText(value, key) : value;
}

function* renderedText(written: string, key: string | null): Steps {
  const source = looksLikeCall.test(written) && key !== 'column_name' ? `{{ ${written} }}` : written;
  if (!/\{[{%#]/.test(source)) return written;
  const value = yield compileTemplate({ file: 'arguments', text: source, name: 'test arguments' });
  return key === 'column_name' ? text(value) : value;
}
