import { ansiLexis, type Lexis } from '../../src/sql/token.ts';

export const postgresLexis: Lexis = { ...ansiLexis, backslash: 'prefixed', dollarQuotes: 'tagged', blockComments: 'nested' };
