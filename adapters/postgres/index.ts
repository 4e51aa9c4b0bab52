import type { AdapterPlugin } from '../../src/adapter/adapter.ts';
import { capabilities } from './capabilities.ts';
import { config, defaults, type PostgresConfig } from './config.ts';
import { dialect } from './dialect.ts';

const postgres: AdapterPlugin<PostgresConfig> = {
  contract: 1,
  name: 'postgres',
  config,
  macros: [
    { packageName: 'dbt', folder: new URL('../ansi/macros/', import.meta.url) },
    { packageName: 'dbt_postgres', folder: new URL('./macros/', import.meta.url) },
  ],
  dialect,
  defaults,
  capabilities,
  connect: async (settings, host) => (await import('./warehouse.ts')).openWarehouse(settings, host),
  standIn: async (settings, relations, host) => (await import('./stand-in.ts')).openStandIn(settings, relations, host),
};

export default postgres;
