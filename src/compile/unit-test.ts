import type { ProjectContext } from '../context/project-context.ts';
import type { RelationObject } from '../context/relation.ts';
import { type Diagnostic, diagnose, hasErrors, StartFailure } from '../diagnostic/diagnostic.ts';
import type { Span } from '../diagnostic/span.ts';
import type { NodeId } from '../manifest/id.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { ManifestNode, ModelNode, PlainMap, UnitTestNode } from '../manifest/node.ts';
import { originSpan } from '../parse/draft.ts';
import { compileTemplate, type TemplateCall, TemplateError, text } from '../template/index.ts';
import { commonTableName } from './common-table.ts';
import { type Fixture, readFixture } from './fixture.ts';
import type { Resolver } from './reference.ts';

/** A unit test with everything that it names found. */
export interface UnitTest {
  readonly node: UnitTestNode;
  readonly model: ModelNode;
  readonly inputs: readonly UnitTestInput[];
  readonly expected: Fixture;
  /** Where it is written; null when not known. */
  readonly span: Span | null;
}

/** What a unit test gives instead of something that its model reads. */
export interface UnitTestInput {
  /** As written: `ref('stg_orders')`. */
  readonly written: string;
  /** The node or source that it stands for; for `this` the model itself. */
  readonly id: NodeId;
  readonly relation: RelationObject;
  /** What would build the relation, were it not there; null for a source. */
  readonly node: ManifestNode | null;
  /** The common table expression's name. */
  readonly table: string;
  /** Null for a seed without rows: the seed itself is read. */
  readonly fixture: Fixture | null;
}

export interface UnitTestContext {
  readonly manifest: Manifest;
  readonly context: ProjectContext;
  readonly resolver: Resolver;
}

/** Fails with StartFailure that carries everything that is wrong with the test. */
export function readUnitTest(node: UnitTestNode, it: UnitTestContext): UnitTest {
  const { manifest, context } = it;
  const origin = manifest.origins.get(node.unique_id);
  const span = origin ? originSpan(context.project, origin) : null;
  const model = manifest.nodes.get(node.depends_on.nodes[0] as NodeId);
  if (model?.resource_type !== 'model' || model.language !== 'sql')
    throw new StartFailure([diagnose('run-unit-test-model', span, { test: node.name, model: node.model })]);
  const diagnostics: Diagnostic[] = [];
  const report = (diagnostic: Diagnostic): void => void diagnostics.push(diagnostic);
  const reading: Reading = { ...it, test: node.name, packageName: node.package_name, span, model, report };
  const inputs = node.given.flatMap(given => inputOf(given, reading) ?? []);
  const expected = readFixture(node.expect, { ...reading, input: null });
  if (hasErrors(diagnostics)) throw new StartFailure(diagnostics);
  return { node, model, inputs, expected, span };
}

interface Reading extends UnitTestContext {
  readonly test: string;
  readonly packageName: string;
  readonly span: Span | null;
  readonly model: ModelNode;
  readonly report: (diagnostic: Diagnostic) => void;
}

type Found = Omit<UnitTestInput, 'written' | 'fixture'>;

/** Null when the input cannot be found, which is reported. */
function inputOf(given: PlainMap, reading: Reading): UnitTestInput | null {
  const { test, span, report } = reading;
  const written = String(given['input'] ?? '').trim();
  try {
    const found = written === 'this' ? ownInput(reading) : calledInput(written, reading);
    if (found === null) {
      report(diagnose('run-unit-test-input', span, { test, input: written }));
      return null;
    }
    const isSeed = found.node?.resource_type === 'seed';
    const isBare = (given['rows'] ?? null) === null && (given['fixture'] ?? null) === null;
    return { ...found, written, fixture: isSeed && isBare ? null : readFixture(given, { ...reading, input: written }) };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    report(diagnose('run-unit-test-input-unknown', span, { test, input: written, message: error.message }));
    return null;
  }
}

const ownInput = ({ model, resolver }: Reading): Found => ({
  id: model.unique_id,
  relation: resolver.relationOf(model),
  node: model,
  table: commonTableName(model.alias),
});

function calledInput(written: string, { model, resolver }: Reading): Found | null {
  const calls = compileTemplate({ file: 'input', text: `{{ ${written} }}` }).calls();
  const [call] = calls;
  if (calls.length !== 1 || call === undefined || call.path.length !== 1) return null;
  const names = call.args.map(one => text(one ?? null));
  switch (call.path[0]) {
    case 'ref':
      return referredInput(names, call, { model, resolver });
    case 'source': {
      const [name = '', table = ''] = names;
      const source = resolver.sourceOf(name, table, model);
      const relation = resolver.source(name, table, model);
      return { id: source.unique_id, relation, node: null, table: commonTableName(`${name}__${table}`) };
    }
    default:
      return null;
  }
}

function referredInput(
  names: readonly string[],
  { kwargs }: TemplateCall,
  { model, resolver }: Pick<Reading, 'model' | 'resolver'>,
): Found {
  const version = kwargs.get('version') ?? kwargs.get('v') ?? null;
  const args = {
    name: names.at(-1) ?? '',
    package: names.length > 1 ? (names[0] ?? null) : null,
    version: version === null ? null : typeof version === 'number' ? version : text(version),
  };
  const node = resolver.nodeOf(args, model);
  return { id: node.unique_id, relation: resolver.relationOf(node), node, table: commonTableName(node.alias) };
}
