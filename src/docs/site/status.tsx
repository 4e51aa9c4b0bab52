import type { NodeIndex, NodeSummary } from '../page-data.ts';
import { plural } from './plural.ts';
import { type Tone, toneOf } from './tone.ts';

const marks: Readonly<Record<Tone, string>> = { good: '✓', warn: '!', bad: '✕', busy: '…', muted: '–' };

interface StatusProps {
  readonly status: string | null;
  /** Instead of the status itself. */
  readonly word?: string | undefined;
}

/** How something ended: told by a sign and a word, never by colour alone. */
export const Status = ({ status, word }: StatusProps) => (
  <span class={`status ${toneOf(status)}`}>
    <span aria-hidden="true">{marks[toneOf(status)]}</span> {word ?? status ?? 'not run'}
  </span>
);

/** `6 passed`, `1 failed, 5 passed`; or how many there are when none ran. */
export function TestCount({ tests, nodes }: { readonly tests: readonly NodeIndex[]; readonly nodes: readonly NodeSummary[] }) {
  if (tests.length === 0) return null;
  const tones = tests.map(index => toneOf(nodes[index]?.status ?? null));
  const parts = (['bad', 'warn', 'good'] as const).flatMap(tone => {
    const count = tones.filter(one => one === tone).length;
    return count === 0 ? [] : [{ tone, count }];
  });
  if (parts.length === 0) return <span class="status muted">{plural(tests.length, 'test')}</span>;
  return (
    <span class="counts">
      {parts.map(({ tone, count }) => (
        <span key={tone} class={`status ${tone}`}>
          <span aria-hidden="true">{marks[tone]}</span> {count} {words[tone]}
        </span>
      ))}
    </span>
  );
}

const words = { bad: 'failed', warn: 'warned', good: 'passed' } as const;
