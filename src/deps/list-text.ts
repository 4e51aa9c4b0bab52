import { yamlText } from '../context/base-yaml-text.ts';
import { fromPlain } from '../template/value/from-json.ts';

/** An entry of a package list, to be written. */
export type ListEntry = Readonly<Record<string, string | readonly string[]>>;

/**
 * The text of a package list with an entry more, or with one for the same package changed. Everything else stays as somebody
 * wrote it, remarks and empty lines included.
 */
export function withEntry(text: string, entry: ListEntry): string {
  const lines = text.split(/\r?\n/);
  const start = lines.findIndex(line => /^packages\s*:/.test(line));
  if (start === -1) return `${text === '' || text.endsWith('\n') ? text : `${text}\n`}packages:\n${entryText(entry, '  ')}\n`;
  const written = (lines[start] ?? '').replace(/^packages\s*:\s*/, '').replace(/(^|\s+)#.*$/, '');
  if (written !== '' && written !== '[]' && written !== 'null' && written !== '~') return inFlow(lines, start, entry);
  const block: Block = { start, end: blockEnd(lines, start) };
  const items = itemsOf(lines, block);
  const indent = /^\s*/.exec(lines[items[0]?.start ?? -1] ?? '  ')?.[0] ?? '  ';
  const [key = '', id] = Object.entries(entry)[0] ?? [];
  const same = items.find(item => valueIn(lines, item, key) === id);
  if (same !== undefined) return changed(lines, same, entry).join('\n');
  const head = written === '' ? [] : ['packages:'];
  const before =
    head.length === 0 ? lines.slice(0, block.end) : [...lines.slice(0, start), ...head, ...lines.slice(start + 1, block.end)];
  const after = lines.slice(block.end);
  return [...before, entryText(entry, indent), ...(after.length === 0 ? [''] : after)].join('\n');
}

/** Lines from `start` up to and without `end`. */
interface Block {
  readonly start: number;
  readonly end: number;
}

/** Behind the last line that belongs to the list; remarks and empty lines after it do not. */
function blockEnd(lines: readonly string[], start: number): number {
  let end = start + 1;
  for (let at = start + 1; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (/^\s*(#|$)/.test(line)) continue;
    if (!/^(\s|-(\s|$))/.test(line)) break;
    end = at + 1;
  }
  return end;
}

function itemsOf(lines: readonly string[], { start, end }: Block): readonly Block[] {
  const first = lines.findIndex((line, at) => at > start && at < end && /^\s*-(\s|$)/.test(line));
  if (first === -1) return [];
  const dash = `${/^\s*/.exec(lines[first] ?? '')?.[0] ?? ''}-`;
  const starts = lines.flatMap((line, at) => (at >= first && at < end && line.startsWith(dash) ? [at] : []));
  return starts.map((at, index) => ({ start: at, end: starts[index + 1] ?? end }));
}

const keyLine = (key: string): RegExp => new RegExp(`^(\\s*(?:-\\s+)?${key}\\s*:)\\s*(.*?)(\\s+#.*)?$`);

/** The plain text of a key; undefined when it is not there. */
function valueIn(lines: readonly string[], { start, end }: Block, key: string): string | undefined {
  const found = lines.slice(start, end).flatMap(line => keyLine(key).exec(line)?.[2] ?? []);
  return found[0]?.replace(/^(['"])(.*)\1$/, '$2');
}

/** The lines with the keys of an item exchanged for those of the entry, and added where they were missing. */
function changed(lines: readonly string[], item: Block, entry: ListEntry): readonly string[] {
  const [, ...others] = Object.entries(entry);
  const result = [...lines];
  for (const [key, value] of others) {
    const at = result.findIndex((line, index) => index >= item.start && index < item.end && keyLine(key).test(line));
    const indent = `${/^\s*-\s+/.exec(result[item.start] ?? '')?.[0] ?? '  - '}`.replace('-', ' ');
    if (at === -1) result.splice(item.start + 1, 0, `${indent}${key}: ${valueText(value)}`);
    else {
      const [, head = '', , remark = ''] = keyLine(key).exec(result[at] ?? '') ?? [];
      const depth = head.replace('-', ' ').search(/\S/);
      const below = result.slice(at + 1, item.end).findIndex(line => line.trim() !== '' && !isBelow(line, depth));
      const count = below === -1 ? item.end - at : below + 1;
      result.splice(
        at,
        count,
        `${head} ${valueText(value)}${remark}`,
        ...result.slice(at + 1, at + count).filter(line => /^\s*(#|$)/.test(line)),
      );
    }
  }
  return result;
}

/** Whether a line goes on with the value of a key that starts at `depth`; a list may start as far left as its key. */
const isBelow = (line: string, depth: number): boolean => {
  const own = line.search(/\S/);
  return own > depth || (own === depth && /^\s*-\s/.test(line));
};

/** A list in brackets on one line. */
function inFlow(lines: readonly string[], at: number, entry: ListEntry): string {
  const line = lines[at] ?? '';
  const close = line.lastIndexOf(']');
  const fields = Object.entries(entry).map(([key, value]) => `${key}: ${valueText(value, '"')}`);
  const added = close === -1 ? line : `${line.slice(0, close).trimEnd()}, { ${fields.join(', ')} }${line.slice(close)}`;
  return [...lines.slice(0, at), added, ...lines.slice(at + 1)].join('\n');
}

/** In lines of its own. */
export function entryText(entry: ListEntry, indent: string): string {
  const fields = Object.entries(entry).map(([key, value]) => `${key}: ${valueText(value)}`);
  return fields.map((field, index) => `${indent}${index === 0 ? '- ' : '  '}${field}`).join('\n');
}

/** Ranges as documentation shows them: `[">=1.0.0", "<2.0.0"]`. */
function valueText(value: string | readonly string[], quote: '' | '"' = ''): string {
  if (typeof value !== 'string') return `[${value.map(each => JSON.stringify(each)).join(', ')}]`;
  return quote === '"'
    ? JSON.stringify(value)
    : yamlText(fromPlain({ v: value }))
        .slice('v: '.length)
        .trimEnd();
}
