import { diagnose } from '../diagnostic/diagnostic.ts';
import { spanAt } from '../diagnostic/span.ts';
import { nodeId } from '../manifest/id.ts';
import type { ModelNode, PlainMap } from '../manifest/node.ts';
import type { Package, ProjectFile, Yaml, YamlMap } from '../project/project.ts';
import { isYamlMap } from '../project/yaml.ts';
import { mapOf, mapsOf } from './column.ts';
import { constraintRefs } from './constraint.ts';
import { contractChecksum, modelConstraints } from './contract.ts';
import type { Parsing } from './draft.ts';
import { fqnOf, nameOfFile } from './fqn.ts';
import { addNode } from './node-store.ts';
import { patchOf } from './patch.ts';
import type { PropertyEntry } from './properties.ts';
import { readPythonModel } from './python-model.ts';
import type { Naming } from './relation-name.ts';
import { readSql, type SqlReading, type SqlText, sqlRecord, trimmed } from './sql-node.ts';

/** One version of a model that has several: which file holds it, and what it changes. */
export interface ModelVersion {
  readonly entry: PropertyEntry;
  readonly version: string | number;
  readonly latest: string | number;
  /** What it changes of its model, whose entry may be as written or rendered. */
  readonly overlay: (model: YamlMap) => YamlMap;
}

/** Versions by package and the name of the file that holds them. */
export type ModelVersions = ReadonlyMap<string, ModelVersion>;

export function readVersions(entries: readonly PropertyEntry[]): ModelVersions {
  const versions = new Map<string, ModelVersion>();
  for (const entry of entries) {
    const list = mapsOf(entry.data['versions']);
    const numbers = list.map(one => scalar(one['v'])).filter(one => one !== null);
    const latest = scalar(entry.data['latest_version']) ?? numbers.toSorted(byVersion).at(-1);
    for (const [index, one] of list.entries()) {
      const version = scalar(one['v']);
      if (version === null || latest === undefined) continue;
      const file = typeof one['defined_in'] === 'string' ? one['defined_in'] : `${entry.name}_v${version}`;
      const overlay = (model: YamlMap): YamlMap => versionOverlay(model, mapsOf(model['versions'])[index] ?? {});
      versions.set(`${entry.owner.name} ${file}`, { entry, version, latest, overlay });
      if (version === latest && !versions.has(`${entry.owner.name} ${entry.name}`)) {
        versions.set(`${entry.owner.name} ${entry.name}`, { entry, version, latest, overlay });
      }
    }
  }
  return versions;
}

const scalar = (value: Yaml | undefined): string | number | null =>
  typeof value === 'string' || typeof value === 'number' ? value : null;

function byVersion(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a) < String(b) ? -1 : 1;
}

/** The version's own keys over the model's; `columns` may include, exclude and change the model's. */
function versionOverlay(model: YamlMap, version: YamlMap): YamlMap {
  const { v: _v, defined_in: _file, columns, config, deprecation_date = null, ...rest } = version;
  const merged = { ...(isYamlMap(model['config']) ? model['config'] : {}), ...(isYamlMap(config) ? config : {}) };
  return {
    ...rest,
    // One for all versions would say nothing of any of them.
    deprecation_date,
    config: merged,
    ...(Array.isArray(columns) ? { columns: versionColumns(mapsOf(model['columns']), mapsOf(columns)) } : {}),
  };
}

function versionColumns(model: readonly YamlMap[], changes: readonly YamlMap[]): readonly YamlMap[] {
  const rule = changes.find(one => 'include' in one || 'exclude' in one) ?? {};
  const excluded = new Set(Array.isArray(rule['exclude']) ? rule['exclude'].map(String) : []);
  const included = Array.isArray(rule['include']) ? new Set(rule['include'].map(String)) : null;
  const own = changes.filter(one => typeof one['name'] === 'string');
  const names = new Set(own.map(one => one['name']));
  const kept = model.filter(one => {
    const name = String(one['name']);
    return !excluded.has(name) && (included === null || included.has(name)) && !names.has(name);
  });
  return [...kept, ...own];
}

export function parseModel(parsing: Parsing, naming: Naming, versions: ModelVersions, owner: Package, file: ProjectFile): void {
  const fileName = nameOfFile(file.path);
  const version = versions.get(`${owner.name} ${fileName}`);
  const name = version?.entry.name ?? fileName;
  const suffix = version ? [`v${version.version}`] : [];
  const text: SqlText = {
    owner,
    file,
    name,
    uniqueId: nodeId('model', owner.name, name, ...suffix),
    fqn: fqnOf(owner.name, file.relativePath, name, ...suffix),
    ...(file.kind === 'python' ? pythonText(parsing, file, name) : trimmed(file.text)),
    patch: version?.entry ?? patchOf(parsing, 'models', owner, name),
    ...(version ? { patchOverlay: version.overlay } : {}),
    version: version?.version ?? null,
  };
  const reading = readSql(parsing, naming, 'model', text);
  const record = sqlRecord(parsing, naming, 'model', text, reading);
  const facts = modelFacts(reading);
  const keys = constraintRefs(parsing, text.patch, { ...record, ...facts });
  const node: ModelNode = {
    ...record,
    refs: [...record.refs, ...keys.refs],
    sources: [...record.sources, ...keys.sources],
    resource_type: 'model',
    ...(file.kind === 'python' ? { language: 'python' as const, raw_code: file.text.trim() } : {}),
    ...facts,
    ...contractOf(reading, facts),
    version: version?.version ?? null,
    latest_version: version?.latest ?? null,
  };
  addNode(parsing.draft, node, { file: file.displayPath, path: null, start: text.start, packageDir: owner.dir });
}

/** Python is read, not rendered. Without a word about it, it becomes a table. */
function pythonText({ draft }: Parsing, file: ProjectFile, name: string): Pick<SqlText, 'code' | 'start' | 'found'> {
  const { refs, sources, config, problems } = readPythonModel(file.text);
  for (const { problem, at } of problems) {
    const span = spanAt(file.displayPath, file.text, at, 1);
    draft.diagnostics.push(diagnose('parse-python-model', span, { name, problem }));
  }
  const found = { refs, sources, functions: [], macros: [], config, given: config };
  return { code: '', start: { line: 1, column: 1 }, found };
}

type ModelFacts = Pick<ModelNode, 'access' | 'constraints' | 'deprecation_date' | 'primary_key' | 'time_spine'>;

function modelFacts({ config, patch, columns }: SqlReading): ModelFacts {
  const access = config['access'];
  const deprecation = patch['deprecation_date'];
  return {
    access: access === 'private' || access === 'public' ? access : 'protected',
    constraints: modelConstraints(patch['constraints']),
    deprecation_date: typeof deprecation === 'string' ? withTime(deprecation) : null,
    primary_key: primaryKey(patch, columns),
    time_spine: isYamlMap(patch['time_spine']) ? (patch['time_spine'] as PlainMap) : null,
  };
}

function contractOf({ config, columns }: SqlReading, { constraints }: ModelFacts): Pick<ModelNode, 'contract'> {
  const { enforced, alias_types: aliasTypes } = mapOf(config['contract']);
  const isEnforced = enforced === true;
  const checksum = isEnforced ? contractChecksum({ materialized: config['materialized'], columns, constraints }) : null;
  return { contract: { enforced: isEnforced, alias_types: aliasTypes !== false, checksum } };
}

/** A date alone means its first moment, UTC. */
const withTime = (date: string): string => (/^\d{4}-\d\d-\d\d$/.test(date) ? `${date}T00:00:00+00:00` : date);

/** From a primary key constraint on the model or on columns; tests that imply one are added when they are parsed. */
function primaryKey(patch: YamlMap, columns: SqlReading['columns']): readonly string[] {
  const constraint = mapsOf(patch['constraints']).find(one => one['type'] === 'primary_key');
  if (constraint && Array.isArray(constraint['columns'])) return constraint['columns'].map(String);
  return Object.values(columns)
    .filter(column => column.constraints.some(one => one['type'] === 'primary_key'))
    .map(column => column.name);
}
