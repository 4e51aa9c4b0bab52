import { type Diagnostic, diagnose } from '../diagnostic/diagnostic.ts';
import { nearest } from '../diagnostic/nearest.ts';
import type { ManifestNode, ModelNode, Plain, SnapshotNode } from '../manifest/node.ts';
import {
  batchSizes,
  configurationChanges,
  hardDeletes,
  incrementalMacro,
  incrementalStrategies,
  schemaChanges,
  snapshotStrategies,
} from '../manifest/strategy.ts';
import type { Yaml } from '../project/project.ts';
import { describeYaml } from '../project/yaml.ts';
import { momentOf } from '../sql/moment.ts';
import { configSpan } from './config-span.ts';
import type { Parsing } from './draft.ts';

/**
 * Configurations of how a node grows that cannot be. Errors are what dbt refuses while it parses; what it meets only when it runs the
 * node is a warning here, since the others run.
 */
export function checkStrategies(parsing: Parsing): void {
  const macros = new Set(Array.from(parsing.draft.macros.values(), macro => macro.name.replace(/^[a-z0-9]+__/, '')));
  for (const node of parsing.draft.nodes.values()) {
    if (node.resource_type === 'model') checkModel(parsing, node, macros);
    else if (node.resource_type === 'snapshot') checkSnapshot(parsing, node, macros);
  }
}

type Macros = ReadonlySet<string>;

function checkModel(parsing: Parsing, node: ModelNode, macros: Macros): void {
  const { config } = node;
  checkChoice(parsing, node, { key: 'on_configuration_change', choices: configurationChanges, severity: 'error' });
  if (config.materialized !== 'incremental') return;
  checkChoice(parsing, node, { key: 'on_schema_change', choices: schemaChanges, severity: 'warning' });
  const strategy = config['incremental_strategy'] ?? 'default';
  const named = String(strategy).toLowerCase();
  if (named === 'microbatch' && !isOwn(parsing, incrementalMacro(named))) checkMicrobatch(parsing, node);
  const known = ['default', ...incrementalStrategies];
  if (typeof strategy === 'string' && (known.includes(named) || macros.has(incrementalMacro(named)))) return;
  const params = { strategy: String(strategy), known, macro: incrementalMacro(named), near: nearest(named, known) };
  report(parsing, node, 'incremental_strategy', span =>
    diagnose('parse-incremental-strategy', span, params, { severity: 'warning' }),
  );
}

/** Who writes the strategy decides what it needs. */
const isOwn = ({ draft, shared }: Parsing, name: string): boolean =>
  [...draft.macros.values()].some(
    macro => macro.name.replace(/^[a-z0-9]+__/, '') === name && !shared.macros.internalNames.includes(macro.package_name),
  );

function checkMicrobatch(parsing: Parsing, node: ModelNode): void {
  const { config } = node;
  for (const key of ['event_time', 'begin', 'batch_size'] as const)
    if ((config[key] ?? null) === null)
      report(parsing, node, 'incremental_strategy', span => diagnose('parse-microbatch-config', span, { node: node.name, key }));
  const refuse = (key: string, expected: string): void =>
    reportValue(parsing, node, { key, expected, near: null, severity: 'error' });
  const given = (key: string): Plain => config[key] ?? null;
  if (given('event_time') !== null && typeof given('event_time') !== 'string') refuse('event_time', 'the name of a column');
  if (given('begin') !== null && momentOf(String(given('begin'))) === null)
    refuse('begin', 'a date or a moment, as `2026-01-31` or `2026-01-31 06:00:00`');
  if (given('lookback') !== null && !/^\d+$/.test(String(given('lookback')))) refuse('lookback', 'a whole number');
  checkChoice(parsing, node, { key: 'batch_size', choices: batchSizes, severity: 'error' });
}

function checkSnapshot(parsing: Parsing, node: SnapshotNode, macros: Macros): void {
  const { config } = node;
  const strategy = String(config['strategy'] ?? '');
  const needed = ['strategy', 'unique_key', ...({ timestamp: ['updated_at'], check: ['check_cols'] }[strategy] ?? [])];
  for (const key of needed)
    if ((config[key] ?? null) === null)
      report(parsing, node, 'strategy', span => diagnose('parse-snapshot-config', span, { node: node.name, key }));
  checkChoice(parsing, node, { key: 'hard_deletes', choices: hardDeletes, severity: 'warning' });
  const macro = `snapshot_${strategy.split('.').at(-1)}_strategy`;
  if (strategy === '' || macros.has(macro)) return;
  const params = { strategy, known: snapshotStrategies, macro, near: nearest(strategy, snapshotStrategies) };
  report(parsing, node, 'strategy', span => diagnose('parse-snapshot-strategy', span, params, { severity: 'warning' }));
}

interface Choice {
  readonly key: string;
  readonly choices: readonly string[];
  readonly severity: 'error' | 'warning';
}

function checkChoice(parsing: Parsing, node: ManifestNode, { key, choices, severity }: Choice): void {
  const value = node.config[key] ?? null;
  const text = String(value).toLowerCase();
  if (value === null || choices.includes(text)) return;
  const expected = `one of ${choices.map(one => `\`${one}\``).join(', ')}`;
  reportValue(parsing, node, { key, expected, near: nearest(text, choices), severity });
}

interface BadValue extends Pick<Choice, 'key' | 'severity'> {
  readonly expected: string;
  readonly near: string | null;
}

function reportValue(parsing: Parsing, node: ManifestNode, { key, severity, ...rest }: BadValue): void {
  const params = { key, found: describeYaml(node.config[key] as Yaml), ...rest };
  report(parsing, node, key, span => diagnose('parse-bad-value', span, params, { severity }));
}

type Said = (span: ReturnType<typeof configSpan>) => Diagnostic;

const report = (parsing: Parsing, node: ManifestNode, key: string, say: Said): void =>
  void parsing.draft.diagnostics.push(say(configSpan(parsing, node, key)));
