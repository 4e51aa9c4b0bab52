import type { PlainMap } from '../manifest/node.ts';
import { testArguments } from './label.ts';
import type { PageRecord } from './node-kind.ts';
import type { Fact } from './page-data.ts';
import { listOf, mapOf, shown, textOf } from './plain-reader.ts';
import { semanticFacts } from './semantic.ts';

export const factsOf = (map: PlainMap): readonly Fact[] =>
  Object.entries(map)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([label, value]) => ({ label, value: shown(value) }));

/** What a page says of a node in a line each; facts that are not known, or are as for every node, are left out. */
export function nodeFacts(found: PageRecord, table: PlainMap | null): readonly Fact[] {
  const { kind, record } = found;
  const config = mapOf(record['config']);
  return [
    fact('Type', kind === 'exposure' || kind === 'metric' ? record['type'] : null),
    fact('Maturity', record['maturity']),
    fact('Group', groupOf(record)),
    fact('Access', kind === 'model' && record['access'] !== 'protected' ? record['access'] : null),
    fact('Latest version', kind === 'model' ? record['latest_version'] : null),
    fact('Deprecated from', record['deprecation_date']),
    fact('Contract', mapOf(config['contract'])['enforced'] === true ? 'enforced' : null),
    fact('Incremental strategy', config['materialized'] === 'incremental' ? config['incremental_strategy'] : null),
    fact('Unique key', config['unique_key']),
    fact('Name', kind === 'test' ? record['name'] : null),
    ...(kind === 'test' ? testArguments(record).map(({ label, value }) => fact(`Argument ${label}`, value)) : []),
    fact('Severity', kind === 'test' ? config['severity'] : null),
    fact('Where', kind === 'test' ? config['where'] : null),
    fact('Loader', record['loader']),
    fact('Loaded at', record['loaded_at_field']),
    fact('Freshness', freshness(mapOf(record['freshness']))),
    fact('Returns', mapOf(record['returns'])['data_type']),
    ...semanticFacts(found).map(one => [one]),
    fact('Relation type', relationType(table, kind === 'seed' || kind === 'snapshot' ? 'table' : config['materialized'])),
    ...stats(table),
  ].flat();
}

const fact = (label: string, value: PlainMap[string]): readonly Fact[] =>
  value === null || value === undefined || value === '' ? [] : [{ label, value: shown(value) }];

/** Null when it is just what the materialization says. */
function relationType(table: PlainMap | null, materialized: PlainMap[string]): string | null {
  const type =
    textOf(mapOf(table?.['metadata'])['type'])
      ?.toLowerCase()
      .replace(/^base table$/, 'table') ?? null;
  return type === materialized ? null : type;
}

function stats(table: PlainMap | null): readonly (readonly Fact[])[] {
  const all = Object.values(mapOf(table?.['stats'])).map(mapOf);
  return all.filter(stat => stat['include'] === true).map(stat => fact(textOf(stat['label']) ?? '', statText(stat)));
}

function statText({ id, value }: PlainMap): PlainMap[string] {
  if (typeof value !== 'number' && typeof value !== 'bigint') return value;
  return id === 'num_bytes' ? sizeText(Number(value)) : value.toLocaleString('en');
}

function sizeText(bytes: number): string {
  const step = bytes < 1000 ? 0 : Math.min(4, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1000 ** step).toLocaleString('en', { maximumFractionDigits: 1 })} ${['B', 'kB', 'MB', 'GB', 'TB'][step]}`;
}

function freshness(rules: PlainMap): string | null {
  const parts = [
    ['warn after', mapOf(rules['warn_after'])] as const,
    ['error after', mapOf(rules['error_after'])] as const,
  ].flatMap(([label, rule]) =>
    typeof rule['count'] === 'number'
      ? [`${label} ${rule['count']} ${textOf(rule['period']) ?? ''}${rule['count'] === 1 ? '' : 's'}`]
      : [],
  );
  return parts.length === 0 ? null : parts.join(', ');
}

export const groupOf = (record: PlainMap): string | null => textOf(record['group']) ?? textOf(mapOf(record['config'])['group']);

/** Who answers for a node: itself, its meta, its group, or who owns the relation. */
export function ownerOf(record: PlainMap, groups: PlainMap, table: PlainMap | null): string | null {
  const groupName = groupOf(record);
  const group = Object.values(groups)
    .map(mapOf)
    .find(one => groupName !== null && one['name'] === groupName);
  return (
    ownerText(record['owner']) ??
    ownerText(mapOf(record['meta'])['owner']) ??
    ownerText(mapOf(mapOf(record['config'])['meta'])['owner']) ??
    ownerText(group?.['owner']) ??
    textOf(mapOf(table?.['metadata'])['owner'])
  );
}

function ownerText(owner: unknown): string | null {
  if (Array.isArray(owner))
    return (
      listOf(owner)
        .flatMap(one => ownerText(one) ?? [])
        .join(', ') || null
    );
  if (typeof owner === 'string') return textOf(owner);
  const { name, email } = mapOf(owner);
  const parts = [textOf(name), textOf(email)].filter(part => part !== null);
  return parts.length === 2 ? `${parts[0]} <${parts[1]}>` : (parts[0] ?? null);
}
