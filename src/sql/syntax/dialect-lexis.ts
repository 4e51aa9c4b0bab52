import { ansiLexis, type Lexis } from '../token.ts';

const duckdb: Lexis = { ...ansiLexis, backslash: 'prefixed', dollarQuotes: 'tagged', blockComments: 'nested' };
const backslashes: Lexis = { ...ansiLexis, nameQuotes: '`', stringQuotes: `'"`, backslash: 'everywhere' };

const known: Readonly<Record<string, Lexis>> = {
  duckdb,
  postgres: duckdb,
  redshift: { ...duckdb, dollarQuotes: 'plain' },
  snowflake: { ...ansiLexis, backslash: 'everywhere', dollarQuotes: 'plain', lineComments: ['--', '//'] },
  bigquery: { ...backslashes, lineComments: ['--', '#'] },
  databricks: backslashes,
  clickhouse: { ...ansiLexis, nameQuotes: '"`', backslash: 'everywhere', lineComments: ['--', '#'] },
  mysql: { ...backslashes, lineComments: ['-- ', '--\n', '#'] },
  tsql: { ...ansiLexis, nameQuotes: '"[', blockComments: 'nested' },
};

/** How the dialect's SQL is cut into tokens, by the parser's word for it. */
export const dialectLexis = (dialect: string): Lexis => known[dialect] ?? ansiLexis;
