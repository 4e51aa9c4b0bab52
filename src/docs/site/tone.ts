import type { NodeIndex, NodeSummary } from '../page-data.ts';

export type Tone = 'good' | 'warn' | 'bad' | 'busy' | 'muted';

export function toneOf(status: string | null): Tone {
  switch (status) {
    case 'pass':
    case 'success':
      return 'good';
    case 'running':
      return 'busy';
    case 'warn':
    case 'partial success':
      return 'warn';
    case 'fail':
    case 'error':
    case 'broken':
    case 'runtime error':
      return 'bad';
    default:
      return 'muted';
  }
}

/** What most wants to be seen. */
export const worstTone = (tones: readonly Tone[]): Tone =>
  (['busy', 'bad', 'warn', 'good'] as const).find(tone => tones.includes(tone)) ?? 'muted';

/** How each node and its tests ended, the worst of it. */
export function tonesOf(nodes: readonly NodeSummary[], tests: readonly (readonly NodeIndex[])[]): readonly Tone[] {
  const own = nodes.map(({ status }) => toneOf(status));
  return own.map((tone, index) => worstTone([tone, ...(tests[index] ?? []).map(test => own[test] ?? 'muted')]));
}
