import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** A source file as the rules about sources see it. */
export interface SourceFile {
  /** From the repository's root, with slashes. */
  readonly path: string;
  readonly lines: number;
  /** The text with comments, strings and regular expressions blanked; line breaks stay. */
  readonly code: string;
  readonly imports: readonly Import[];
}

export interface Import {
  /** As written. */
  readonly from: string;
  /** From the repository's root when it is a file of ours; null for a package. */
  readonly path: string | null;
  readonly kind: 'value' | 'type' | 'dynamic';
}

/** All sources below a folder of the repository. */
export function sourceFiles(folder: string): readonly SourceFile[] {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return names
    .filter(name => /\.tsx?$/.test(name) && !/(^|\/)(node_modules|dist|target)\//.test(name))
    .map(name => readSource(join(folder, name)))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

function readSource(path: string): SourceFile {
  const text = readFileSync(join(root, path), 'utf8');
  return { path, lines: text.trimEnd().split('\n').length, code: codeOnly(text), imports: importsOf(path, text) };
}

// The compiler has no interface for tools in this version, so statements are found by their shape.
const statement = /^(?:import|export)\b(?<type>\s+type\b)?[^'";]*?\bfrom\s+'(?<named>[^'\n]+)'/gm;
const called = /\bimport\(\s*'([^'\n]+)'\s*\)/g;
const bare = /^import\s+'([^'\n]+)'/gm;

function importsOf(file: string, text: string): readonly Import[] {
  const imported = (from: string, kind: Import['kind']): Import => {
    const path = from.startsWith('.') ? relative(root, resolve(root, dirname(file), from)) : null;
    return { from, path, kind };
  };
  return [
    ...[...text.matchAll(statement)].map(({ groups }) => imported(groups?.['named'] ?? '', groups?.['type'] ? 'type' : 'value')),
    ...[...text.matchAll(bare)].map(([, from = '']) => imported(from, 'value')),
    ...[...text.matchAll(called)].map(([, from = '']) => imported(from, 'dynamic')),
  ];
}

const blank = (text: string): string => text.replace(/[^\n]/g, ' ');
const comment = /\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
const quoted = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/y;
const regular = /\/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/y;
const templateText = /(?:\\[\s\S]|\$(?!\{)|[^`\\$])*(?:`|\$\{)/y;
/** After these a slash begins a regular expression; after anything else it divides. */
const beforeRegular = /(?:^|[=(,:[!&|?{};+>]|\b(?:return|case|of|in|typeof))\s*$/;

function codeOnly(text: string): string {
  let code = '';
  /** How deep in braces each template literal that is open at this point was left. */
  const templates: number[] = [];
  let depth = 0;
  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = code.length;
    return pattern.exec(text)?.[0] ?? null;
  };
  while (code.length < text.length) {
    const char = text[code.length] ?? '';
    const endsHole = char === '}' && templates.at(-1) === depth;
    if (char === '`' || endsHole) {
      if (endsHole) templates.pop();
      code += ' ';
      const part = take(templateText) ?? '';
      code += blank(part);
      if (part.endsWith('{')) templates.push(depth);
      continue;
    }
    const skipped = take(comment) ?? take(quoted) ?? (beforeRegular.test(code.slice(-80)) ? take(regular) : null);
    if (skipped !== null) {
      code += blank(skipped);
      continue;
    }
    if (char === '{') depth += 1;
    if (char === '}') depth -= 1;
    code += char;
  }
  return code;
}

/** Where a function's body begins and how long it is. */
export interface Body {
  /** One-based. */
  readonly line: number;
  readonly lines: number;
}

/** The bodies of functions, methods and arrows. Told by their brackets, so a body after an unusual return type may be missed. */
export function bodiesOf({ code }: SourceFile): readonly Body[] {
  const open: { readonly at: number; readonly isBody: boolean }[] = [];
  const openedAt = new Map<number, number>();
  const bodies: Body[] = [];
  for (let at = 0; at < code.length; at += 1) {
    const char = code[at] ?? '';
    if ('([{'.includes(char)) open.push({ at, isBody: isBody(code, at, openedAt) });
    if (!')]}'.includes(char)) continue;
    const start = open.pop();
    if (start === undefined) continue;
    openedAt.set(at, start.at);
    if (start.isBody) bodies.push({ line: lineOf(code, start.at), lines: lineOf(code, at) - lineOf(code, start.at) + 1 });
  }
  return bodies;
}

const lineOf = (code: string, at: number): number => code.slice(0, at).split('\n').length;

function isBody(code: string, at: number, openedAt: ReadonlyMap<number, number>): boolean {
  const before = code.slice(0, at).trimEnd();
  if (before.endsWith('=>')) return true;
  if (code[at] !== '{') return false;
  const signature = /\)\s*(?::[^(){};=]*)?$/.exec(before);
  const parameters = signature === null ? undefined : openedAt.get(signature.index);
  return parameters !== undefined && !/\b(?:if|for|await|while|switch|catch)\s*$/.test(code.slice(0, parameters));
}
