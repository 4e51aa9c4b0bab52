import { ansiLexis, type Lexis } from '../../src/sql/token.ts';

export const duckdbLexis: Lexis = { ...ansiLexis, backslash: 'prefixed', dollarQuotes: 'tagged', blockComments: 'nested' };
