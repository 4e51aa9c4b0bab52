import type { ProjectContext } from '../context/project-context.ts';
import { RelationObject } from '../context/relation.ts';
import { sourceRelation } from '../context/source-relation.ts';
import { nearest } from '../diagnostic/nearest.ts';
import type { NodeId } from '../manifest/id.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { FunctionNode, ManifestNode, RefArgs, SourceNode } from '../manifest/node.ts';
import { quotingOf } from '../parse/relation-name.ts';
import { createReferences, findFunction, findSource, type Referable } from '../parse/resolve.ts';
import type { YamlMap } from '../project/project.ts';
import { TemplateError } from '../template/index.ts';
import { commonTableName } from './common-table.ts';

/** Resolves `ref` and `source` of one manifest to relations. */
export interface Resolver {
  /** `from` is null for text that is no node's, which may refer to anything. */
  ref(args: RefArgs, from: ManifestNode | null, onEphemeral: (node: Referable) => void): RelationObject;
  source(sourceName: string, table: string, from: ManifestNode | null): RelationObject;
  /** The quoted name of a function. */
  functionOf(names: readonly string[], from: ManifestNode | null): string;
  relationOf(node: ManifestNode): RelationObject;
  relationOfSource(source: SourceNode): RelationObject;
  /** The nodes themselves. Fail with TemplateError when there is none. */
  nodeOf(args: RefArgs, from: ManifestNode | null): Referable;
  sourceOf(sourceName: string, table: string, from: ManifestNode | null): SourceNode;
}

export function createResolver(manifest: Manifest, context: ProjectContext): Resolver {
  const references = createReferences(manifest.nodes.values(), context.macros.rootName);
  const { dialect } = context.adapter;
  const packageOf = (from: ManifestNode | null): string => from?.package_name ?? context.macros.rootName;
  const relationOf = (node: ManifestNode): RelationObject =>
    new RelationObject({
      dialect,
      database: node.database,
      schema: node.schema,
      identifier: node.alias,
      quote: quotingOf(context, node.config as YamlMap),
    });
  const relationOfSource = (source: SourceNode): RelationObject => sourceRelation(source, dialect, context.quoting);
  const nodeOf = (args: RefArgs, from: ManifestNode | null): Referable => {
    const target = references.find(args, { packageName: packageOf(from) });
    if (!target) throw unknownRef(args, references.names());
    return target;
  };
  const sourceOf = (sourceName: string, table: string, from: ManifestNode | null): SourceNode => {
    const id = findSource({ draft: manifest, shared: context }, packageOf(from), sourceName, table);
    const source = id && manifest.sources.get(id);
    if (!source) throw new TemplateError('raised', `No source \`${sourceName}\` with a table \`${table}\` is declared.`);
    return source;
  };
  return {
    relationOf,
    nodeOf,
    sourceOf,
    ref(args, from, onEphemeral) {
      const target = nodeOf(args, from);
      if (from) checkDeclared(from, target);
      if (target.config.materialized !== 'ephemeral') return relationOf(target);
      onEphemeral(target);
      return relationOf(target).with({ type: 'cte', rendered: commonTableName(target.alias) });
    },
    functionOf(names, from) {
      const found = findFunction(manifest, context, { names, from: packageOf(from) });
      if (!found) throw new TemplateError('raised', `There is no function \`${names.join('.')}\`.`);
      if (from) checkDeclared(from, found);
      return relationOf(found).text();
    },
    relationOfSource,
    source: (sourceName, table, from) => relationOfSource(sourceOf(sourceName, table, from)),
  };
}

function unknownRef(args: RefArgs, names: readonly string[]): TemplateError {
  const near = nearest(args.name, names);
  const hint = near === null ? '' : ` Did you mean \`${near}\`?`;
  return new TemplateError('raised', `No model, seed or snapshot is named \`${args.name}\`.${hint}`);
}

/** A reference that parsing did not see would not order the build: it has to be declared. */
function checkDeclared(from: ManifestNode, target: Referable | FunctionNode): void {
  if (from.resource_type === 'operation' || from.resource_type === 'seed') return;
  const known: readonly NodeId[] = from.depends_on.nodes;
  if (target.unique_id === from.unique_id || known.includes(target.unique_id)) return;
  throw new TemplateError(
    'raised',
    `\`${from.name}\` refers to \`${target.name}\` in a place that is only reached when it runs, so the build does not know of it. ` +
      `Add this line to the top of the file: -- depends_on: {{ ref('${target.name}') }}`,
  );
}
