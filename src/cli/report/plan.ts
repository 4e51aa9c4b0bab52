import { terminalLines, terminalText } from '../../diagnostic/terminal-text.ts';
import type { PlannedStep } from '../../execute/dry-run.ts';
import type { RelationName } from '../../sql/relation.ts';

/** A step per line with its statements below it, those of one transaction indented. */
export const planLines = (steps: readonly PlannedStep[], dim: (text: string) => string, indent = '  '): readonly string[] =>
  steps.flatMap(step =>
    step.kind === 'atomic'
      ? [`${indent}in one transaction`, ...planLines(step.steps, dim, `${indent}  `)]
      : [stepLine(step, indent), ...step.statements.map(sql => dim(terminalLines(`${sql};`).replace(/^/gm, `${indent}    `)))],
  );

function stepLine({ kind, target }: Exclude<PlannedStep, { readonly kind: 'atomic' }>, indent: string): string {
  return `${indent}${kind}${target === null ? '' : ` ${labelled(target)}`}`;
}

const labelled = ({ schema, name }: RelationName): string => terminalText(`${schema}.${name}`);

export const statementCount = (steps: readonly PlannedStep[]): number =>
  steps.reduce((sum, step) => sum + (step.kind === 'atomic' ? statementCount(step.steps) : step.statements.length), 0);
