import type { NodeScope } from '../context/node-scope.ts';
import type { SourceNode } from '../manifest/node.ts';
import { compileTemplate, type Value } from '../template/index.ts';

const byField = 'collect_freshness(this, model.loaded_at_field, model.freshness.filter)';
const byQuery = 'collect_freshness_custom_sql(this, render(model.loaded_at_query))';

/** Calls the macro that measures a source, by the source's own query where it has one. */
export function collectFreshness(source: SourceNode, scope: NodeScope): Promise<Value> {
  const text = `{{ ${source.loaded_at_query === null ? byField : byQuery} }}`;
  const template = compileTemplate({ file: source.original_file_path, text, name: `source ${source.name}` });
  return template.evaluate(scope, { undefinedNames: 'plain' });
}
