import { countArgument } from '../method/argument.ts';
import { printf } from '../method/printf.ts';
import { textMethods } from '../method/str.ts';
import { capitalize } from '../method/str-case.ts';
import { center } from '../method/str-format.ts';
import { splitlines, strip } from '../method/str-split.ts';
import { TemplateError } from '../template.ts';
import { checkTextLength } from '../value/limit.ts';
import { Markup } from '../value/markup.ts';
import { text } from '../value/print.ts';
import { characters, textLength } from '../value/text.ts';
import { isTrue } from '../value/truth.ts';
import { noKwargs, Tuple, type Value, type ValueMap } from '../value.ts';
import { filterTable } from './table.ts';

type Argument = Value | undefined;

/** A capital at the start of each word; unlike `str.title`, an apostrophe does not start one. */
function title(value: Value): string {
  return text(value)
    .split(/([-\s({[<]+)/)
    .filter(word => word !== '')
    .map(word => {
      const [initial = ''] = word;
      return initial.toUpperCase() + word.slice(initial.length).toLowerCase();
    })
    .join('');
}

function replace(value: Value, old: Value, by: Value, count: Argument): Value {
  const method = textMethods.get('replace');
  const most = count === undefined || count === null ? -1 : count;
  return method ? method(text(value), [text(old), text(by), most], noKwargs) : null;
}

function indent(value: Value, width: Argument, first: Argument, blank: Argument): Value {
  const margin = typeof width === 'string' ? width : ' '.repeat(marginWidth(width));
  const lines = splitlines(`${text(value)}\n`);
  checkTextLength(text(value).length + lines.length * margin.length);
  const withBlank = blank !== undefined && isTrue(blank);
  const indented = lines.map((line, index) => (index > 0 && (withBlank || line !== '') ? margin + line : line)).join('\n');
  const result = first !== undefined && isTrue(first) ? margin + indented : indented;
  return value instanceof Markup ? new Markup(result) : result;
}

function marginWidth(width: Argument): number {
  const count = Math.max(0, countArgument(width, 4));
  checkTextLength(count);
  return count;
}

function truncate(value: Value, length: Argument, killwords: Argument, end: Argument, leeway: Argument): string {
  const most = countArgument(length, 255);
  const slack = leeway === null ? 5 : countArgument(leeway, 5);
  const ending = text(end ?? '...');
  if (most < textLength(ending)) throw new TemplateError('other', `expected length >= ${textLength(ending)}, got ${most}`);
  if (slack < 0) throw new TemplateError('other', `expected leeway >= 0, got ${slack}`);
  const points = characters(text(value));
  if (points.length <= most + slack) return text(value);
  const cut = points.slice(0, most - textLength(ending)).join('');
  if (killwords !== undefined && isTrue(killwords)) return cut + ending;
  const lastSpace = cut.lastIndexOf(' ');
  return (lastSpace < 0 ? cut : cut.slice(0, lastSpace)) + ending;
}

function format(value: Value, args: Tuple, kwargs: ValueMap): string {
  if (args.length > 0 && kwargs.size > 0) {
    throw new TemplateError('arguments', "can't handle positional and keyword arguments at the same time");
  }
  return printf(text(value), kwargs.size > 0 ? kwargs : Tuple.from(args));
}

function wordcount(value: Value): number {
  return (text(value).match(/[\p{L}\p{N}_]+/gu) ?? []).length;
}

export const textFilters = filterTable({
  capitalize: [[], value => capitalize(text(value))],
  center: [['width?'], (value, width) => center(text(value), width ?? 80)],
  format: [['*args', '**kwargs'], format],
  indent: [['width?', 'first?', 'blank?'], indent],
  lower: [[], value => text(value).toLowerCase()],
  replace: [['old', 'new', 'count?'], replace],
  string: [[], value => (value instanceof Markup ? value : text(value))],
  title: [[], title],
  trim: [['chars?'], (value, chars) => strip(text(value), chars, 'both')],
  truncate: [['length?', 'killwords?', 'end?', 'leeway?'], truncate],
  upper: [[], value => text(value).toUpperCase()],
  wordcount: [[], wordcount],
});
