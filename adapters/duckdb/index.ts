import type { AdapterPlugin } from '../../src/adapter/adapter.ts';
import { capabilities } from './capabilities.ts';
import { config, type DuckdbConfig, defaults } from './config.ts';
import { dialect } from './dialect.ts';
import { templateMethods } from './template-method.ts';

const duckdb: AdapterPlugin<DuckdbConfig> = {
  contract: 1,
  name: 'duckdb',
  config,
  macros: [
    { packageName: 'dbt', folder: new URL('../ansi/macros/', import.meta.url) },
    { packageName: 'dbt_duckdb', folder: new URL('./macros/', import.meta.url) },
  ],
  dialect,
  defaults,
  capabilities,
  templateMethods,
  connect: async (settings, host) => (await import('./warehouse.ts')).openWarehouse(settings, host),
  standIn: async (settings, relations, host) => (await import('./stand-in.ts')).openStandIn(settings, relations, host),
};

export default duckdb;
