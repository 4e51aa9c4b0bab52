import type { NodeId } from '../manifest/id.ts';
import type { Origin } from '../manifest/manifest.ts';
import type { ManifestNode } from '../manifest/node.ts';
import type { YamlFile } from '../project/yaml.ts';
import type { Draft, Parsing } from './draft.ts';
import { addNode } from './node-store.ts';
import type { ParseInput } from './parse.ts';

/**
 * What parsing made of the parts of a project, to be taken again where a part is as it was. Only for parses one after the other of one
 * project. A part with anything to complain of is read again each time, since what is told of it has a place.
 */
export interface ParseMemory {
  /** What every part depends on. */
  world: string | null;
  parts: Map<string, Part>;
  /** Of the parse that goes on, so that what is gone is forgotten. */
  next: Map<string, Part>;
  readonly yaml: Map<string, ReadYaml>;
}

interface Part {
  readonly inputs: readonly unknown[];
  readonly made: readonly Made[];
}

interface Made {
  readonly node: ManifestNode;
  readonly origin: Origin;
}

interface ReadYaml {
  readonly text: string;
  readonly yaml: YamlFile;
}

export const parseMemory = (): ParseMemory => ({ world: null, parts: new Map(), next: new Map(), yaml: new Map() });

/** Forgets everything when macros, variables, the environment or the settings of folders changed: they may be anywhere. */
export function beginParse(memory: ParseMemory, input: ParseInput): void {
  const world = worldOf(input);
  memory.parts = memory.world === world ? memory.next : new Map();
  memory.next = new Map();
  memory.world = world;
}

function worldOf({ project, adapter, flags }: ParseInput): string {
  const { packages, target, cliVars, env } = project;
  const shared = ['macro', 'test-macro', 'docs'];
  const texts = packages.flatMap(({ files }) =>
    files.filter(({ kind }) => shared.includes(kind)).map(({ displayPath, text }) => [displayPath, text]),
  );
  const owners = packages.map(({ name, dir, prefix, config }) => ({ name, dir, prefix, config }));
  const { name, defaultDatabase, defaultSchema } = adapter;
  return JSON.stringify([owners, target, cliVars, [...env], flags, texts, name, defaultDatabase, defaultSchema], (_, value) =>
    typeof value === 'bigint' ? String(value) : value,
  );
}

export interface Remembering {
  /** Unique among the parts of the project. */
  readonly key: string;
  /** All that the part depends on, but the world; compared by identity, texts by content. */
  readonly inputs: readonly unknown[];
}

/** Adds to the draft what `act` adds, which may be nodes and diagnostics, nothing else. */
export function remembered(parsing: Parsing, { key, inputs }: Remembering, act: (parsing: Parsing) => void): void {
  const { memory, draft } = parsing;
  const known = memory?.parts.get(key);
  if (memory === null) act(parsing);
  else if (known !== undefined && isSame(known.inputs, inputs)) {
    memory.next.set(key, known);
    add(draft, known.made);
  } else remember(parsing, memory, { key, inputs }, act);
}

function remember(parsing: Parsing, memory: ParseMemory, { key, inputs }: Remembering, act: (parsing: Parsing) => void): void {
  const { draft } = parsing;
  const own: Draft = { ...draft, nodes: new Map(), disabled: new Map(), origins: new Map(), diagnostics: [] };
  act({ ...parsing, draft: own });
  const made = [...own.nodes.values(), ...([...own.disabled.values()].flat() as ManifestNode[])].map(node => ({
    node,
    origin: own.origins.get(node.unique_id as NodeId) as Origin,
  }));
  add(draft, made);
  draft.diagnostics.push(...own.diagnostics);
  if (own.diagnostics.length === 0) memory.next.set(key, { inputs, made });
}

function add(draft: Draft, made: readonly Made[]): void {
  for (const { node, origin } of made) addNode(draft, node, origin);
}

export const isSame = (before: readonly unknown[], now: readonly unknown[]): boolean =>
  before.length === now.length && now.every((value, at) => Object.is(value, before[at]));

/** A file of properties as it was read before, where its text is the same; else what `read` gives. */
export function rememberedYaml(
  memory: ParseMemory | null,
  { file, text }: { readonly file: string; readonly text: string },
  read: () => { readonly yaml: YamlFile | null; readonly isSound: boolean },
): YamlFile | null {
  const known = memory?.yaml.get(file);
  if (known?.text === text) return known.yaml;
  const { yaml, isSound } = read();
  if (yaml !== null && isSound) memory?.yaml.set(file, { text, yaml });
  return yaml;
}
