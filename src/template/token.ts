/** What the lexer hands to the parser. `value` is the text for names, data and strings, the number for numbers, else empty. */
export interface Token {
  readonly type: TokenType;
  readonly value: string;
  /** Of `integer` and `float` tokens. */
  readonly number: number | bigint;
  /** Offsets in the template's text. */
  readonly start: number;
  readonly end: number;
}

export type TokenType =
  | 'data'
  | 'name'
  | 'string'
  | 'integer'
  | 'float'
  | 'variable_begin'
  | 'variable_end'
  | 'block_begin'
  | 'block_end'
  | 'eof'
  | Operator;

/** Longest first within a first character, so that the lexer may take the first that fits. */
export const operators = [
  '**',
  '//',
  '==',
  '!=',
  '>=',
  '<=',
  '+',
  '-',
  '/',
  '*',
  '%',
  '~',
  '[',
  ']',
  '(',
  ')',
  '{',
  '}',
  '>',
  '<',
  '=',
  '.',
  ':',
  '|',
  ',',
  ';',
] as const;

export type Operator = (typeof operators)[number];

const words: { readonly [type in TokenType]?: string } = {
  data: 'template data / text',
  variable_begin: 'begin of print statement',
  variable_end: 'end of print statement',
  block_begin: 'begin of statement block',
  block_end: 'end of statement block',
  eof: 'end of template',
};

export const describeType = (type: TokenType): string => words[type] ?? type;

/** How an error message calls a token. */
export const describeToken = (token: Token): string => (token.type === 'name' ? token.value : describeType(token.type));
