import { nearest } from '../diagnostic/nearest.ts';

const tags = [
  'if',
  'elif',
  'else',
  'endif',
  'for',
  'endfor',
  'set',
  'endset',
  'do',
  'macro',
  'endmacro',
  'call',
  'endcall',
  'filter',
  'raw',
  'endraw',
  'snapshot',
  'test',
  'materialization',
  'docs',
];

/** What is wrong with a template's text, in the words of a message, and a tag that may have been meant. */
export function syntaxProblem(message: string): { readonly problem: string; readonly near: string | null } {
  const open = /^Unexpected end of template\..* innermost block that needs to be closed is '(\w+)'/s.exec(message)?.[1];
  if (open !== undefined) return { problem: `its \`{% ${open} %}\` is not closed by \`{% end${open} %}\``, near: null };
  const unknown = /^Encountered unknown tag '(\w+)'/.exec(message)?.[1];
  if (unknown !== undefined) return unknownTag(unknown, message);
  if (message.startsWith('Missing end of comment tag')) return { problem: 'its `{#` is not closed by `#}`', near: null };
  const text = message.trim().replace(/\.$/, '');
  return { problem: text.charAt(0).toLowerCase() + text.slice(1), near: null };
}

function unknownTag(tag: string, message: string): { readonly problem: string; readonly near: string | null } {
  const looked = /innermost block that needs to be closed is '(\w+)'/.exec(message)?.[1];
  if (tag.startsWith('end')) {
    const opener = looked === undefined ? 'and no block is open here' : `and the block that is open here is \`{% ${looked} %}\``;
    return { problem: `\`{% ${tag} %}\` closes nothing, ${opener}`, near: nearest(tag, tags) };
  }
  return { problem: `there is no tag \`{% ${tag} %}\``, near: tag === 'elseif' ? 'elif' : nearest(tag, tags) };
}

/** As its author writes it: `unique(model, column_name)` of a test. */
export const shownSignature = (signature: string | null): string | null =>
  signature?.replace(/^(?:dbt_macro__)?(?:test_)?/, '') ?? null;

/** What is wrong with the arguments of a call. */
export function argumentProblem(message: string): { readonly problem: string } {
  const [, macro = null, rest = ''] = /^macro '(?:dbt_macro__)?([^']+)' (.*)$/s.exec(message) ?? [];
  if (macro === null) return { problem: message };
  const called = macro.startsWith('test_') ? `The test \`${macro.slice(5)}\`` : `The macro \`${macro}\``;
  const keyword = /^takes no keyword argument '(.*)'$/.exec(rest)?.[1];
  if (keyword !== undefined) return { problem: `${called} has no argument \`${keyword}\`` };
  const most = /^takes not more than (\d+) argument\(s\)$/.exec(rest)?.[1];
  if (most === undefined) return { problem: `${called} ${rest}` };
  const count = most === '0' ? 'no arguments' : most === '1' ? 'one argument' : `at most ${most} arguments`;
  return { problem: `${called} takes ${count}` };
}
