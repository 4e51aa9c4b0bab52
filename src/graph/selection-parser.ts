import { type Checked, type Diagnostic, diagnose } from '../diagnostic/diagnostic.ts';
import { nearest } from '../diagnostic/nearest.ts';
import { type Criterion, isMethod, type Method, methods, type SelectionTree } from './selection.ts';

/**
 * Reads a selector: spaces mean "or", commas "and". A part with a mistake is left out of the value and reported with a
 * caret under it.
 */
export function parseSelection(text: string): Checked<SelectionTree> {
  const diagnostics: Diagnostic[] = [];
  const parts = [...text.matchAll(/\S+/g)].map(word => intersectionOf(text, word[0], word.index, diagnostics));
  const found = parts.filter(part => part !== null);
  return { value: found.length === 1 && found[0] !== undefined ? found[0] : { kind: 'union', parts: found }, diagnostics };
}

function intersectionOf(text: string, word: string, start: number, diagnostics: Diagnostic[]): SelectionTree | null {
  const parts: Criterion[] = [];
  let offset = start;
  for (const piece of word.split(',')) {
    const read = readCriterion(piece);
    if ('kind' in read) parts.push(read);
    else diagnostics.push(read.mistake(text, { at: offset + read.at, length: read.length }));
    offset += piece.length + 1;
  }
  const [first] = parts;
  if (first === undefined || parts.length < word.split(',').length) return null;
  return parts.length === 1 ? first : { kind: 'intersection', parts };
}

interface Place {
  readonly at: number;
  readonly length: number;
}

/** What is wrong with a criterion, and where in it. */
interface Mistake extends Place {
  readonly mistake: (text: string, place: Place) => Diagnostic;
}

/** The selector with a caret line below it. */
const caret = (text: string, { at, length }: Place): { readonly notes: readonly string[] } => ({
  notes: [text, `${' '.repeat(at)}${'^'.repeat(Math.max(1, length))}`],
});

function readCriterion(text: string): Criterion | Mistake {
  if (text === '') {
    return {
      at: 0,
      length: 1,
      mistake: (all, at) => diagnose('graph-selector-empty-part', null, { selector: all }, caret(all, at)),
    };
  }
  const { closure, parents, children, name, offset } = readOperators(text);
  const { method, path, value } = readMethod(name);
  const whole = { at: 0, length: text.length };
  if (closure && (parents > 0 || children > 0)) {
    return { ...whole, mistake: (all, at) => diagnose('graph-selector-at', null, { part: text }, caret(all, at)) };
  }
  if (method !== null && !isMethod(method)) return unknownMethod(method, offset);
  if (value === '') {
    return { ...whole, mistake: (all, at) => diagnose('graph-selector-no-value', null, { part: text }, caret(all, at)) };
  }
  if (method === 'config' && path.length === 0) {
    return { ...whole, mistake: (all, at) => diagnose('graph-selector-config-key', null, { part: text }, caret(all, at)) };
  }
  return {
    kind: 'criterion',
    method: method ?? methodOfBare(value),
    path,
    value,
    parents,
    children,
    closure: closure ? 'childrens-parents' : 'none',
    text,
  };
}

/** `@`, `n+` in front and `+n` behind; `offset` is where the rest begins. */
function readOperators(text: string) {
  const closure = text.startsWith('@');
  const front = /^\d*\+/.exec(text.slice(closure ? 1 : 0))?.[0] ?? '';
  const offset = (closure ? 1 : 0) + front.length;
  const rest = text.slice(offset);
  const back = /\+\d*$/.exec(rest)?.[0] ?? '';
  return {
    closure,
    parents: depthOf(front, front.slice(0, -1)),
    children: depthOf(back, back.slice(1)),
    name: rest.slice(0, rest.length - back.length),
    offset,
  };
}

const depthOf = (operator: string, digits: string): number => {
  if (operator === '') return 0;
  return digits === '' ? Number.POSITIVE_INFINITY : Number(digits);
};

function readMethod(name: string) {
  const prefix = /^[\w.]+:/.exec(name)?.[0];
  if (prefix === undefined) return { method: null, path: [], value: name };
  const [method = '', ...path] = prefix.slice(0, -1).split('.');
  return { method, path, value: name.slice(prefix.length) };
}

function unknownMethod(method: string, offset: number): Mistake {
  const known = methods.map(name => `\`${name}\``).join(', ');
  const params = { method, near: nearest(method, methods), known };
  return {
    at: offset,
    length: method.length,
    mistake: (text, at) => diagnose('graph-selector-method', null, params, caret(text, at)),
  };
}

/** A bare word is a path when it looks like one, a file name when it ends like one, else a name. */
function methodOfBare(value: string): Method {
  if (/[\\/]/.test(value)) return 'path';
  return /\.(sql|py|csv|ya?ml)$/i.test(value) ? 'file' : 'fqn';
}
