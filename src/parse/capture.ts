import { callableNames, packageMacros } from '../context/macro-index.ts';
import { nodeScope } from '../context/node-context.ts';
import { RelationObject } from '../context/relation.ts';
import { templateDiagnostic } from '../context/template-diagnostic.ts';
import { diagnose } from '../diagnostic/diagnostic.ts';
import { nearest } from '../diagnostic/nearest.ts';
import type { Span } from '../diagnostic/span.ts';
import type { RefArgs } from '../manifest/node.ts';
import type { YamlMap } from '../project/project.ts';
import { compileTemplate, type Scope, TemplateError, type TemplateSource, type Value } from '../template/index.ts';
import { laidOver, overlay } from './config.ts';
import type { Parsing } from './draft.ts';
import { type UnknownName, watchedScope } from './unknown-name.ts';

/** What rendering a node's text at parse time told about it. */
export interface Capture {
  readonly refs: readonly RefArgs[];
  readonly sources: readonly (readonly [string, string])[];
  /** `function('name')` and `function('package', 'name')`. */
  readonly functions: readonly (readonly string[])[];
  /** Ids of the macros that the text itself calls. */
  readonly macros: readonly string[];
  /** `config(…)` calls, laid over each other. */
  readonly config: YamlMap;
  /** The same as written, nothing joined. */
  readonly given: YamlMap;
}

export interface CaptureOptions {
  readonly packageName: string;
  readonly name: string;
  readonly uniqueId: string;
  readonly source: TemplateSource;
  /** The configuration from project and property files, for their hooks. */
  readonly config: YamlMap;
  readonly record: () => Value;
  /** More names, which may themselves be rendered in the node's scope. */
  readonly extraIn?: (scope: Scope) => ReadonlyMap<string, Value | (() => Value)>;
  /** Where to point instead of into the text, for text that we made ourselves. */
  readonly at?: () => Span;
  /** A disabled node is read too, but its mistakes do not matter. */
  readonly mistakes: 'report' | 'ignore';
}

/** Renders the text synchronously with nothing behind it, and writes down what it asks for. */
export function capture(parsing: Parsing, options: CaptureOptions): Capture {
  const refs: RefArgs[] = [];
  const sources = new Map<string, readonly [string, string]>();
  const functions: (readonly string[])[] = [];
  const macros = new Set<string>();
  let called: YamlMap = {};
  let given: YamlMap = {};
  const relation = relationMaker(parsing);
  const extra = new Map<string, Value | (() => Value)>();
  const scope = nodeScope(
    parsing.shared,
    {
      packageName: options.packageName,
      name: options.name,
      uniqueId: options.uniqueId,
      database: parsing.shared.adapter.defaultDatabase,
      schema: parsing.shared.adapter.defaultSchema,
      alias: options.name,
      model: options.record,
    },
    {
      variant: 'sync',
      execute: false,
      port: 'parsing',
      config: {
        nodeName: options.name,
        // As dbt has it: what a node's configuration will be is not known while it is still being read.
        get: () => '',
        record: settings => {
          called = overlay(called, settings as YamlMap);
          given = laidOver([given, settings as YamlMap]);
        },
      },
      ref: args => {
        refs.push(args);
        return relation(parsing.shared.adapter.defaultSchema, args.name);
      },
      source: (sourceName, table) => {
        sources.set(`${sourceName}.${table}`, [sourceName, table]);
        return relation(sourceName, table);
      },
      calledFunction: names => {
        functions.push(names);
        return names.at(-1) ?? '';
      },
      graph: () => emptyGraph(),
      onMacro: id => macros.add(id),
      extra,
    },
  );
  for (const [name, member] of options.extraIn?.(scope) ?? []) extra.set(name, member);
  // A node may disable itself in the very text that has the mistake.
  const matters = (): boolean => options.mistakes === 'report' && called['enabled'] !== false;
  const unknown = new Map<string, UnknownName>();
  const hear = (use: UnknownName): void => {
    const [first = ''] = use.path;
    const key = use.isPackage ? use.path.join('.') : first;
    const known = unknown.get(key);
    if (known === undefined || weights[use.use] > weights[known.use]) unknown.set(key, use);
  };
  try {
    const template = compileTemplate(options.source);
    template.renderSync(watchedScope(scope, template, hear), { undefinedNames: 'chainable' });
  } catch (error) {
    // What follows from a name that is not there is no mistake of its own.
    if (!(error instanceof TemplateError)) throw error;
    if (![...unknown.values()].some(({ use }) => use !== 'print') && matters()) reportMistake(parsing, options, error);
  }
  if (matters()) for (const use of unknown.values()) reportUnknown(parsing, options, use);
  readHooks(overlay(options.config, called), options, scope);
  return { refs, sources: [...sources.values()], functions, macros: [...macros], config: called, given };
}

/** What hooks refer to, the node depends on too. A mistake in one is told when it runs, where the warehouse is there. */
function readHooks(config: YamlMap, { source, name }: CaptureOptions, scope: Scope): void {
  for (const hook of [config['pre-hook'], config['post-hook']].flat()) {
    const text =
      typeof hook === 'string' ? hook : hook !== null && typeof hook === 'object' && 'sql' in hook ? hook['sql'] : null;
    if (typeof text !== 'string' || !/\{[{%]/.test(text)) continue;
    try {
      compileTemplate({ file: source.file, text, name: `hook of ${name}` }).renderSync(scope, { undefinedNames: 'chainable' });
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
    }
  }
}

const relationMaker =
  ({ shared }: Parsing) =>
  (schema: string, identifier: string): RelationObject =>
    new RelationObject({
      dialect: shared.adapter.dialect,
      database: shared.adapter.defaultDatabase,
      schema,
      identifier,
      quote: shared.quoting,
    });

export const emptyGraph = (): Value =>
  new Map<Value, Value>(
    ['exposures', 'functions', 'groups', 'metrics', 'nodes', 'sources', 'semantic_models', 'saved_queries'].map(key => [
      key,
      new Map<Value, Value>(),
    ]),
  );

/** Of several uses of one name the one that tells most is reported. */
const weights: Readonly<Record<UnknownName['use'], number>> = { print: 0, member: 1, call: 2 };

const later = { severity: 'warning' } as const;

/**
 * A node that calls what is not there fails when it runs, and all others can still be built: so a name that does not exist is a
 * warning here, as dbt lets it pass. A package that is missing is an error, since it would be one for each node that uses it.
 */
function reportUnknown(
  parsing: Parsing,
  { source, packageName, at }: CaptureOptions,
  { use, path, isPackage }: UnknownName,
): void {
  const { macros, members } = parsing.shared;
  const { diagnostics } = parsing.draft;
  const [first = '', second = ''] = path;
  const span = at?.() ?? (use === 'call' ? callSpan(source, path) : readSpan(source, first));
  if (isPackage) {
    const near = nearest(second, packageMacros(macros, first)?.keys() ?? []);
    diagnostics.push(diagnose('template-unknown-member', span, { name: second, owner: first, near }, later));
    return;
  }
  const meant = use === 'call' && path.length > 1 ? 'package' : use === 'call' ? 'call' : 'name';
  const known =
    meant === 'package' ? macros.packages.keys() : [...members.keys(), ...contextNames, ...callableNames(macros, packageName)];
  const near = nearest(first, [...compileTemplate(source).namesSet(), ...known]);
  diagnostics.push(
    use === 'print'
      ? diagnose('template-prints-nothing', span, { name: first, near }, { severity: 'warning' })
      : diagnose('template-undefined-name', span, { name: first, near, use: meant }, meant === 'package' ? {} : later),
  );
}

const contextNames = ['ref', 'source', 'config', 'var', 'adapter', 'render', 'this', 'range', 'dict'];

function callSpan(source: TemplateSource, path: readonly string[]): Span {
  const found = compileTemplate(source)
    .calls()
    .find(call => path.every((step, index) => call.path[index] === step));
  return found?.span ?? startOf(source);
}

const readSpan = (source: TemplateSource, name: string): Span => compileTemplate(source).firstRead(name) ?? startOf(source);

const startOf = ({ file, start }: TemplateSource): Span => ({
  file,
  line: start?.line ?? 1,
  column: start?.column ?? 1,
  length: 1,
});

function reportMistake(parsing: Parsing, { source, at }: CaptureOptions, error: TemplateError): void {
  const diagnostic = templateDiagnostic(error, startOf(source));
  if (!at) {
    parsing.draft.diagnostics.push(diagnostic);
    return;
  }
  const isOwn = (span: Span | null): boolean => span?.file === source.file || span?.file === 'arguments';
  const frames = diagnostic.frames.map(frame => (isOwn(frame.span) ? { ...frame, span: at() } : frame));
  parsing.draft.diagnostics.push({ ...diagnostic, span: isOwn(diagnostic.span) ? at() : diagnostic.span, frames });
}
