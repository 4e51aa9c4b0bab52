import { type Diagnostic, diagnose } from '../diagnostic/diagnostic.ts';
import type { Span } from '../diagnostic/span.ts';
import { Float } from '../template/value.ts';
import { type DuplicateKey, parseYaml, type YamlData, YamlError } from '../template/yaml.ts';
import type { Yaml, YamlMap } from './project.ts';
import { positionOf, type YamlPart } from './yaml-position.ts';

/** Receives what should be told to the user. */
export type Report = (diagnostic: Diagnostic) => void;

/** A YAML file of the project, its text kept for positions. */
export interface YamlFile {
  /** As spans name it. */
  readonly file: string;
  readonly text: string;
  readonly data: YamlMap;
}

/** Reads a file whose top level must be a map (an empty file counts as one); null when it is not, which is reported. */
export function readYamlFile(file: string, text: string, report: Report): YamlFile | null {
  const data = parseText(file, text, report);
  if (data === undefined) return null;
  if (data === null) return { file, text, data: {} };
  if (isYamlMap(data)) return { file, text, data };
  report(diagnose('project-not-a-map', { file, line: 1, column: 1, length: 1 }, { file, found: describeYaml(data) }));
  return null;
}

function parseText(file: string, text: string, report: Report): Yaml | undefined {
  try {
    return toYaml(parseYaml(text, { onDuplicateKey: twice => report(doubledKey(file, twice)) }), new Set());
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    report(badYaml(file, text, error));
    return undefined;
  }
}

function doubledKey(file: string, { key, line, column }: DuplicateKey): Diagnostic {
  return diagnose('project-doubled-key', { file, line, column, length: key.length }, { key }, { severity: 'warning' });
}

/** Puts texts in place of the date objects of templates, without a copy: what an alias shares stays shared. */
function toYaml(data: YamlData, seen: Set<object>): Yaml {
  if (typeof data !== 'object' || data === null || data instanceof Float) return data;
  if (isDate(data)) return data.toJSON();
  if (!seen.has(data)) {
    seen.add(data);
    const fields = data as { [key: string]: Yaml };
    for (const [key, value] of Object.entries(data)) if (typeof value === 'object') fields[key] = toYaml(value, seen);
  }
  return data as Yaml;
}

const isDate = (data: object): data is { toJSON(): string } => 'toJSON' in data && typeof data.toJSON === 'function';

/** A diagnostic for YAML that cannot be read. */
function badYaml(file: string, text: string, problem: YamlError): Diagnostic {
  const lines = text.split(/\r\n|\n|\r/);
  const mistake = mistakeIn(lines[problem.line - 1] ?? '') ?? mistakeIn(lines[problem.line - 2] ?? '');
  const reason = mistake?.reason ?? problem.message.replace(/[.\s]+$/, '');
  return diagnose(
    'project-bad-yaml',
    { file, line: problem.line, column: problem.column, length: 1 },
    { reason, cure: mistake?.cure ?? null },
  );
}

interface Mistake {
  /** Null when the parser says it well. */
  readonly reason: string | null;
  readonly cure: string;
}

/** The usual mistakes, by the look of the line that the parser stumbled over, or the one before, where the cause often is. */
function mistakeIn(line: string): Mistake | null {
  if (/^ *\t/.test(line)) return { reason: 'a tab where only spaces may indent', cure: 'Indent with spaces.' };
  if (/(^|[:-])\s*\{\{/.test(line))
    return { reason: '`{{` without quotes starts a map', cure: 'Put quotes around the value: `"{{ … }}"`.' };
  if (/(^|[:-])\s*\{%/.test(line))
    return { reason: '`{%` without quotes starts a map', cure: 'Put quotes around the value: `"{% … %}"`.' };
  if (/^\s*[\w-]+:[^\s/:]/.test(line)) return { reason: null, cure: 'Put a space after the colon.' };
  const holdsColon = /^[^'"#]*?:\s+[^'"#\s[{|>&*][^#]*:(\s|$)/.test(line);
  return holdsColon ? { reason: null, cure: 'Put quotes around a value that holds a colon and a space.' } : null;
}

export const isYamlMap = (value: Yaml | undefined): value is YamlMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Float);

/** `a list`, `the number 3`: what a message calls a value that has the wrong type. */
export function describeYaml(value: Yaml): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (value instanceof Float) return `the number \`${value.value.toFixed(1)}\``;
  if (typeof value === 'object') return 'a map';
  if (typeof value === 'string') return `the text \`${value}\``;
  return typeof value === 'boolean' ? `\`${value}\`` : `the number \`${value}\``;
}

/** The span of a key or value in a YAML file; where the path leads nowhere, of what it leads to before that. */
export function yamlSpan(
  source: Pick<YamlFile, 'file' | 'text'>,
  path: readonly (string | number)[],
  part: YamlPart = 'key',
): Span {
  for (let end = path.length; end > 0; end--) {
    const position = positionOf(source.text, path.slice(0, end), part);
    if (position) return { file: source.file, ...position };
  }
  return { file: source.file, line: 1, column: 1, length: 1 };
}
