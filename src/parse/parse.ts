import {
  type AdapterFacts,
  createProjectContext,
  type Invocation,
  type ProjectContext,
  type TemplateOutput,
} from '../context/project-context.ts';
import type { Checked } from '../diagnostic/diagnostic.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { Package, Project, ProjectFile, YamlMap } from '../project/project.ts';
import { checkAll } from './check.ts';
import { parseDescribedTests } from './described-test.ts';
import { describeMacros, parseDocs } from './doc.ts';
import { type Draft, newDraft, type Parsing } from './draft.ts';
import { parseExposure } from './exposure.ts';
import { parseAnalysis, parseSeed, parseSingularTest } from './file-node.ts';
import { nameOfFile } from './fqn.ts';
import { parseFunction } from './function.ts';
import { parseGroup } from './group.ts';
import { type InternalPackage, parseMacros } from './macro.ts';
import { beginParse, type ParseMemory, remembered } from './memory.ts';
import { type ModelVersions, parseModel, readVersions } from './model.ts';
import { parseOperations } from './operation.ts';
import { patchOf } from './patch.ts';
import { parsePointers } from './pointer.ts';
import { inferPrimaryKeys } from './primary-key.ts';
import { type PropertyEntry, readProperties } from './properties.ts';
import { createNaming, type Naming } from './relation-name.ts';
import { withRenderedNames } from './rendered.ts';
import { resolveAll } from './resolve.ts';
import { metricsOfMeasures, parseSemantic } from './semantic.ts';
import { parseSnapshots, parseYamlSnapshot } from './snapshot.ts';
import { parseSource } from './source.ts';
import { toldOnce } from './told-once.ts';
import { parseUnitTest } from './unit-test.ts';

export interface ParseInput {
  readonly project: Project;
  readonly adapter: AdapterFacts;
  /** The adapter's macros, most specific package first. */
  readonly internalMacros: readonly InternalPackage[];
  readonly invocation: Invocation;
  readonly output: TemplateOutput;
  readonly flags: YamlMap;
  /** Makes this parse faster when the same project was parsed with it before. */
  readonly memory?: ParseMemory;
}

export interface ParsedProject {
  readonly manifest: Manifest;
  readonly context: ProjectContext;
}

/**
 * Turns a loaded project into its manifest. Never stops at a mistake: every diagnostic of the project is in the result, and the
 * manifest holds what could be read.
 */
export function parseProject(input: ParseInput): Checked<ParsedProject> {
  const { project, adapter, internalMacros, invocation } = input;
  const { memory = null } = input;
  if (memory !== null) beginParse(memory, input);
  const draft = newDraft();
  draft.diagnostics.push(...project.diagnostics);
  const properties = readProperties(project, memory, diagnostic => draft.diagnostics.push(diagnostic));
  const createdAt = invocation.startedAt / 1e6;
  const { family } = adapter;
  const macros = parseMacros({ project, draft, properties, internal: internalMacros, family, createdAt });
  const context = createProjectContext({ ...input, macros });
  const parsing = withRenderedNames({ project, shared: context, draft, properties, createdAt, memory });
  parseDocs(project, draft);
  describeMacros(parsing);
  parseNodes(parsing);
  resolveAll(parsing);
  inferPrimaryKeys(draft);
  checkAll(parsing);
  return { value: { manifest: freeze(draft, project, adapter), context }, diagnostics: toldOnce(draft.diagnostics) };
}

function parseNodes(parsing: Parsing): void {
  const { project, properties, shared } = parsing;
  const naming = createNaming(shared);
  const versions = readVersions(properties.all('models'));
  for (const entry of properties.all('groups')) parseGroup(parsing, entry);
  for (const owner of project.packages) for (const file of owner.files) parseOnce({ parsing, naming, versions, owner, file });
  for (const entry of properties.all('snapshots')) parseYamlSnapshot(parsing, naming, entry);
  for (const entry of properties.all('sources')) parseSource(parsing, entry);
  parsePointers(parsing, naming);
  parseOperations(parsing, naming);
  parseDescribedTests(parsing, naming, versions);
  for (const entry of properties.all('exposures')) parseExposure(parsing, entry);
  for (const entry of properties.all('unit_tests')) parseUnitTest(parsing, entry);
  for (const entry of properties.all('semantic_models'))
    for (const metric of metricsOfMeasures(parsing, entry)) parseSemantic(parsing, metric, 'metrics');
  for (const kind of ['semantic_models', 'metrics', 'saved_queries'] as const) {
    for (const entry of properties.all(kind)) parseSemantic(parsing, entry, kind);
  }
}

interface FileParsing {
  readonly parsing: Parsing;
  readonly naming: Naming;
  readonly versions: ModelVersions;
  readonly owner: Package;
  readonly file: ProjectFile;
}

/** Not again, where all that a file's nodes depend on is as it was. */
function parseOnce(one: FileParsing): void {
  const { parsing, owner, file } = one;
  const entry = entryOf(one);
  if (entry === 'unknown') {
    parseFile(one);
    return;
  }
  const key = `${file.kind} ${owner.prefix} ${file.displayPath}`;
  const inputs = [file.text, file.checksum.checksum, entry?.data, entry?.file.displayPath, entry?.path.join()];
  remembered(parsing, { key, inputs }, own => parseFile({ ...one, parsing: own }));
}

/** What describes the nodes of a file; `unknown` where that is not one entry, or more than an entry counts. */
function entryOf({ parsing, versions, owner, file }: FileParsing): PropertyEntry | undefined | 'unknown' {
  const name = nameOfFile(file.path);
  switch (file.kind) {
    case 'model':
      return versions.has(`${owner.name} ${name}`) ? 'unknown' : patchOf(parsing, 'models', owner, name);
    case 'seed':
      return patchOf(parsing, 'seeds', owner, name);
    case 'test':
      return parsing.properties.find('data_tests', owner.name, name);
    default:
      return 'unknown';
  }
}

function parseFile({ parsing, naming, versions, owner, file }: FileParsing): void {
  switch (file.kind) {
    case 'model':
    case 'python':
      parseModel(parsing, naming, versions, owner, file);
      return;
    case 'seed':
      parseSeed(parsing, naming, owner, file);
      return;
    case 'snapshot':
      parseSnapshots(parsing, naming, owner, file);
      return;
    case 'analysis':
      parseAnalysis(parsing, naming, owner, file);
      return;
    case 'function':
      parseFunction(parsing, naming, owner, file);
      return;
    case 'test':
      parseSingularTest(parsing, naming, owner, file);
      return;
    case 'macro':
    case 'test-macro':
    case 'docs':
    case 'properties':
    case 'fixture':
      return;
    default:
      file.kind satisfies never;
  }
}

const freeze = (draft: Draft, project: Project, adapter: AdapterFacts): Manifest => {
  const { diagnostics: _diagnostics, ...records } = draft;
  return { projectName: project.packages[0].name, adapterType: adapter.name, ...records };
};
