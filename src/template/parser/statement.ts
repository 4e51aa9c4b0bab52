import type { Branch, Call, Expression, Place, Statement, Target } from '../ast.ts';
import type { TemplateSource } from '../template.ts';
import { definitionTags, parseDefinition } from './definition.ts';
import { parseExpression, parseTuple, place } from './expression.ts';
import { parseBlockFilters } from './primary.ts';
import { TokenStream } from './stream.ts';
import { parseNameTarget, parseSignature, parseTarget } from './target.ts';

/** The statements of a whole template. */
export function parseTemplate(source: TemplateSource): readonly Statement[] {
  return parseBody(new TokenStream(source), null);
}

type StatementParser = (stream: TokenStream) => Statement | readonly Statement[];

const statements: ReadonlyMap<string, StatementParser> = new Map<string, StatementParser>([
  ['set', parseSet],
  ['if', parseIf],
  ['for', parseFor],
  ['do', parseDo],
  ['call', parseCallBlock],
  ['filter', parseFilterBlock],
  ['with', parseWith],
  ['block', parseBlock],
  ['autoescape', parseAutoescape],
  ['print', parsePrint],
  ['break', parseJump],
  ['continue', parseJump],
  ['include', parseLoader],
  ['import', parseLoader],
  ['from', parseLoader],
  ['extends', parseLoader],
  ...definitionTags.map(tag => [tag, (stream: TokenStream) => parseDefinition(stream, inFunction)] as const),
]);

/** Statements until one of `ends` stands next in a tag, which is left to the caller; until the template's end when null. */
function parseBody(stream: TokenStream, ends: readonly string[] | null): readonly Statement[] {
  const body: Statement[] = [];
  if (ends) stream.endTags.push(ends);
  while (!stream.is('eof')) {
    if (stream.is('data')) body.push(parseText(stream));
    else if (stream.is('variable_begin')) body.push(parseOutput(stream));
    else {
      stream.next();
      if (ends && stream.is('name') && ends.includes(stream.current.value)) break;
      body.push(...parseStatement(stream));
      stream.expect('block_end');
    }
  }
  if (ends && stream.is('eof')) failNesting(stream, null);
  if (ends) stream.endTags.pop();
  return body;
}

function parseText(stream: TokenStream): Statement {
  const { start, value } = stream.next();
  return { kind: 'text', text: value, ...place(stream, start) };
}

function parseOutput(stream: TokenStream): Statement {
  const { start } = stream.next();
  const value = parseTuple(stream);
  stream.expect('variable_end');
  return { kind: 'output', value, ...place(stream, start, value.at) };
}

function parseStatement(stream: TokenStream): readonly Statement[] {
  const tag = stream.current;
  if (tag.type !== 'name') stream.fail('tag name expected');
  const parse = statements.get(tag.value);
  if (!parse) failNesting(stream, tag.value);
  stream.tags.push(tag.value);
  const parsed = stream.nested(() => parse(stream));
  stream.tags.pop();
  return 'kind' in parsed ? [parsed] : parsed;
}

/** An unknown tag, or null at the template's end, where a tag is still open. */
function failNesting(stream: TokenStream, tag: string | null): never {
  const parts = [tag === null ? 'Unexpected end of template.' : `Encountered unknown tag '${tag}'.`];
  const looking = stream.endTags
    .at(-1)
    ?.map(end => `'${end}'`)
    .join(' or ');
  if (looking !== undefined && tag !== null && stream.endTags.some(ends => ends.includes(tag))) {
    parts.push(`You probably made a nesting mistake. Jinja is expecting this tag, but currently looking for ${looking}.`);
  } else if (looking !== undefined) parts.push(`Jinja was looking for the following tags: ${looking}.`);
  const innermost = stream.tags.at(-1);
  if (innermost !== undefined) parts.push(`The innermost block that needs to be closed is '${innermost}'.`);
  return stream.fail(parts.join(' '));
}

/** The contents of a tag up to one of `ends`, whose name is left as the current token. */
function parseContents(stream: TokenStream, ends: readonly string[]): readonly Statement[] {
  stream.skip(':');
  stream.expect('block_end');
  return parseBody(stream, ends);
}

/** As `parseContents`, for a tag with one end. */
function parseClosed(stream: TokenStream, end: string): readonly Statement[] {
  const body = parseContents(stream, [end]);
  stream.next();
  return body;
}

/** The contents of a tag that becomes a function of its own: loops around it cannot be left from inside. */
function inFunction(stream: TokenStream, ends: readonly string[]): readonly Statement[] {
  const { loops } = stream;
  stream.loops = 0;
  const body = parseContents(stream, ends);
  stream.next();
  stream.loops = loops;
  return body;
}

function parseSet(stream: TokenStream): Statement {
  const { start } = stream.next();
  const target = parseTarget(stream, { attributes: 'allowed' });
  if (stream.skip('=')) {
    const value = parseTuple(stream);
    return { kind: 'set', target, value, ...place(stream, start) };
  }
  const filter = stream.skip('|') ? parseBlockFilters(stream) : null;
  const head = place(stream, start);
  return { kind: 'set block', target, filter, body: parseClosed(stream, 'endset'), ...head };
}

function parseIf(stream: TokenStream): Statement {
  const { start } = stream.current;
  const branches: Branch[] = [];
  let at = start;
  stream.next();
  for (;;) {
    const test = parseTuple(stream, { conditional: 'no' });
    branches.push({ test, body: parseContents(stream, ['elif', 'else', 'endif']), at });
    const { value } = stream.next();
    if (value !== 'elif') {
      const otherwise = value === 'else' ? parseClosed(stream, 'endif') : [];
      return { kind: 'if', branches, otherwise, ...place(stream, start) };
    }
    at = stream.current.start;
  }
}

function parseFor(stream: TokenStream): Statement {
  const { start } = stream.next();
  const target = parseTarget(stream, { stop: 'in' });
  stream.expectName('in');
  const iterable = parseTuple(stream, { conditional: 'no', stop: 'recursive' });
  const test = stream.skipName('if') ? parseExpression(stream) : null;
  const recursion = stream.skipName('recursive') ? 'recursive' : 'flat';
  refuseLoopTarget(stream, target);
  const head = place(stream, start);
  stream.loops++;
  const body = parseContents(stream, ['endfor', 'else']);
  stream.loops--;
  const otherwise = stream.next().value === 'else' ? parseClosed(stream, 'endfor') : [];
  return { kind: 'for', target, iterable, test, recursion, body, otherwise, ...head };
}

function refuseLoopTarget(stream: TokenStream, target: Target): void {
  if (target.kind === 'tuple') for (const item of target.items) refuseLoopTarget(stream, item);
  if (target.kind !== 'name' || target.name !== 'loop') return;
  stream.fail("Can't assign to special loop variable in for-loop target", target);
}

function parseDo(stream: TokenStream): Statement {
  const { start } = stream.next();
  const value = parseTuple(stream);
  return { kind: 'do', value, ...place(stream, start) };
}

function parseCallBlock(stream: TokenStream): Statement {
  const { start, end } = stream.next();
  const parameters = stream.is('(') ? parseSignature(stream) : [];
  const call = parseExpression(stream);
  if (call.kind !== 'call') stream.fail('expected call', { start, end });
  const head = place(stream, start);
  return { kind: 'call block', parameters, call: call as Call, body: inFunction(stream, ['endcall']), ...head };
}

function parseFilterBlock(stream: TokenStream): Statement {
  const { start } = stream.next();
  const filter = parseBlockFilters(stream);
  const head = place(stream, start);
  return { kind: 'filter block', filter, body: parseClosed(stream, 'endfilter'), ...head };
}

function parseWith(stream: TokenStream): Statement {
  const { start } = stream.next();
  const values: [Target, Expression][] = [];
  while (!stream.is('block_end')) {
    if (values.length > 0) stream.expect(',');
    const target = parseTarget(stream);
    stream.expect('=');
    values.push([target, parseExpression(stream)]);
  }
  const head = place(stream, start);
  return { kind: 'with', values, body: parseClosed(stream, 'endwith'), ...head };
}

function parseBlock(stream: TokenStream): Statement {
  const { start } = stream.next();
  const name = stream.expect('name').value;
  stream.skipName('scoped');
  stream.skipName('required');
  if (stream.is('-')) {
    stream.fail(
      'Block names in Jinja have to be valid Python identifiers and may not contain hyphens, use an underscore instead.',
    );
  }
  const head = place(stream, start);
  const body = inFunction(stream, ['endblock']);
  stream.skipName(name);
  return { kind: 'section', body, ...head };
}

function parseAutoescape(stream: TokenStream): Statement {
  const { start } = stream.next();
  parseExpression(stream);
  const head = place(stream, start);
  return { kind: 'section', body: parseClosed(stream, 'endautoescape'), ...head };
}

function parsePrint(stream: TokenStream): readonly Statement[] {
  const { start } = stream.next();
  const outputs: Statement[] = [];
  while (!stream.is('block_end')) {
    if (outputs.length > 0) stream.expect(',');
    const value = parseExpression(stream);
    outputs.push({ kind: 'output', value, ...place(stream, start, value.at) });
  }
  return outputs;
}

function parseJump(stream: TokenStream): Statement {
  const token = stream.next();
  if (stream.loops === 0)
    stream.fail(token.value === 'break' ? "'break' outside loop" : "'continue' not properly in loop", token);
  return { kind: token.value === 'break' ? 'break' : 'continue', ...place(stream, token.start) };
}

/** `include`, `import`, `from`, `extends`: read as jinja2 reads them, since what they do fails only when it is reached. */
function parseLoader(stream: TokenStream): Statement {
  const tag = stream.next();
  parseExpression(stream);
  if (tag.value === 'import') {
    stream.expectName('as');
    parseNameTarget(stream);
  }
  if (tag.value === 'from') parseImportedNames(stream);
  if (tag.value === 'include' && stream.skipName('ignore')) stream.expectName('missing');
  parseContextChoice(stream);
  return { kind: 'loader', ...(place(stream, tag.start) satisfies Place) };
}

function parseContextChoice(stream: TokenStream): boolean {
  if (!stream.isName('with') && !stream.isName('without')) return false;
  if (stream.look().value !== 'context') return false;
  stream.next();
  stream.next();
  return true;
}

function parseImportedNames(stream: TokenStream): void {
  stream.expectName('import');
  do {
    if (parseContextChoice(stream)) return;
    const target = parseNameTarget(stream);
    if (target.name.startsWith('_')) stream.fail('names starting with an underline can not be imported', target);
    if (stream.skipName('as')) parseNameTarget(stream);
  } while (stream.skip(','));
}
