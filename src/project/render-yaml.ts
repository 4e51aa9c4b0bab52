import { diagnose } from '../diagnostic/diagnostic.ts';
import { nearest } from '../diagnostic/nearest.ts';
import { globals } from '../template/globals.ts';
import { compileTemplate } from '../template/index.ts';
import { TemplateError } from '../template/template.ts';
import { toPlain } from '../template/value/from-json.ts';
import { Float, type Scope } from '../template/value.ts';
import type { Yaml, YamlMap } from './project.ts';
import { isYamlMap, type Report, type YamlFile, yamlSpan } from './yaml.ts';
import { MissingName, type YamlContext, yamlScope } from './yaml-context.ts';

export type YamlPath = readonly (string | number)[];

export interface YamlRendering {
  readonly source: Pick<YamlFile, 'file' | 'text'>;
  readonly context: YamlContext;
  /** Whether the value at a path keeps its `{{ }}`. */
  readonly staysRaw: (path: YamlPath) => boolean;
  /** Whether text at a path that is no template although it looks like one, as a password may, is taken as it is. */
  readonly toleratesBadTemplates?: (path: YamlPath) => boolean;
  /** `null`: what fails is taken as not given, so that it leads to no other mistake. Else it stays as written. */
  readonly failing?: 'null';
  readonly report: Report;
}

/** Renders every text in `data` natively: `"{{ 1 + 1 }}"` gives the number 2. What fails is reported. */
export function renderYaml(data: YamlMap, path: YamlPath, rendering: YamlRendering): YamlMap {
  const scope = yamlScope(rendering.context);
  return renderMap(data, path, rendering, scope);
}

/** One value of `renderYaml`. */
export const renderYamlValue = (value: Yaml, path: YamlPath, rendering: YamlRendering): Yaml =>
  renderValue(value, path, rendering, yamlScope(rendering.context));

function renderMap(data: YamlMap, path: YamlPath, rendering: YamlRendering, scope: Scope): YamlMap {
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, renderValue(value, [...path, key], rendering, scope)]),
  );
}

function renderValue(value: Yaml, path: YamlPath, rendering: YamlRendering, scope: Scope): Yaml {
  if (rendering.staysRaw(path)) return value;
  if (typeof value === 'string') return renderText(value, path, rendering, scope);
  if (Array.isArray(value)) return value.map((item: Yaml, index) => renderValue(item, [...path, index], rendering, scope));
  return isYamlMap(value) ? renderMap(value, path, rendering, scope) : value;
}

function renderText(written: string, path: YamlPath, rendering: YamlRendering, scope: Scope): Yaml {
  if (!/\{[{%#]/.test(written)) return written;
  const { source, report } = rendering;
  try {
    const template = compileTemplate({ file: source.file, text: written, start: yamlSpan(source, path, 'value') });
    const value = template.evaluateSync(scope, { undefinedNames: 'plain' });
    return value instanceof Float ? value : (toPlain(value) as Yaml);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    if (error.kind === 'syntax' && rendering.toleratesBadTemplates?.(path)) return written;
    report(templateProblem(error, path, rendering));
    return rendering.failing === 'null' ? null : written;
  }
}

function templateProblem(error: TemplateError, path: YamlPath, { source, context }: YamlRendering) {
  const span = yamlSpan(source, path, 'value');
  if (!(error instanceof MissingName)) return diagnose('project-bad-template', span, badTemplate(error));
  const name = error.missing;
  switch (error.wanted) {
    case 'secret':
      return diagnose('project-secret-env-var', span, { name });
    case 'env-var':
      return diagnose('project-missing-env-var', span, { name, near: nearest(name, context.env.keys()) });
    case 'var':
      return diagnose('project-missing-var', span, { name, near: nearest(name, Object.keys(context.vars)) });
    default:
      return error.wanted satisfies never;
  }
}

function badTemplate({ kind, message, subject, names }: TemplateError) {
  const known = [...names()];
  const near = subject === null ? null : nearest(subject, known);
  const isUnknownName = kind === 'undefined' && message === `'${subject}' is undefined`;
  return { reason: message.replace(/\.$/, ''), near, known: isUnknownName ? known.filter(name => !globals.has(name)) : [] };
}
