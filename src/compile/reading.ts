import type { RelationObject } from '../context/relation.ts';
import type { ManifestNode, NodeConfig } from '../manifest/node.ts';
import { momentText } from '../sql/moment.ts';
import type { Slice } from './slice.ts';

/** How much of what nodes read is let through. */
export interface Reading {
  /** `none`: no rows, only columns, as `--empty` asks for. */
  readonly rows: 'all' | 'none';
  /** The span of time that `--sample` asks for; null for all of it. */
  readonly sample: { readonly start: Date; readonly end: Date } | null;
}

export const everything: Reading = { rows: 'all', sample: null };

export interface Reader extends Reading {
  /** What reads; null for text that is no node's. */
  readonly node: ManifestNode | null;
  readonly slice: Slice | null;
}

/** A parent as its reader may see it. Time counts only for parents with an `event_time`, and for what keeps rows: models and snapshots. */
export function readRelation(relation: RelationObject, config: NodeConfig, reader: Reader): RelationObject {
  const limited = reader.rows === 'none' ? relation.with({ limit: 0 }) : relation;
  const fieldName = config['event_time'];
  const span = spanOf(reader);
  if (span === null || typeof fieldName !== 'string') return limited;
  return limited.with({ eventTimeFilter: { fieldName, start: momentText(span.start), end: momentText(span.end) } });
}

/** What a batch covers, what the sample asks for, or what they have in common. */
function spanOf({ node, sample, slice }: Reader): Reading['sample'] {
  if (node?.resource_type !== 'model' && node?.resource_type !== 'snapshot') return null;
  if (sample === null || slice === null) return sample ?? slice;
  const [start, end] = [
    Math.max(sample.start.getTime(), slice.start.getTime()),
    Math.min(sample.end.getTime(), slice.end.getTime()),
  ];
  return { start: new Date(start), end: new Date(end) };
}
