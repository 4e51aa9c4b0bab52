import { TemplateError } from '../template.ts';
import { attribute, item } from '../value/access.ts';
import { dictGet } from '../value/dict.ts';
import { checkTextLength } from '../value/limit.ts';
import { plainText } from '../value/markup.ts';
import { repr, text } from '../value/print.ts';
import { textRepr } from '../value/text.ts';
import type { Value, ValueMap } from '../value.ts';
import { formatValue } from './format-spec.ts';

interface Arguments {
  /** Null for `format_map`, which has none. */
  readonly positional: readonly Value[] | null;
  readonly named: ValueMap;
  /** How `{}` fields count: not at all yet, by themselves, or by explicit numbers. */
  numbering: { mode: 'none' | 'automatic' | 'manual'; next: number };
}

/** Python's `template.format(*positional, **named)`. */
export function formatText(template: string, positional: readonly Value[] | null, named: ValueMap): string {
  return expand(template, { positional, named, numbering: { mode: 'none', next: 0 } }, 2);
}

function expand(template: string, args: Arguments, depth: number): string {
  if (depth < 0) throw failure('Max string recursion exceeded');
  let result = '';
  let index = 0;
  while (index < template.length) {
    const character = template.charAt(index);
    if (character !== '{' && character !== '}') {
      const end = nextBrace(template, index);
      result += template.slice(index, end);
      index = end;
    } else if (template.charAt(index + 1) === character) {
      result += character;
      index += 2;
    } else {
      if (character === '}') throw failure("Single '}' encountered in format string");
      const end = fieldEnd(template, index + 1);
      result += formatField(template.slice(index + 1, end), args, depth);
      index = end + 1;
    }
    checkTextLength(result.length);
  }
  return result;
}

function failure(message: string): TemplateError {
  return new TemplateError('other', message);
}

function nextBrace(template: string, from: number): number {
  let index = from;
  while (index < template.length && template.charAt(index) !== '{' && template.charAt(index) !== '}') index++;
  return index;
}

/** The position of the brace that closes the field which starts at `from`. */
function fieldEnd(template: string, from: number): number {
  if (from >= template.length) throw failure("Single '{' encountered in format string");
  let open = 1;
  for (let index = from; index < template.length; index++) {
    if (template.charAt(index) === '{') open++;
    if (template.charAt(index) === '}' && --open === 0) return index;
  }
  throw failure("expected '}' before end of string");
}

function formatField(field: string, args: Arguments, depth: number): string {
  const match = /^((?:[^[\]!:]|\[[^\]]*\])*)(?:!([^:]?))?(?::(.*))?$/s.exec(field);
  if (!match) throw failure(`invalid field ${textRepr(field)} in format string`);
  const value = converted(resolve(match[1] ?? '', args), match[2]);
  return formatValue(plainText(value), expand(match[3] ?? '', args, depth - 1));
}

function converted(value: Value, conversion: string | undefined): Value {
  if (conversion === undefined) return value;
  if (conversion === 's') return text(value);
  if (conversion === 'r') return repr(value);
  if (conversion === 'a') return asciiRepr(value);
  throw failure(conversion === '' ? "unmatched '{' in format spec" : `Unknown conversion specifier ${conversion}`);
}

/** Python's `ascii(v)`. */
export function asciiRepr(value: Value): string {
  return repr(value).replace(/[^\0-\x7f]/gu, found => {
    const hex = (found.codePointAt(0) ?? 0).toString(16);
    if (hex.length <= 2) return `\\x${hex}`;
    return hex.length <= 4 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
  });
}

/** `0.name[key]`: the argument, then its attributes (under the sandbox's rules) and items. */
function resolve(path: string, args: Arguments): Value {
  const [, first = '', rest = ''] = /^([^.[]*)(.*)$/s.exec(path) ?? [];
  let value = argument(first, args);
  for (const [, name, key] of rest.matchAll(/\.([^.[]+)|\[([^\]]*)\]/g)) {
    value = name !== undefined ? attribute(value, name) : item(value, /^\d+$/.test(key ?? '') ? Number(key) : (key ?? ''));
  }
  return value;
}

function argument(name: string, args: Arguments): Value {
  if (name !== '' && !/^\d+$/.test(name)) return namedArgument(name, args.named);
  const index = fieldNumber(name, args.numbering);
  if (args.positional === null) throw failure('Format string contains positional fields');
  const value = args.positional[index];
  if (value === undefined) throw failure('tuple index out of range');
  return value;
}

function namedArgument(name: string, named: ValueMap): Value {
  const value = dictGet(named, name);
  if (value === undefined) throw failure(`KeyError: ${textRepr(name)}`);
  return value;
}

function fieldNumber(name: string, numbering: Arguments['numbering']): number {
  const mode = name === '' ? 'automatic' : 'manual';
  if (numbering.mode !== 'none' && numbering.mode !== mode) {
    // The same words in both directions, as Python's `string.Formatter` has them.
    throw failure('cannot switch from manual field specification to automatic field numbering');
  }
  numbering.mode = mode;
  return name === '' ? numbering.next++ : Number(name);
}
