import type { PlainStep } from '../adapter/step.ts';
import { columnKey } from '../materialize/column-match.ts';
import type { RelationKind, RelationName } from '../sql/relation.ts';
import { configReader } from './config-value.ts';
import type { NodeRun } from './node-run.ts';

export interface Commented {
  readonly target: RelationName;
  readonly is: RelationKind;
}

/** The step that writes the node's descriptions to the warehouse, when `persist_docs` asks for it. */
export async function commentSteps(run: NodeRun, { target, is }: Commented): Promise<readonly PlainStep[]> {
  const { node, port } = run;
  const wanted = configReader(node.name, node.config).map('persist_docs');
  const text = wanted['relation'] === true && node.description !== '' ? node.description : null;
  const columns = wanted['columns'] === true ? await columnTexts(run, target) : {};
  if (port.capabilities.comments === 'none' || (text === null && Object.keys(columns).length === 0)) return [];
  return [{ kind: 'comment', target, is, text, columns }];
}

/** Of columns that exist, as the warehouse spells them: a description of any other must not fail the node. */
async function columnTexts({ node, port }: NodeRun, target: RelationName): Promise<Readonly<Record<string, string>>> {
  const described = Object.values(node.columns).filter(column => column.description !== '');
  if (described.length === 0) return {};
  const texts = new Map(described.map(column => [columnKey(column.name, port.capabilities), column.description]));
  const found = (await port.columns(target)).map(({ name }) => [name, texts.get(columnKey(name, port.capabilities))] as const);
  return Object.fromEntries(found.flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])));
}
