import { Lexer } from '../lexer.ts';
import type { TemplateSource } from '../template.ts';
import { describeToken, describeType, type Token, type TokenType } from '../token.ts';

/** Nesting beyond this is refused: it would exhaust the stack of the parser, of the generator or of JavaScript's own parser. */
const maximumDepth = 150;

/** The tokens of a template with one to look ahead, and what the parser must remember about the tags around it. */
export class TokenStream {
  readonly source: TemplateSource;
  readonly #lexer: Lexer;
  #ahead: Token | undefined;
  #depth = 0;
  current: Token;
  /** End offset of the token before `current`. */
  lastEnd = 0;
  /** Names of the tags that are open, outermost first. */
  readonly tags: string[] = [];
  /** Tags that may come next, for each open tag. */
  readonly endTags: (readonly string[])[] = [];
  /** How many loops are open in the function that is being parsed. */
  loops = 0;

  /** `from`: the offset to start at, which must be outside of any tag. */
  constructor(source: TemplateSource, from = 0) {
    this.source = source;
    this.#lexer = new Lexer(source, from);
    this.current = this.#lexer.next();
  }

  /** Moves on and gives the token that was current. */
  next(): Token {
    const token = this.current;
    this.lastEnd = token.end;
    this.current = this.#ahead ?? this.#lexer.next();
    this.#ahead = undefined;
    return token;
  }

  look(): Token {
    this.#ahead ??= this.#lexer.next();
    return this.#ahead;
  }

  is(type: TokenType): boolean {
    return this.current.type === type;
  }

  isName(name: string): boolean {
    return this.current.type === 'name' && this.current.value === name;
  }

  skip(type: TokenType): boolean {
    const found = this.is(type);
    if (found) this.next();
    return found;
  }

  skipName(name: string): boolean {
    const found = this.isName(name);
    if (found) this.next();
    return found;
  }

  expect(type: TokenType): Token {
    if (!this.is(type)) this.#expected(describeType(type));
    return this.next();
  }

  expectName(name: string): Token {
    if (!this.isName(name)) this.#expected(name);
    return this.next();
  }

  #expected(what: string): never {
    if (this.is('eof')) this.fail(`unexpected end of template, expected '${what}'.`);
    this.fail(`expected token '${what}', got '${describeToken(this.current)}'`);
  }

  fail(message: string, at: { readonly start: number; readonly end: number } = this.current): never {
    return this.#lexer.fail(message, at.start, at.end);
  }

  /** Runs a part of the parser one level deeper. */
  nested<T>(parse: () => T): T {
    if (++this.#depth > maximumDepth) this.fail('too many nested expressions or tags');
    const result = parse();
    this.#depth--;
    return result;
  }
}
