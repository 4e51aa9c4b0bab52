import type { ChangedNode, ColumnChange, Impact, TouchedNode } from '../lineage/impact.ts';
import type { NodeId } from '../manifest/id.ts';
import type { Manifest } from '../manifest/manifest.ts';

export interface Watchers {
  /** Tests on columns that change or may change. */
  readonly tests: readonly {
    readonly name: string;
    readonly node: string;
    readonly column: string | null;
    readonly breaks: boolean;
  }[];
  readonly exposures: readonly { readonly name: string; readonly reads: readonly string[] }[];
  /** Sentences on what will fail. */
  readonly broken: readonly string[];
}

export interface ImpactReport extends Impact, Watchers {
  nameOf(id: string): string;
}

/** The tests and exposures that look at what a change touches. */
export function watchersOf({ changed, touched }: Impact, manifest: Manifest): Watchers {
  const columns = new Map<string, Set<string>>();
  const removed = new Map<string, Set<string>>();
  for (const { node, columns: list } of changed) {
    columns.set(node, new Set(list.map(one => one.column.toLowerCase())));
    removed.set(node, new Set(list.flatMap(one => (one.change.kind === 'removed' ? [one.column.toLowerCase()] : []))));
  }
  for (const { node, columns: list } of touched)
    columns.set(node, new Set([...(columns.get(node) ?? []), ...list.map(column => column.toLowerCase())]));
  const tests = [...manifest.nodes.values()].flatMap(node => {
    if (node.resource_type !== 'test') return [];
    const on = node.attached_node ?? null;
    const column = node.column_name ?? null;
    if (on === null || (column !== null && columns.get(on)?.has(column.toLowerCase()) !== true) || !columns.has(on)) return [];
    return [
      { name: node.name, node: on, column, breaks: column !== null && removed.get(on)?.has(column.toLowerCase()) === true },
    ];
  });
  const exposures = [...manifest.exposures.values()].flatMap(({ name, depends_on }) => {
    const reads = depends_on.nodes.filter((id: NodeId) => columns.has(id));
    return reads.length === 0 ? [] : [{ name, reads }];
  });
  const broken = [
    ...touched.flatMap(one => one.missing.map(column => `\`${short(one.node)}\` reads \`${short(column)}\`, which is gone`)),
    ...tests
      .filter(test => test.breaks)
      .map(test => `the test \`${test.name}\` reads \`${short(test.node)}.${test.column}\`, which is gone`),
  ];
  return { tests, exposures, broken };
}

/** `model.shop.orders` → `orders`. */
const short = (id: string): string => id.split('.').slice(2).join('.');

export const impactJson = ({ nameOf: _, ...report }: ImpactReport): string => JSON.stringify(report, null, 2);

/** For the description of a pull request. */
export function impactMarkdown(report: ImpactReport): string {
  const { changed, touched, tests, exposures, broken, unseen } = report;
  const names = unseen.map(id => code(report.nameOf(id))).join(', ');
  const blind = unseen.length === 0 ? [] : ['', `Changed too, and not compared, since their columns are not known: ${names}.`];
  if (changed.length === 0) return ['## Impact', '', 'No column changes.', ...blind].join('\n');
  const head = [
    `## Impact`,
    '',
    broken.length === 0
      ? 'Nothing breaks that column lineage can see.'
      : `**${broken.length} ${broken.length === 1 ? 'thing breaks' : 'things break'}**`,
    ...broken.map(one => `- ${one}`),
    ...blind,
  ];
  return [
    ...head,
    ...section(
      'Changed',
      ['Node', 'Column', 'Change'],
      changed.flatMap(node => changedRows(node, report)),
    ),
    ...section(
      'Touched downstream',
      ['Node', 'Columns', 'Rows'],
      touched.map(one => touchedRow(one, report)),
    ),
    ...section(
      'Tests that look at it',
      ['Test', 'On', ''],
      tests.map(one => [
        code(one.name),
        code([report.nameOf(one.node), one.column].filter(part => part !== null).join('.')),
        one.breaks ? 'breaks' : '',
      ]),
    ),
    ...section(
      'Exposures',
      ['Exposure', 'Reads'],
      exposures.map(one => [code(one.name), one.reads.map(id => code(report.nameOf(id))).join(', ')]),
    ),
  ].join('\n');
}

function section(title: string, heads: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return ['', `### ${title}`, '', line(heads), line(heads.map(() => '---')), ...rows.map(line)];
}

/** Names come from anywhere: no cell ends early. */
const code = (text: string): string => `\`${text.replace(/[`|\r\n]/g, ' ')}\``;

function changedRows(
  { node, state, columns, rowsChange }: ChangedNode,
  { nameOf }: ImpactReport,
): readonly (readonly string[])[] {
  const name = code(nameOf(node));
  if (state !== 'changed') return [[name, '', state]];
  return [
    ...columns.map(({ column, change }) => [name, code(column), changeText(change)]),
    ...(rowsChange ? [[name, '', 'other columns decide on its rows']] : []),
  ];
}

function changeText(change: ColumnChange): string {
  switch (change.kind) {
    case 'added':
      return 'added';
    case 'removed':
      return '**removed**';
    case 'type':
      return `type ${code(change.before)} → ${code(change.after)}`;
    case 'inputs':
      return `from ${inputs(change.after)}, before from ${inputs(change.before)}`;
    case 'logic':
      return 'may have other values';
    default:
      return change satisfies never;
  }
}

const inputs = (list: readonly string[]): string =>
  list.length === 0 ? 'no column' : list.map(one => code(short(one))).join(', ');

const touchedRow = ({ node, columns, rowsChange, missing }: TouchedNode, { nameOf }: ImpactReport): readonly string[] => [
  `${code(nameOf(node))}${missing.length > 0 ? ' **breaks**' : ''}`,
  columns.map(code).join(', '),
  rowsChange ? 'may change' : '',
];
