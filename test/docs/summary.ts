import type { NodeSummary } from '../../src/docs/page-data.ts';

export const summary = (label: string, more: Partial<NodeSummary> = {}): NodeSummary => ({
  id: `${more.kind ?? 'model'}.shop.${label}`,
  kind: 'model',
  label,
  packageName: 'shop',
  folders: [],
  summary: '',
  materialized: 'view',
  place: { database: 'db', schema: 'main', name: label },
  parents: [],
  about: null,
  status: null,
  visibility: 'listed',
  ...more,
});
