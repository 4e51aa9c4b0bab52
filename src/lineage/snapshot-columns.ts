import type { ColumnSource, LineageColumn } from '../artifact/column-lineage.ts';
import type { ManifestNode, Plain } from '../manifest/node.ts';
import type { StatementLineage } from '../sql/lineage/statement-lineage.ts';

/** The columns that a snapshot adds to those of its select. */
export function snapshotColumns({ config }: ManifestNode, { columns }: StatementLineage): readonly LineageColumn[] {
  const own = new Map((columns ?? []).map(column => [column.name.toLowerCase(), column.from]));
  const from = (...names: readonly string[]): LineageColumn['from'] => {
    const found = names.map(name => own.get(name.toLowerCase()) ?? null);
    if (found.includes(null)) return null;
    const sources = found.flatMap(list => list ?? []).map((one): ColumnSource => ({ ...one, how: 'transformed' }));
    return [...new Map(sources.map(one => [`${one.node}\n${one.column}`, one])).values()];
  };
  const keys = texts(config['unique_key']);
  const times = config['strategy'] === 'timestamp' ? texts(config['updated_at']) : [];
  const renamed = config['snapshot_meta_column_names'];
  const named = (name: string): string => textIn(renamed, name) ?? name;
  const deleted = config['hard_deletes'] === 'new_record' ? ['dbt_is_deleted'] : [];
  return [
    { name: named('dbt_scd_id'), type: null, from: from(...keys, ...times) },
    ...['dbt_updated_at', 'dbt_valid_from', 'dbt_valid_to'].map(name => ({
      name: named(name),
      type: null,
      from: from(...times),
    })),
    ...deleted.map(name => ({ name: named(name), type: null, from: [] })),
  ];
}

const texts = (value: Plain | undefined): readonly string[] =>
  (Array.isArray(value) ? (value as readonly Plain[]) : [value]).filter(one => typeof one === 'string');

function textIn(map: Plain | undefined, key: string): string | null {
  if (typeof map !== 'object' || map === null || Array.isArray(map)) return null;
  const value = (map as Readonly<Record<string, Plain>>)[key];
  return typeof value === 'string' ? value : null;
}
