import { didYouMean, type Message } from './message.ts';

export const templateMessages = {
  'template-syntax': (p: { readonly problem: string; readonly near: string | null }): Message => ({
    text: `The template cannot be read: ${p.problem}.`,
    hint: didYouMean(p.near),
  }),
  'template-undefined-name': (p: {
    readonly name: string;
    readonly near: string | null;
    /** `package`: something inside it is called, as in `dbt_utils.star(…)`. `out of reach`: the text sets it, and not for here. */
    readonly use: 'name' | 'call' | 'package' | 'out of reach';
  }): Message => ({
    text: undefinedName(p),
    hint:
      p.use === 'out of reach'
        ? 'What a loop sets ends with its round (keep it in a `namespace()`); what an `if` sets is there when it is taken.'
        : (didYouMean(p.near) ??
          (p.use === 'package' ? 'If it is a package, list it in `packages.yml` and run `model deps`.' : null)),
  }),
  'template-prints-nothing': (p: { readonly name: string; readonly near: string | null }): Message => ({
    text: `\`${p.name}\` is not defined, so it prints nothing.`,
    hint: didYouMean(p.near) ?? `Remove it, set it, or say so: \`${p.name} | default('')\`.`,
  }),
  'template-unknown-member': (p: { readonly name: string; readonly owner: string; readonly near: string | null }): Message => ({
    text: `The package \`${p.owner}\` has no macro \`${p.name}\`.`,
    hint: didYouMean(p.near),
  }),
  'template-undefined': (p: { readonly problem: string; readonly near: string | null; readonly isNone: boolean }): Message => ({
    text: `${sentence(p.problem)}.`,
    hint:
      didYouMean(p.near) ??
      (p.isNone ? 'While a project is parsed, queries give nothing: use their results inside of `{% if execute %}`.' : null),
  }),
  'template-arguments': (p: {
    readonly problem: string;
    readonly signature: string | null;
    readonly near: string | null;
  }): Message => ({
    text: `${sentence(p.problem)}.`,
    hint:
      [didYouMean(p.near), p.signature === null ? null : `It is defined as \`${p.signature}\`.`]
        .filter(part => part !== null)
        .join(' ') || null,
  }),
  'template-type': (p: { readonly problem: string }): Message => ({ text: `${sentence(p.problem)}.`, hint: null }),
  'template-limit': (p: { readonly problem: string }): Message => ({ text: `${sentence(p.problem)}.`, hint: null }),
  'template-raised': (p: { readonly message: string }): Message => ({ text: p.message, hint: null }),
  'template-failed': (p: { readonly problem: string; readonly near: string | null }): Message => ({
    text: `${sentence(p.problem)}.`,
    hint: didYouMean(p.near),
  }),
};

function undefinedName({ name, use }: { readonly name: string; readonly use: string }): string {
  if (use === 'package') return `\`${name}\` is neither a variable nor an installed package.`;
  if (use === 'out of reach') return `\`${name}\` has no value here: it is set in another block.`;
  return `\`${name}\` is not defined: ${use === 'call' ? 'no macro or function' : 'no variable, macro or function'} has that name.`;
}

/** First letter large, no full stop at the end: run-time messages are Python's, in lower case. */
function sentence(problem: string): string {
  const trimmed = problem.trim().replace(/\.$/, '');
  return /^[a-z]\w* /.test(trimmed) ? trimmed.charAt(0).toUpperCase() + trimmed.slice(1) : trimmed;
}
