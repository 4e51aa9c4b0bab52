import { countArgument } from '../method/argument.ts';
import { TemplateError } from '../template.ts';
import { iterate } from '../value/iterate.ts';
import { jsonText } from '../value/json-text.ts';
import { escaped, escapeHtml, Markup } from '../value/markup.ts';
import { text } from '../value/print.ts';
import { isTrue } from '../value/truth.ts';
import { typeName } from '../value/type-name.ts';
import { Undefined } from '../value/undefined.ts';
import type { Value, ValueMap } from '../value.ts';
import { filterTable } from './table.ts';
import { urlize } from './urlize.ts';

type Argument = Value | undefined;

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

function unescapeHtml(html: string): string {
  return html.replace(/&(?:#(\d+)|#[xX]([\da-fA-F]+)|(\w+));/g, (found, decimal, hex, name) => {
    const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : undefined;
    if (code === undefined) return (Object.hasOwn(named, name) ? named[name] : undefined) ?? found;
    return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
  });
}

function striptags(value: Value): string {
  const bare = text(value)
    .replace(/<!--.*?-->/gs, '')
    .replace(/<[^>]*>/g, '');
  return unescapeHtml(bare.trim().split(/\s+/).join(' '));
}

/** Percent-encodes all but letters, digits and `_.-~`, and `/` when it is kept. */
function quoteUrl(value: Value, kept: '/' | ''): string {
  return encodeURIComponent(text(value))
    .replace(/[!'()*]/g, found => `%${found.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%2F', kept === '/' ? '/' : '%2F');
}

function urlencode(value: Value): string {
  if (typeof value === 'string' || value instanceof Markup || typeof value !== 'object' || value === null)
    return quoteUrl(value, '/');
  if (value instanceof Undefined) return '';
  const pairs = value instanceof Map ? Array.from(value) : Array.from(iterate(value), pair => Array.from(iterate(pair)));
  return pairs.map(pair => pair.map(part => quoteUrl(part, '').replaceAll('%20', '+')).join('=')).join('&');
}

function xmlattr(value: Value, autospace: Argument): Value {
  if (!(value instanceof Map)) throw new TemplateError('type', `'${typeName(value)}' object has no attribute 'items'`);
  const attributes = attributeTexts(value).join(' ');
  const isSpaced = autospace === undefined || isTrue(autospace);
  return isSpaced && attributes !== '' ? ` ${attributes}` : attributes;
}

function attributeTexts(map: ValueMap): string[] {
  const present = Array.from(map).filter(([, value]) => value !== null && !(value instanceof Undefined));
  return present.map(([key, value]) => {
    if (/[\s/>=]/.test(text(key))) throw new TemplateError('other', `Invalid character in attribute name: '${text(key)}'`);
    return `${escapeHtml(text(key))}="${escaped(value).value}"`;
  });
}

const unsafeInScript: Readonly<Record<string, string>> = { '<': '\\u003c', '>': '\\u003e', '&': '\\u0026', "'": '\\u0027' };

/** A plain text and not a markup as in jinja2, so that it can be taken apart and joined like any other text. */
function tojson(value: Value, indent: Argument): string {
  const width = indent === undefined || indent === null ? null : countArgument(indent, 0);
  return jsonText(value, { indent: width, keys: 'sorted' }).replace(/[<>&']/g, found => unsafeInScript[found] ?? found);
}

function urlizeFilter(value: Value, limit: Argument, nofollow: Argument, target: Argument, rel: Argument): Value {
  const rels = new Set([...(rel === undefined || rel === null ? [] : text(rel).split(/\s+/)), 'noopener']);
  if (nofollow !== undefined && isTrue(nofollow)) rels.add('nofollow');
  return urlize(text(value), {
    limit: limit === undefined || limit === null ? null : countArgument(limit, 0),
    rel: Array.from(rels).sort().join(' '),
    target: target === undefined || target === null ? null : text(target),
  });
}

export const escapeFilters = filterTable({
  e: [[], escaped],
  escape: [[], escaped],
  forceescape: [[], value => new Markup(escapeHtml(text(value)))],
  safe: [[], value => (value instanceof Markup ? value : new Markup(text(value)))],
  striptags: [[], striptags],
  tojson: [['indent?'], tojson],
  urlencode: [[], urlencode],
  urlize: [['trim_url_limit?', 'nofollow?', 'target?', 'rel?', 'extra_schemes?'], urlizeFilter],
  xmlattr: [['autospace?'], xmlattr],
});
