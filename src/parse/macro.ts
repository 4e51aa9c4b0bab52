import { type DispatchRules, dispatchRules } from '../context/dispatch.ts';
import { type MacroCall, macroCalls } from '../context/macro-call.ts';
import { calledMacros } from '../context/macro-calls.ts';
import { buildMacroIndex, type MacroEntry, type MacroIndex, macroEntry } from '../context/macro-index.ts';
import { templateDiagnostic } from '../context/template-diagnostic.ts';
import { diagnose } from '../diagnostic/diagnostic.ts';
import type { Span } from '../diagnostic/span.ts';
import { nodeId } from '../manifest/id.ts';
import type { MacroNode, PlainMap } from '../manifest/node.ts';
import type { Project, ProjectFile } from '../project/project.ts';
import { type Block, compileMacro, scanBlocks, TemplateError, type TemplateSource } from '../template/index.ts';
import { mapOf, mapsOf } from './column.ts';
import { docsOf } from './docs-config.ts';
import type { Draft } from './draft.ts';
import { type Properties, patchPath } from './properties.ts';

/** The macros that come with an adapter: `dbt`, `dbt_duckdb`. */
export interface InternalPackage {
  readonly name: string;
  readonly files: readonly InternalFile[];
}

export interface InternalFile {
  readonly path: string;
  readonly text: string;
  /** What `text` holds, when it was read ahead of time; null: it has to be scanned. */
  readonly blocks: readonly ReadBlock[] | null;
}

/** A block, and what it calls when that was read ahead of time. */
export interface ReadBlock extends Block {
  readonly calls?: readonly MacroCall[];
}

/** The macros of a file with what they call: all that can be known of them without the rest of a project. */
export const readMacros = (file: string, text: string): readonly ReadBlock[] =>
  scanBlocks(file, text).map(block => {
    const source = { file, text: block.text, start: block.start };
    return { ...block, calls: macroCalls(() => compileMacro(source)) };
  });

/** How messages and frames call a file of an internal package. */
const internalPath = (packageName: string, path: string): string => `${packageName}:${path}`;

export interface MacroParsing {
  readonly project: Project;
  readonly draft: Draft;
  readonly properties: Properties;
  /** Most specific first. */
  readonly internal: readonly InternalPackage[];
  /** Adapter names from the most specific to the most general. */
  readonly family: readonly string[];
  readonly createdAt: number;
}

/** What a macro calls is known when all macros are. */
interface Linked extends MacroParsing {
  readonly rules: () => DispatchRules;
}

/** Reads every macro of the project, its packages and the adapter. */
export function parseMacros(given: MacroParsing): MacroIndex {
  const { project, internal } = given;
  const entries: MacroEntry[] = [];
  const parsing: Linked = { ...given, rules: () => ({ ...dispatchRules(project, given.family), macros: index }) };
  for (const one of internal) {
    for (const file of one.files) {
      entries.push(...macrosOf(parsing, one.name, { ...file, displayPath: internalPath(one.name, file.path) }));
    }
  }
  for (const one of project.packages) {
    for (const file of one.files.filter(isMacroFile)) entries.push(...macrosOf(parsing, one.name, file));
  }
  const index = buildMacroIndex(entries, { rootName: project.packages[0].name, internalNames: internal.map(one => one.name) });
  return index;
}

const isMacroFile = (file: ProjectFile): boolean => file.kind === 'macro' || file.kind === 'test-macro';

function addMacro(draft: Draft, { node }: MacroEntry, span: Span): void {
  const first = draft.macros.get(node.unique_id);
  if (first) {
    const files = [first.original_file_path, node.original_file_path];
    draft.diagnostics.push(diagnose('parse-duplicate-macro', span, { name: node.name, files }));
  }
  draft.macros.set(node.unique_id, node);
}

type MacroFile = Pick<ProjectFile, 'path' | 'displayPath' | 'text'> & { readonly blocks?: readonly ReadBlock[] | null };

function macrosOf(parsing: Linked, packageName: string, file: MacroFile): MacroEntry[] {
  const blocks: readonly ReadBlock[] = file.blocks ?? blocksOf(parsing.draft, file);
  return blocks
    .filter(block => block.kind === 'macro' || block.kind === 'test' || block.kind === 'materialization')
    .map(block => {
      const entry = entryOf(parsing, packageName, file, block);
      addMacro(parsing.draft, entry, block.span);
      return entry;
    });
}

/** The blocks of a file; none when it cannot be read, which is reported. */
export function blocksOf(draft: Draft, file: Pick<ProjectFile, 'displayPath' | 'text'>): readonly Block[] {
  try {
    return scanBlocks(file.displayPath, file.text);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    const span = { file: file.displayPath, line: 1, column: 1, length: 1 };
    draft.diagnostics.push(templateDiagnostic(error, span));
    return [];
  }
}

function macroName(block: Block): string {
  if (block.kind === 'test') return `test_${block.name}`;
  return block.kind === 'materialization' ? `materialization_${block.name}_${block.adapter ?? 'default'}` : block.name;
}

function entryOf(parsing: Linked, packageName: string, file: MacroFile, block: ReadBlock): MacroEntry {
  const name = macroName(block);
  const patch = parsing.properties.find('macros', packageName, block.name);
  const data = patch?.data ?? {};
  const config = mapOf(data['config']);
  const meta = { ...mapOf(data['meta']), ...mapOf(config['meta']) } as PlainMap;
  const docs = docsOf({ docs: { ...mapOf(data['docs']), ...mapOf(config['docs']) } });
  const described = mapsOf(data['arguments']).map(one => ({ ...undescribed, ...one }) as PlainMap);
  const source = { file: file.displayPath, text: block.text, start: block.start, name: `macro ${block.name}` };
  const node: MacroNode = {
    name,
    resource_type: 'macro',
    package_name: packageName,
    path: file.path,
    original_file_path: file.path,
    unique_id: nodeId('macro', packageName, name),
    // The white space that it strips around itself belongs to it, as dbt has it.
    macro_sql: `${block.stripped.before}${block.text}${block.stripped.behind}`,
    depends_on: whenAsked(() => calledMacros(parsing.rules(), entry)),
    description: '',
    meta,
    docs,
    config: { meta, docs: { ...docs } },
    patch_path: patch ? patchPath(patch) : null,
    arguments: described.length === 0 && infersArguments(parsing.project) ? argumentsOf(source) : described,
    created_at: parsing.createdAt,
    supported_languages: block.supportedLanguages,
  };
  const entry = macroEntry(node, source, block.calls);
  return entry;
}

const undescribed = { name: null, type: null, description: '' };

const infersArguments = ({ flags }: Project): boolean => flags['VALIDATE_MACRO_ARGS'] === true;

/** As the macro defines them; none when it cannot be read, which is told where it is used. */
function argumentsOf(source: TemplateSource): readonly PlainMap[] {
  try {
    return compileMacro(source).parameters.map(({ name }) => ({ ...undescribed, name }));
  } catch (error) {
    if (error instanceof TemplateError) return [];
    throw error;
  }
}

/** Most commands never ask. */
function whenAsked(read: () => readonly string[]): MacroNode['depends_on'] {
  let known: readonly string[] | undefined;
  return {
    get macros() {
      known ??= read();
      return known;
    },
  };
}
