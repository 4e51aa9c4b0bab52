import { didYouMean, type Message } from './message.ts';

const quoted = (names: readonly string[]): string => names.map(name => `\`${name}\``).join(', ');
const shown = 12;

/** What is told of columns, before anything runs. */
export const columnMessages = {
  'column-unknown': (p: {
    readonly node: string;
    readonly name: string;
    readonly relation: string | null;
    readonly near: string | null;
  }): Message => ({
    text:
      p.relation === null
        ? `\`${p.node}\` names a column \`${p.name}\`, which none of the tables it reads has.`
        : `\`${p.node}\` names a column \`${p.relation}.${p.name}\`, which is not there.`,
    hint: didYouMean(p.near),
  }),
  'column-ambiguous': (p: { readonly node: string; readonly name: string; readonly relations: readonly string[] }): Message => ({
    text: `\`${p.name}\` in \`${p.node}\` may be a column of ${quoted(p.relations)}.`,
    hint: `Name the table too: \`${p.relations[0] ?? 'table'}.${p.name}\`.`,
  }),
  'column-types': (p: {
    readonly node: string;
    readonly operator: string;
    readonly left: string;
    readonly right: string;
  }): Message => ({
    text: `\`${p.operator}\` in \`${p.node}\` has \`${p.left}\` on its left and \`${p.right}\` on its right.`,
    hint: 'Cast one of them to the type of the other.',
  }),
  'column-counts': (p: {
    readonly node: string;
    readonly operator: string;
    readonly left: number;
    readonly right: number;
  }): Message => ({
    text: `The parts of a \`${p.operator}\` in \`${p.node}\` have ${p.left} and ${p.right} columns.`,
    hint: 'All parts need the same columns, in the same order.',
  }),
  'column-no-node': (p: { readonly name: string; readonly near: string | null }): Message => ({
    text: `No model, seed, snapshot or source is called \`${p.name}\`.`,
    hint: didYouMean(p.near) ?? 'Write `model.column`, or `source.table.column`.',
  }),
  'column-no-column': (p: {
    readonly node: string;
    readonly column: string;
    readonly near: string | null;
    readonly columns: readonly string[];
    readonly gap: string | null;
  }): Message => ({
    text: `\`${p.node}\` has no column \`${p.column}\`${p.gap === null ? '' : ` that is known. ${p.gap}`}${p.gap === null ? '.' : ''}`,
    hint:
      didYouMean(p.near) ??
      (p.columns.length === 0
        ? null
        : `It has ${quoted(p.columns.slice(0, shown))}${p.columns.length > shown ? ' and more' : ''}.`),
  }),
  'column-state-needed': (_: Record<never, never>): Message => ({
    text: '`model impact` compares with another version of the project, which is not named.',
    hint: 'Name the target folder of that version with `--state`.',
  }),
  'column-no-state': (p: { readonly path: string }): Message => ({
    text: `\`${p.path}\` has neither a \`column_lineage.json\` to compare with, nor a \`manifest.json\` with compiled SQL.`,
    hint: 'Run `model docs generate` or `model compile` in the version to compare with, and name that target folder with `--state`.',
  }),
};
