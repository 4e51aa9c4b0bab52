import { templateDiagnostic } from '../context/template-diagnostic.ts';
import { diagnose } from '../diagnostic/diagnostic.ts';
import { nearest } from '../diagnostic/nearest.ts';
import type { Span } from '../diagnostic/span.ts';
import { nodeId } from '../manifest/id.ts';
import type { DocNode } from '../manifest/node.ts';
import type { Project } from '../project/project.ts';
import { compileTemplate, hostFunction, type Scope, TemplateError, text } from '../template/index.ts';
import type { Draft, Parsing } from './draft.ts';
import { blocksOf } from './macro.ts';
import { type PropertyEntry, valueSpan } from './properties.ts';
import { yamlScope } from './rendered.ts';

/** Reads the docs blocks of all Markdown files. */
export function parseDocs(project: Project, draft: Draft): void {
  for (const one of project.packages) {
    for (const file of one.files) {
      if (file.kind !== 'docs' || !file.text.includes('{%')) continue;
      for (const block of blocksOf(draft, file)) {
        if (block.kind !== 'docs') continue;
        addDoc(draft, block.span, {
          name: block.name,
          resource_type: 'doc',
          package_name: one.name,
          path: file.relativePath,
          original_file_path: file.path,
          unique_id: nodeId('doc', one.name, block.name),
          block_contents: block.contents.trim(),
        });
      }
    }
  }
}

/** Fills in the descriptions of macros, which are read before the docs blocks that they may name. */
export function describeMacros(parsing: Parsing): void {
  for (const entry of parsing.properties.all('macros')) {
    const id = nodeId('macro', entry.owner.name, entry.name);
    const test = nodeId('macro', entry.owner.name, `test_${entry.name}`);
    const macro = parsing.draft.macros.get(id) ?? parsing.draft.macros.get(test);
    if (!macro) continue;
    const description = describe(parsing, entry, entry.data['description'], ['description']).text;
    parsing.draft.macros.set(macro.unique_id, { ...macro, description });
  }
}

function addDoc(draft: Draft, span: Span, doc: DocNode): void {
  const first = draft.docs.get(doc.unique_id);
  if (first) {
    draft.diagnostics.push(
      diagnose('parse-duplicate-doc', span, { name: doc.name, files: [first.original_file_path, doc.original_file_path] }),
    );
    return;
  }
  draft.docs.set(doc.unique_id, doc);
}

export interface Description {
  readonly text: string;
  /** The docs blocks that the text was made of. */
  readonly docBlocks: readonly string[];
}

/** A description of a property file with its `{{ doc('…') }}` filled in; `below` leads to it inside the entry. */
export function describe(
  parsing: Parsing,
  entry: PropertyEntry,
  written: unknown,
  below: readonly (string | number)[],
): Description {
  if (typeof written !== 'string') return { text: '', docBlocks: [] };
  // As every template loses the line end that it ends with.
  if (!/\{[{%#]/.test(written)) return { text: written.replace(/\n$/, ''), docBlocks: [] };
  const docBlocks: string[] = [];
  const scope = docScope(parsing, entry, docBlocks);
  try {
    const template = compileTemplate({ file: entry.file.displayPath, text: written });
    return { text: template.renderSync(scope, { undefinedNames: 'plain' }), docBlocks };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    const span = valueSpan(entry, ...below);
    const name = error.subject;
    parsing.draft.diagnostics.push(
      error.kind === 'raised' && name !== null
        ? diagnose('parse-unknown-doc', span, { name, near: nearest(name, docNames(parsing)) })
        : { ...templateDiagnostic(error, span), span },
    );
    return { text: written, docBlocks: [] };
  }
}

const docNames = ({ draft }: Parsing): readonly string[] => Array.from(draft.docs.values(), doc => doc.name);

function docScope(parsing: Parsing, entry: PropertyEntry, docBlocks: string[]): Scope {
  const doc = hostFunction('doc', ['*args'], args => {
    const [first, second] = (Array.isArray(args) ? args : []).map(text);
    const found = findDoc(parsing, entry.owner.name, first ?? '', second);
    if (!found) throw new TemplateError('raised', `no docs block ${second ?? first}`, { subject: second ?? first ?? '' });
    docBlocks.push(found.unique_id);
    return found.block_contents;
  });
  const others = yamlScope(parsing, entry.owner.name);
  return { lookup: name => (name === 'doc' ? doc : others.lookup(name)), names: () => ['doc', ...(others.names?.() ?? [])] };
}

function findDoc(
  { draft, shared }: Parsing,
  packageName: string,
  first: string,
  second: string | undefined,
): DocNode | undefined {
  if (second !== undefined) return draft.docs.get(nodeId('doc', first, second));
  const own = draft.docs.get(nodeId('doc', packageName, first)) ?? draft.docs.get(nodeId('doc', shared.macros.rootName, first));
  return own ?? [...draft.docs.values()].find(doc => doc.name === first);
}
