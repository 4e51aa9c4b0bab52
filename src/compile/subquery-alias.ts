import { type Lexis, type Token, tokens } from '../sql/token.ts';
import type { TracedText } from '../template/index.ts';

/** What may follow a relation of a `from` that has no alias. */
const noAlias: ReadonlySet<string> = new Set(
  `where join inner left right full cross natural on using group order having limit offset fetch union intersect except window for
  tablesample returning when set qualify lateral`.split(/\s+/),
);

/**
 * Names the subqueries that stand for relations which are cut to some rows, where the author has given them no name: some
 * warehouses take none without.
 */
export function withSubqueryAliases(traced: TracedText, cut: ReadonlySet<string>, lexis: Lexis): TracedText {
  const inserts = [...cut].flatMap(subquery => placesOf(subquery, traced.text)).filter(at => isNameless(traced.text, at, lexis));
  return inserts
    .sort((a, b) => b - a)
    .reduce((text, at, index) => inserted(text, at, ` as _dbt_subq_${inserts.length - index}`), traced);
}

function placesOf(subquery: string, text: string): readonly number[] {
  const places: number[] = [];
  for (let at = text.indexOf(subquery); at !== -1; at = text.indexOf(subquery, at + 1)) places.push(at + subquery.length);
  return places;
}

function isNameless(text: string, at: number, lexis: Lexis): boolean {
  const rest = text.slice(at);
  let next: Token | null = null;
  for (const token of tokens(rest, lexis)) {
    if (token.kind === 'space' || token.kind === 'comment') continue;
    next = token;
    break;
  }
  if (next === null) return true;
  const word = rest.slice(next.start, next.end);
  if (next.kind === 'word') return noAlias.has(word.toLowerCase());
  return word.startsWith(')') || word.startsWith(',') || word.startsWith(';');
}

function inserted({ text, pieces }: TracedText, at: number, alias: string): TracedText {
  return {
    text: text.slice(0, at) + alias + text.slice(at),
    pieces: pieces.map(piece => (piece.offset < at ? piece : { ...piece, offset: piece.offset + alias.length })),
  };
}
