import type { Expression } from './ast.ts';
import { literalOf } from './call-scan.ts';
import { syntaxError } from './lexer.ts';
import { type DefinitionHead, definitionTags, parseDefinitionHead } from './parser/definition.ts';
import { TokenStream } from './parser/stream.ts';
import { Lines, lengthOnLine } from './position.ts';
import type { Block, TemplateSource } from './template.ts';

/**
 * The blocks at the top level of a file. What stands around them is ignored, and the contents of docs blocks are not read.
 * A file in which a block is not closed, or in which the tags cannot be read, fails with the line.
 */
export function scanBlocks(file: string, text: string): readonly Block[] {
  const source = { file, text };
  const lines = new Lines(text);
  const blocks: Block[] = [];
  let taken = 0;
  for (let found = findBlock(source, 0); found; found = findBlock(source, found.end)) {
    const block = toBlock(source, { ...found, taken }, lines);
    blocks.push(block);
    taken = found.end + block.stripped.behind.length;
  }
  return blocks;
}

interface Found {
  readonly head: DefinitionHead;
  /** Offsets: of the opening tag, of the contents, of the closing tag, and of what comes after it. */
  readonly start: number;
  readonly contents: number;
  readonly closing: number;
  readonly end: number;
}

const flow: ReadonlyMap<string, string> = new Map([
  ['if', 'endif'],
  ['for', 'endfor'],
]);

/** The first block at or after an offset. */
function findBlock(source: TemplateSource, from: number): Found | null {
  const stream = new TokenStream(source, from);
  const open: string[] = [];
  while (!stream.is('eof')) {
    const token = stream.next();
    if (token.type !== 'block_begin' || !stream.is('name')) continue;
    const tag = stream.current.value;
    if (definitionTags.includes(tag)) {
      if (open.length > 0) stream.fail(`a ${tag} block must stand at the top level of a file, not inside of ${open.at(-1)}`);
      return readBlock(source, stream, token.start);
    }
    if (flow.has(tag)) open.push(tag);
    else if (flow.get(open.at(-1) ?? '') === tag) open.pop();
  }
  return null;
}

function readBlock(source: TemplateSource, stream: TokenStream, start: number): Found {
  const tag = stream.current.value;
  const head = parseDefinitionHead(stream);
  // What comes next is only read when it is not a docs block.
  if (!stream.is('block_end')) stream.expect('block_end');
  const contents = afterTag(source.text, stream.current.start);
  const closing = tag === 'docs' ? findDocsEnd(source.text, contents) : findEnd(stream, tag);
  if (closing === null) {
    const message = `Unexpected end of template. Jinja was looking for the following tags: 'end${tag}'. The innermost block that needs to be closed is '${tag}'.`;
    throw syntaxError(source, message, start, contents);
  }
  return { head, start, contents, closing, end: afterTag(source.text, closing) };
}

const afterTag = (text: string, from: number): number => text.indexOf('%}', from) + 2;

function findDocsEnd(text: string, from: number): number | null {
  const found = text.slice(from).search(/\{%[-+]?\s*enddocs\s*[-+]?%\}/);
  return found === -1 ? null : from + found;
}

/** The offset of the tag that closes the current block. */
function findEnd(stream: TokenStream, tag: string): number | null {
  const ends = tag === 'test' || tag === 'data_test' ? ['endtest', 'enddata_test'] : [`end${tag}`];
  let depth = 1;
  while (!stream.is('eof')) {
    const token = stream.next();
    if (token.type !== 'block_begin' || !stream.is('name')) continue;
    if (stream.current.value === tag) depth++;
    else if (ends.includes(stream.current.value) && --depth === 0) return token.start;
  }
  return null;
}

interface Placed extends Found {
  /** Where the block before it ends, with the white space that it strips. */
  readonly taken: number;
}

function toBlock({ file, text }: TemplateSource, { head, start, contents, closing, end, taken }: Placed, lines: Lines): Block {
  // What stands around all of the file's text belongs to no block.
  const lead = text.slice(0, start).trim() === '' ? '' : text.slice(Math.min(taken, start), start);
  const rest = text.slice(end).trimEnd();
  const before = text.startsWith('{%-', start) ? (/\s*$/.exec(lead)?.[0] ?? '') : '';
  const behind = text.startsWith('-%}', end - 3) ? (/^\s*/.exec(rest)?.[0] ?? '') : '';
  return {
    kind: head.tag,
    name: head.name,
    adapter: head.adapter,
    supportedLanguages: head.tag === 'materialization' ? languagesOf(head.languages) : null,
    span: { file, ...lines.at(start), length: lengthOnLine(text, start, contents) },
    text: text.slice(start, end),
    stripped: { before, behind },
    start: lines.at(start),
    contents: text.slice(contents, closing),
    contentsStart: lines.at(contents),
  };
}

/** SQL is what a materialization that does not say supports. */
function languagesOf(node: Expression | null): readonly string[] {
  const value = node ? literalOf(node) : undefined;
  return Array.isArray(value) ? value.filter(item => typeof item === 'string') : ['sql'];
}
