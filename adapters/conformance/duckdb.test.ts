import { join } from 'node:path';
import duckdb from '../duckdb/index.ts';
import { describeConformance } from './describe.ts';

describeConformance(
  {
    plugin: duckdb,
    profile: ({ dir, schema }) => ({ type: 'duckdb', path: join(dir, 'shop.duckdb'), schema }),
  },
  {
    'grants/revoke': 'unsupported: DuckDB has no users',
    'grants/seed-and-snapshot': 'unsupported: DuckDB has no users',
    'materialized-view/changes': 'unsupported: DuckDB has no materialized views',
    'materialized-view/lifecycle': 'unsupported: DuckDB has no materialized views',
    'kinds/materialized-view': 'unsupported: DuckDB has no materialized views',
  },
);
