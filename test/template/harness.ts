import { envVarFunction } from '../../src/context/base-env-var.ts';
import { flagsObject } from '../../src/context/base-flags.ts';
import { baseFunctions } from '../../src/context/base-functions.ts';
import { parseJson } from '../../src/context/base-json.ts';
import { varFunction } from '../../src/context/base-var.ts';
import { compileMacro, compileTemplate } from '../../src/template/index.ts';
import { dateTimeAt } from '../../src/template/module/datetime.ts';
import { TemplateError } from '../../src/template/template.ts';
import { rawFunction } from '../../src/template/value/call.ts';
import { text } from '../../src/template/value/print.ts';
import type { Scope, Value, ValueMap } from '../../src/template/value.ts';
import { AdapterDouble, ConfigRecord, Relation, refFunction, sourceFunction } from './harness-objects.ts';

export type Variant = 'sync' | 'async';
export const VARIANTS: readonly Variant[] = ['sync', 'async'];

/** One case of a case file; `cases.json` explains the form. */
export interface JinjaCase {
  readonly name: string;
  readonly template: string;
  readonly context: ValueMap;
  /** Source of one macro by `name` (root project) or `package.name`. */
  readonly macros: ReadonlyMap<string, string>;
  readonly mode: 'execute' | 'parse';
  readonly expected: string | null;
  readonly expectedError: string | null;
  readonly errorLine: number | null;
  /** Null when the case does not look at the log. */
  readonly expectedLogs: readonly string[] | null;
}

export type Outcome =
  | { readonly kind: 'text'; readonly text: string; readonly logs: readonly string[] }
  | { readonly kind: 'error'; readonly message: string; readonly line: number | null };

const TEMPLATE_FILE = 'models/my_model.sql';
/** 2024-03-05 07:08:09.123456 UTC in microseconds since 1970. */
const RUN_STARTED_AT = 1_709_622_489_123_456;
const VARS = '{"start_date": "2024-01-01", "limit": 10, "enabled": true, "countries": ["NL", "DE"], "nested": {"a": {"b": 1}}}';
const ENVIRONMENT = new Map([
  ['STAGE', 'dev'],
  ['THREADS', '4'],
]);

/** Reads a case file. Numbers written with a `.` become floats, which `JSON.parse` would lose. */
export function readCases(json: string): readonly JinjaCase[] {
  return (parseJson(json) as ValueMap[]).map(fields => ({
    name: fields.get('name') as string,
    template: fields.get('template') as string,
    context: (fields.get('context') ?? new Map()) as ValueMap,
    macros: (fields.get('macros') ?? new Map()) as unknown as ReadonlyMap<string, string>,
    mode: fields.get('mode') === 'parse' ? 'parse' : 'execute',
    expected: (fields.get('expected') ?? null) as string | null,
    expectedError: (fields.get('expected_error') ?? null) as string | null,
    errorLine: (fields.get('error_line') ?? null) as number | null,
    expectedLogs: (fields.get('expected_logs') as Value[] | undefined)?.map(each => text(each)) ?? null,
  }));
}

/** Renders a case in one variant. Anything thrown that is not a `TemplateError` is a bug, and is rethrown. */
export async function runCase(jinjaCase: JinjaCase, variant: Variant): Promise<Outcome> {
  const logs: string[] = [];
  try {
    const scope = caseScope(jinjaCase, variant, logs);
    const template = compileTemplate({ file: TEMPLATE_FILE, text: jinjaCase.template, name: 'model my_model' });
    const options = { undefinedNames: jinjaCase.mode === 'parse' ? 'chainable' : 'plain' } as const;
    const text = variant === 'sync' ? template.renderSync(scope, options) : await template.render(scope, options);
    return { kind: 'text', text, logs };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw new Error(`${jinjaCase.name} (${variant})`, { cause: error });
    // The innermost frame of the template itself: macros have lines of their own.
    const frame = error.frames.find(each => each.span.file === TEMPLATE_FILE);
    return { kind: 'error', message: error.message, line: frame?.span.line ?? null };
  }
}

/** What is wrong with an outcome; null when the case holds. */
export function judge(jinjaCase: JinjaCase, outcome: Outcome): string | null {
  if (outcome.kind === 'text') return judgeText(jinjaCase, outcome);
  const { expectedError, errorLine } = jinjaCase;
  const found = `error ${JSON.stringify(outcome.message)} on line ${outcome.line}`;
  if (expectedError === null) return `expected ${JSON.stringify(jinjaCase.expected)}, found ${found}`;
  const holds = outcome.message.includes(expectedError) && (errorLine === null || outcome.line === errorLine);
  return holds ? null : `expected error ${JSON.stringify(expectedError)} on line ${errorLine}, found ${found}`;
}

function judgeText(jinjaCase: JinjaCase, outcome: Outcome & { kind: 'text' }): string | null {
  const found = JSON.stringify(outcome.text);
  if (jinjaCase.expectedError !== null) return `expected error ${JSON.stringify(jinjaCase.expectedError)}, found ${found}`;
  if (outcome.text !== jinjaCase.expected) return `expected ${JSON.stringify(jinjaCase.expected)}, found ${found}`;
  const [expectedLogs, logs] = [JSON.stringify(jinjaCase.expectedLogs), JSON.stringify(outcome.logs)];
  return jinjaCase.expectedLogs === null || expectedLogs === logs ? null : `expected logs ${expectedLogs}, found ${logs}`;
}

function caseScope(jinjaCase: JinjaCase, variant: Variant, logs: string[]): Scope {
  const names: ValueMap = new Map([...caseNames(jinjaCase, logs), ...jinjaCase.context]);
  const scope: Scope = { lookup: name => names.get(name) };
  names.set('context', names);
  const packages = bindMacros(jinjaCase, scope, variant);
  for (const [name, macro] of packages.get('') ?? []) names.set(name, macro);
  for (const [name, macros] of packages) if (name !== '') names.set(name, macros);
  names.set('adapter', new AdapterDouble(packages));
  return scope;
}

/** Every macro of the case, bound to the case's context, by package; the root project is the package ''. */
function bindMacros(jinjaCase: JinjaCase, scope: Scope, variant: Variant): ReadonlyMap<string, ValueMap> {
  const packages = new Map<string, ValueMap>([['', new Map()]]);
  for (const [path, text] of jinjaCase.macros) {
    const [name = '', packageName = ''] = path.split('.').reverse();
    const macro = compileMacro({ file: `macros/${path}.sql`, text, name: `macro ${path}` }).bind(scope, variant);
    packages.set(packageName, (packages.get(packageName) ?? new Map()).set(name, macro));
  }
  return packages;
}

function caseNames(jinjaCase: JinjaCase, logs: string[]): ReadonlyMap<string, Value> {
  const sink = (text: string): void => {
    logs.push(text);
  };
  const base = baseFunctions({ log: sink, print: sink, warn: () => {}, now: () => RUN_STARTED_AT });
  const builtins: ValueMap = new Map<Value, Value>([
    ['ref', refFunction],
    ['source', sourceFunction],
    ['config', new ConfigRecord()],
    ['var', varFunction({ vars: parseJson(VARS) as ValueMap, owner: 'my_model' })],
    ['env_var', envVarFunction({ lookup: name => ENVIRONMENT.get(name), secrets: 'refused' })],
    ['log', base.get('log') as Value],
  ]);
  return new Map([...base, ...(builtins as Map<string, Value>), ['builtins', builtins], ...nodeNames(jinjaCase)]);
}

function nodeNames(jinjaCase: JinjaCase): ReadonlyMap<string, Value> {
  const plain = (json: string): Value => parseJson(json);
  return new Map<string, Value>([
    ['this', new Relation('analytics', 'main', 'my_model')],
    ['execute', jinjaCase.mode === 'execute'],
    ['is_incremental', isIncremental],
    ['target', plain('{"name": "dev", "schema": "main", "type": "duckdb", "threads": 4, "database": "analytics"}')],
    ['invocation_id', '00000000-0000-0000-0000-000000000001'],
    ['run_started_at', dateTimeAt(RUN_STARTED_AT)],
    ['dbt_version', '1.10.0'],
    [
      'flags',
      flagsObject(
        new Map<string, Value>([
          ['FULL_REFRESH', false],
          ['WHICH', 'run'],
        ]),
      ),
    ],
    ['model', plain('{"name": "my_model", "config": {"materialized": "view", "meta": {}}, "columns": {}, "tags": []}')],
    ['graph', plain('{"nodes": {}, "sources": {}}')],
  ]);
}

const isIncremental = rawFunction('is_incremental', () => false);
