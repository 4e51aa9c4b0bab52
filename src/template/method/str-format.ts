import { TemplateError } from '../template.ts';
import { checkTextLength } from '../value/limit.ts';
import { textLength } from '../value/text.ts';
import { typeName } from '../value/type-name.ts';
import type { Value } from '../value.ts';
import { countArgument, textArgument } from './argument.ts';
import { formatText } from './format.ts';
import type { MethodSpecs } from './table.ts';

type Argument = Value | undefined;

/** How many characters are missing to `width`, and the fill character. */
function padding(text: string, width: Value, fill: Argument): readonly [number, string] {
  const wanted = countArgument(width, 0);
  checkTextLength(wanted);
  const character = fill === undefined ? ' ' : textArgument(fill, 'The fill character must be a unicode character');
  if (textLength(character) !== 1) throw new TemplateError('type', 'The fill character must be exactly one character long');
  return [Math.max(0, wanted - textLength(text)), character];
}

function ljust(text: string, width: Value, fill?: Argument): string {
  const [missing, character] = padding(text, width, fill);
  return text + character.repeat(missing);
}

function rjust(text: string, width: Value, fill?: Argument): string {
  const [missing, character] = padding(text, width, fill);
  return character.repeat(missing) + text;
}

/** When the padding is odd, the extra character goes where CPython puts it. */
export function center(text: string, width: Value, fill?: Argument): string {
  const [missing, character] = padding(text, width, fill);
  const left = Math.floor(missing / 2) + (missing & countArgument(width, 0) & 1);
  return character.repeat(left) + text + character.repeat(missing - left);
}

function zfill(text: string, width: Value): string {
  const [missing] = padding(text, width, undefined);
  const sign = /^[+-]/.test(text) ? text.charAt(0) : '';
  return sign + '0'.repeat(missing) + text.slice(sign.length);
}

function expandtabs(text: string, tabsize: Argument): string {
  const size = countArgument(tabsize, 8);
  checkTextLength(size * text.split('\t').length);
  let column = 0;
  let result = '';
  for (const character of text) {
    const added = character === '\t' ? ' '.repeat(size > 0 ? size - (column % size) : 0) : character;
    column = character === '\n' || character === '\r' ? 0 : column + textLength(added);
    result += added;
  }
  return result;
}

function formatMap(text: string, mapping: Value): string {
  if (mapping instanceof Map) return formatText(text, null, mapping);
  throw new TemplateError('type', `'${typeName(mapping)}' object is not subscriptable`);
}

export const formatting: MethodSpecs<string> = {
  ljust: [['width', 'fillchar?'], ljust],
  rjust: [['width', 'fillchar?'], rjust],
  center: [['width', 'fillchar?'], center],
  zfill: [['width'], zfill],
  expandtabs: [['tabsize?'], expandtabs],
  format: [['*args', '**kwargs'], (text, args, kwargs) => formatText(text, args, kwargs)],
  format_map: [['mapping'], formatMap],
};
