export type TokenKind = 'plain' | 'keyword' | 'string' | 'number' | 'comment' | 'call' | 'template';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

const sqlKeywords =
  'add all alter and any as asc between by case cast create cross current date delete desc distinct drop else end except exists false filter first following for from full group grouping having if ilike in inner insert intersect interval into is join last lateral left like limit natural not null nulls offset on or order outer over partition pivot preceding qualify range recursive rename replace returning right rows select set sets table then true union unnest unpivot update using values view when where window with';
const templateKeywords =
  'and block call do docs else elif endblock endcall enddocs endfilter endfor endif endmacro endmaterialization endraw endset endsnapshot endtest false filter for if import in is macro materialization none not or raw recursive set snapshot test true';
const pythonKeywords =
  'and as assert async await break class continue def del elif else except false finally for from global if import in is lambda none nonlocal not or pass raise return true try while with yield';

const keywords: Readonly<Record<string, ReadonlySet<string>>> = {
  sql: new Set(sqlKeywords.split(' ')),
  template: new Set(templateKeywords.split(' ')),
  python: new Set(pythonKeywords.split(' ')),
};

/** No alternative can match empty text, and none backtracks, so hostile code costs no more than its length. */
const shared =
  /(?<comment>\{#.*?(?:#\}|$)|\/\*.*?(?:\*\/|$)|--[^\n]*)|(?<string>'(?:[^'\\]|\\.|'')*'?|"(?:[^"\\]|\\.|"")*"?|`[^`]*`?)|(?<number>\b\d+(?:\.\d+)?(?:e[+-]?\d+)?\b)|(?<template>\{\{-?|-?\}\}|\{%[-+]?|[-+]?%\})|(?<word>[\p{L}_$][\p{L}\p{N}_$]*)|(?<plain>.)/gisuy;
const python =
  /(?<comment>#[^\n]*)|(?<string>""".*?(?:"""|$)|'''.*?(?:'''|$)|'(?:[^'\\\n]|\\.)*'?|"(?:[^"\\\n]|\\.)*"?)|(?<number>\b\d+(?:\.\d+)?\b)|(?<word>[\p{L}_][\p{L}\p{N}_]*)|(?<plain>.)/gisuy;

/** SQL with templates in it, or Python, as tokens that make up the whole text. */
export function highlight(code: string, language: string): readonly Token[] {
  const tokens: Token[] = [];
  let mode = language === 'python' ? 'python' : 'sql';
  for (const match of code.matchAll(mode === 'python' ? python : shared)) {
    const groups = match.groups ?? {};
    const text = match[0];
    if (groups['template'] !== undefined) mode = text.startsWith('{') ? 'template' : 'sql';
    const kind = groups['word'] === undefined ? groupKind(groups) : wordKind(code, match.index + text.length, { text, mode });
    append(tokens, kind, text);
  }
  return tokens;
}

const groupKind = (groups: Readonly<Record<string, string | undefined>>): TokenKind =>
  (['comment', 'string', 'number', 'template'] as const).find(kind => groups[kind] !== undefined) ?? 'plain';

function wordKind(code: string, end: number, { text, mode }: { readonly text: string; readonly mode: string }): TokenKind {
  if (keywords[mode]?.has(text.toLowerCase()) === true) return 'keyword';
  return code[end] === '(' ? 'call' : 'plain';
}

function append(tokens: Token[], kind: TokenKind, text: string): void {
  const last = tokens.at(-1);
  if (kind === 'plain' && last?.kind === 'plain') tokens[tokens.length - 1] = { kind, text: last.text + text };
  else tokens.push({ kind, text });
}
