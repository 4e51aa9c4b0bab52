import type { PlainMap } from '../manifest/node.ts';

/** What every artifact says of the invocation that wrote it. */
export interface ArtifactMeta {
  /** The version of dbt whose artifacts these follow, since readers compare it: `1.11.16`. */
  readonly dbtVersion: string;
  readonly generatedAt: Date;
  readonly invocationId: string;
  readonly invocationStartedAt: Date;
  /** The `DBT_ENV_CUSTOM_ENV_` variables, by the rest of their names. */
  readonly env: Readonly<Record<string, string>>;
}

export type ArtifactKind = 'manifest/v12' | 'run-results/v6' | 'catalog/v1' | 'sources/v3';

export const metadata = (kind: ArtifactKind, meta: ArtifactMeta): PlainMap => ({
  dbt_schema_version: `https://schemas.getdbt.com/dbt/${kind}.json`,
  dbt_version: meta.dbtVersion,
  generated_at: instant(meta.generatedAt),
  invocation_id: meta.invocationId,
  invocation_started_at: instant(meta.invocationStartedAt),
  env: { ...meta.env },
});

/** `2026-01-31T10:20:30.123000Z`: six digits of a second, which some readers insist on. */
export const instant = (date: Date): string => date.toISOString().replace('Z', '000Z');
