import { didYouMean, type Message } from './message.ts';

export const graphMessages = {
  'graph-cycle': (p: { readonly names: readonly string[] }): Message => ({
    text: `${p.names.length === 1 ? `\`${p.names[0]}\` reads itself` : 'These nodes read each other in a circle'}: ${[...p.names, p.names[0]].map(name => `\`${name}\``).join(' → ')}.`,
    hint: 'Each arrow points at the node that reads the one before it. Take one of these references out.',
  }),
  'graph-selector-empty-part': (p: { readonly selector: string }): Message => ({
    text: `A part of the selector \`${p.selector}\` is empty.`,
    hint: 'A space means "or", a comma without spaces means "and": `tag:daily,path:models/staging`.',
  }),
  'graph-selector-no-value': (p: { readonly part: string }): Message => ({
    text: `\`${p.part}\` does not say what to select.`,
    hint: 'Put a name, a path or a pattern beside the operator or behind the colon: `+orders`, `tag:daily`.',
  }),
  'graph-selector-method': (p: { readonly method: string; readonly near: string | null; readonly known: string }): Message => ({
    text: `There is no selector method \`${p.method}\`.`,
    hint: didYouMean(p.near) ?? `The methods are ${p.known}.`,
  }),
  'graph-selector-at': (p: { readonly part: string }): Message => ({
    text: `\`@\` and \`+\` cannot both stand in \`${p.part}\`.`,
    hint: '`@name` already selects the descendants of `name` and all that they need.',
  }),
  'graph-selector-config-key': (p: { readonly part: string }): Message => ({
    text: `\`${p.part}\` does not name a config.`,
    hint: 'Write the key behind a dot: `config.materialized:incremental`.',
  }),
  'graph-selector-value': (p: {
    readonly method: string;
    readonly value: string;
    readonly near: string | null;
    readonly known: string;
  }): Message => ({
    text: `\`${p.value}\` is not a value of \`${p.method}:\`.`,
    hint: didYouMean(p.near) ?? `Its values are ${p.known}.`,
  }),
  'graph-selector-dots': (p: { readonly method: string; readonly value: string; readonly form: string }): Message => ({
    text: `\`${p.value}\` has too many dots for \`${p.method}:\`.`,
    hint: `Write ${p.form}.`,
  }),
  'graph-selector-twice': (p: { readonly name: string }): Message => ({
    text: `There are two selectors named \`${p.name}\`.`,
    hint: 'Rename one of them.',
  }),
  'graph-two-default-selectors': (p: { readonly names: readonly string[] }): Message => ({
    text: `Two selectors say \`default: true\`: ${p.names.map(name => `\`${name}\``).join(' and ')}.`,
    hint: 'Only one can apply where nothing is selected; take it out of the other.',
  }),
  'graph-selector-circle': (p: { readonly names: readonly string[] }): Message => ({
    text: `These selectors name each other in a circle: ${p.names.map(name => `\`${name}\``).join(' → ')}.`,
    hint: 'Take one of these names out.',
  }),
  'graph-unknown-selector': (p: { readonly name: string; readonly near: string | null }): Message => ({
    text: `There is no selector \`${p.name}\`.`,
    hint: didYouMean(p.near) ?? 'Selectors are defined in `selectors.yml` beside the project file.',
  }),
  /** `missing`: the file that it would read in the folder that is given; null when none is. */
  'graph-selector-needs-state': (p: { readonly method: string; readonly missing: string | null }): Message => ({
    text: `\`${p.method}:\` compares with an earlier run, and ${p.missing === null ? 'none is given' : `there is no \`${p.missing}\``}.`,
    hint: 'Name the folder that holds the artifacts of that run: `--state path/to/target`.',
  }),
  'graph-selector-no-match': (p: {
    readonly part: string;
    readonly near: string | null;
    readonly disabled: string | null;
  }): Message => ({
    text: `\`${p.part}\` matches nothing.`,
    hint: p.disabled === null ? didYouMean(p.near) : `\`${p.disabled}\` is disabled: its config says \`enabled: false\`.`,
  }),
};
