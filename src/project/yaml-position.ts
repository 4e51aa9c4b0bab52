import { EVENT_ID, type Event, getScalarValue, SCALAR_STYLE, type ScalarEvent } from 'js-yaml';
import { readYamlEvents, type YamlEvents } from '../template/yaml.ts';

export interface YamlPosition {
  /** From 1, as is `column`. */
  readonly line: number;
  readonly column: number;
  /** How much of that line the key or value takes. */
  readonly length: number;
}

/** What `path` leads to: its key (an item of a list has none, so the item itself), or its value. */
export type YamlPart = 'key' | 'value';

/** One diagnostic for a file is often followed by more for the same one. */
let last: { readonly text: string; readonly reading: YamlEvents } | null = null;

/** Where something stands in a YAML text that can be read; null when the path leads nowhere. */
export function positionOf(text: string, path: readonly (string | number)[], part: YamlPart = 'key'): YamlPosition | null {
  if (last?.text !== text) last = { text, reading: readYamlEvents(text) };
  const { reading } = last;
  const found = find(reading, path, part);
  if (found === null) return null;
  const start = startOf(reading, found);
  const place = reading.placeAt(start);
  const firstLine = reading.text.slice(start, endOf(reading, found)).split(/\r?\n/, 1)[0]?.trimEnd() ?? '';
  return { ...place, length: Math.max(1, firstLine.length) };
}

/** A node is the index of its first event. */
type Node = number;

/** The document's own event is the first. */
const root: Node = 1;

function find(reading: YamlEvents, path: readonly (string | number)[], part: YamlPart): Node | null {
  let found: Entry = { key: root, value: root };
  for (const step of path) {
    const entry = entryAt(reading, anchored(reading, found.value), step);
    if (entry === null) return null;
    found = entry;
  }
  return part === 'key' || isEmpty(reading.events[found.value]) ? found.key : found.value;
}

interface Entry {
  readonly key: Node;
  readonly value: Node;
}

/** Of keys that are there twice, the last one counts. */
function entryAt(reading: YamlEvents, node: Node, step: string | number): Entry | null {
  const type = reading.events[node]?.type;
  const children = childrenOf(reading, node);
  if (type === EVENT_ID.SEQUENCE) {
    const item = children[Number(step)];
    return item === undefined ? null : { key: item, value: item };
  }
  if (type !== EVENT_ID.MAPPING) return null;
  const at = children.findLastIndex((key, index) => index % 2 === 0 && keyText(reading, key) === String(step));
  const [key, value] = [children[at], children[at + 1]];
  return key === undefined || value === undefined ? null : { key, value };
}

/** Items of a list; of a map, each key and its value in turn. */
function childrenOf({ events }: YamlEvents, node: Node): readonly Node[] {
  const children: Node[] = [];
  for (let next = node + 1, depth = 1; depth > 0 && next < events.length; next++) {
    const type = events[next]?.type;
    if (type === EVENT_ID.POP) depth--;
    else {
      if (depth === 1) children.push(next);
      if (isCollection(type)) depth++;
    }
  }
  return children;
}

const isCollection = (type: Event['type'] | undefined): boolean => type === EVENT_ID.SEQUENCE || type === EVENT_ID.MAPPING;

const isEmpty = (event: Event | undefined): boolean => event?.type === EVENT_ID.SCALAR && event.valueStart < 0;

function keyText({ text, events }: YamlEvents, node: Node): string | null {
  const event = events[node];
  return event?.type === EVENT_ID.SCALAR ? getScalarValue(text, event) : null;
}

/** What an alias stands for; any other node is itself. */
function anchored({ text, events }: YamlEvents, node: Node): Node {
  const event = events[node];
  if (event?.type !== EVENT_ID.ALIAS) return node;
  const name = text.slice(event.anchorStart, event.anchorEnd);
  const isIt = (one: Event, index: number): boolean =>
    index < node && one.type !== EVENT_ID.ALIAS && 'anchorStart' in one && text.slice(one.anchorStart, one.anchorEnd) === name;
  return events.findLastIndex(isIt);
}

function startOf(reading: YamlEvents, node: Node): number {
  const event = reading.events[node];
  if (event?.type === EVENT_ID.SCALAR) return scalarStart(reading.text, event);
  if (event?.type === EVENT_ID.ALIAS) return event.anchorStart - 1;
  return event !== undefined && 'start' in event ? event.start : 0;
}

/** With its quote, or its `|`. */
function scalarStart(text: string, { style, valueStart }: ScalarEvent): number {
  if (style === SCALAR_STYLE.LITERAL_BLOCK) return text.lastIndexOf('|', valueStart - 1);
  if (style === SCALAR_STYLE.FOLDED_BLOCK) return text.lastIndexOf('>', valueStart - 1);
  return isQuoted(style) ? valueStart - 1 : valueStart;
}

const isQuoted = (style: ScalarEvent['style']): boolean =>
  style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED;

function endOf(reading: YamlEvents, node: Node): number {
  const event = reading.events[node];
  if (event?.type === EVENT_ID.SCALAR) return event.valueEnd + (isQuoted(event.style) ? 1 : 0);
  if (event?.type === EVENT_ID.ALIAS) return event.anchorEnd;
  const child = childrenOf(reading, node).at(-1);
  const end = child === undefined ? startOf(reading, node) + 1 : endOf(reading, child);
  const closing = { '[': ']', '{': '}' }[reading.text.charAt(startOf(reading, node))];
  return closing === undefined ? end : reading.text.indexOf(closing, end) + 1;
}
