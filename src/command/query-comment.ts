import type { Warehouse } from '../adapter/adapter.ts';
import type { Compiler } from '../compile/compiler.ts';
import { diagnose, StartFailure } from '../diagnostic/diagnostic.ts';
import { commentedWarehouse } from '../execute/query-comment.ts';
import type { NodeId } from '../manifest/id.ts';
import { DBT_VERSION } from '../project/dbt-version.ts';
import type { Yaml } from '../project/project.ts';
import { isYamlMap, yamlSpan } from '../project/yaml.ts';
import { TemplateError } from '../template/index.ts';
import type { OpenProject } from './open-project.ts';

export interface Commenting {
  readonly open: OpenProject;
  readonly compiler: Compiler;
  readonly warehouse: Warehouse;
}

/** The warehouse with what the project's `query-comment` says sent along; null turns it off, nothing said means the usual one. */
export function withQueryComment({ open, compiler, warehouse }: Commenting): Warehouse {
  const written = open.project.packages[0].config.queryComment;
  const { template, place } = settingsOf(written);
  if (template === null) return warehouse;
  return commentedWarehouse(warehouse, async tag => {
    if (template === undefined) return { text: usualComment(open, tag), place };
    try {
      return { text: await compiler.renderComment(tag.node as NodeId, template), place };
    } catch (error) {
      throw error instanceof TemplateError ? unrendered(open, error) : error;
    }
  });
}

interface Settings {
  /** Undefined: the usual comment; null: none. */
  readonly template: string | null | undefined;
  readonly place: 'before' | 'after';
}

function settingsOf(written: Yaml | undefined): Settings {
  if (written === undefined) return { template: undefined, place: 'before' };
  if (!isYamlMap(written)) return { template: textOf(written), place: 'before' };
  const { comment, append } = written;
  return { template: comment === undefined ? undefined : textOf(comment), place: append === true ? 'after' : 'before' };
}

/** An empty text is none. */
const textOf = (value: Yaml): string | null => (typeof value === 'string' && value.trim() !== '' ? value : null);

/** What is no node goes by its place: `schemas`, `show`. */
function usualComment(
  { project, manifest }: OpenProject,
  { node, invocation }: { readonly node: string; readonly invocation: string },
): string {
  const isNode =
    manifest.nodes.has(node as NodeId) || manifest.unitTests.has(node as NodeId) || manifest.functions.has(node as NodeId);
  const { name, profileName } = project.target;
  return JSON.stringify({
    app: 'modelwright',
    dbt_version: DBT_VERSION,
    profile_name: profileName,
    target_name: name,
    ...(isNode ? { node_id: node } : { connection_name: node }),
    invocation_id: invocation,
  });
}

function unrendered({ project }: OpenProject, error: TemplateError): StartFailure {
  const { file, text } = project.packages[0].config;
  const span = yamlSpan({ file, text }, ['query-comment']);
  return new StartFailure([diagnose('command-query-comment', span, { reason: error.message }, { frames: error.frames })]);
}
