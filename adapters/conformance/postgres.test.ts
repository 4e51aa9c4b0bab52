import { afterAll } from 'vitest';
import { postgresServer } from '../../test/adapter/postgres-server.ts';
import postgres from '../postgres/index.ts';
import { describeConformance } from './describe.ts';

const server = await postgresServer();
afterAll(() => server.close());

describeConformance(
  { plugin: postgres, profile: ({ schema }) => ({ ...server.profile, schema, threads: 4 }) },
  {
    'kinds/external': 'unsupported: a server has no files of this machine',
    'kinds/table-function': 'unsupported: Postgres has no functions that are a select alone',
  },
);
