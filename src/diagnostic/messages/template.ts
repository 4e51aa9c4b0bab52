import { didYouMean, type Message } from './message.ts';

export const templateMessages = {
  'template-syntax': (p: { readonly problem: string }): Message => ({ text: `The template cannot be read: ${p.problem}.`, hint: null }),
  'template-undefined-macro': (p: { readonly name: string; readonly near: string | null; readonly package: string | null }): Message => ({
    text: `\`${p.name}\` is called, and neither the project, its packages nor the template language has a macro or function of that name.`,
    hint: didYouMean(p.near) ?? (p.package === null ? null : `Is the package \`${p.package}\` installed? \`model deps\` installs what packages.yml lists.`),
  }),
  'template-undefined': (p: { readonly problem: string; readonly near: string | null }): Message => ({
    text: `${sentence(p.problem)}.`,
    hint: didYouMean(p.near),
  }),
  'template-arguments': (p: { readonly problem: string; readonly signature: string | null }): Message => ({
    text: `${sentence(p.problem)}.`,
    hint: p.signature === null ? null : `It is defined as \`${p.signature}\`.`,
  }),
  'template-type': (p: { readonly problem: string }): Message => ({ text: `${sentence(p.problem)}.`, hint: null }),
  'template-limit': (p: { readonly problem: string }): Message => ({ text: `${sentence(p.problem)}.`, hint: null }),
  'template-raised': (p: { readonly message: string }): Message => ({ text: p.message, hint: null }),
  'template-failed': (p: { readonly problem: string }): Message => ({ text: `${sentence(p.problem)}.`, hint: null }),
};

/** First letter large, no full stop at the end: run-time messages are Python's, in lower case. */
function sentence(problem: string): string {
  const trimmed = problem.trim().replace(/\.$/, '');
  return /^[a-z]/.test(trimmed) && !trimmed.startsWith('macro ') ? trimmed.charAt(0).toUpperCase() + trimmed.slice(1) : trimmed;
}
