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
    'kinds/materialized-view': 'unsupported: DuckDB has no materialized views',
  },
);
