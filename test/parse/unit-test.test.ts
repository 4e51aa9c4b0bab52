import { expect, it } from 'vitest';
import { complaintsOf, openFiles } from './open.ts';

const files = (tests: string) => ({
  'models/orders.sql': 'select 1 as id',
  'models/cust_v1.sql': 'select 1 as id',
  'models/cust_v2.sql': 'select 1 as id',
  'models/cust_v3.sql': 'select 1 as id',
  'tests/fixtures/fx.csv': 'id,n\n1,x\n',
  'models/m.yml': `models:
  - {name: cust, latest_version: 2, versions: [{v: 1}, {v: 2}, {v: 3}]}
unit_tests:
${tests}`,
});

const ids = async (rule: string): Promise<readonly string[]> => {
  const { manifest } = await openFiles(files(`  - {name: t, model: cust, ${rule}, given: [], expect: {rows: []}}`));
  return [...manifest.unitTests.keys()].map(id => id.replace('unit_test.shop.cust.', ''));
};

it('a unit test of a versioned model is one for each version that it names', async () => {
  expect(await ids('description: all')).toEqual(['t_v1', 't_v2', 't_v3']);
  expect(await ids('versions: {include: [2, "3"]}')).toEqual(['t_v2', 't_v3']);
  expect(await ids('versions: {exclude: [2]}')).toEqual(['t_v1', 't_v3']);
});

it('a version that is not there is told', async () => {
  const opened = await openFiles(files('  - {name: t, model: cust, versions: {include: [7]}, given: [], expect: {rows: []}}'));
  expect(complaintsOf(opened)).toEqual(['parse-unknown-version models/m.yml:4:28']);
});

it('has the rows of its files, and the checksum that dbt 1.11 gives it', async () => {
  const { manifest } = await openFiles(
    files(`  - name: ut1
    model: orders
    description: ut desc
    given:
      - {input: ref('stg_orders'), rows: [{id: 1, at: 2020-01-01}]}
      - {input: ref('eph'), format: csv, fixture: fx}
      - {input: this, format: sql, rows: "select 1 as id"}
    expect: {rows: [{id: 1}]}
    overrides: {macros: {is_incremental: true}, vars: {my_var: 4}, env_vars: {E: 'x'}}
  - name: ut2
    model: cust
    versions: {include: [2]}
    given: []
    expect: {format: csv, rows: "id\\n1"}
`),
  );
  const [first, second] = [...manifest.unitTests.values()];
  expect(first?.given[1]).toEqual({ input: "ref('eph')", rows: [{ id: '1', n: 'x' }], format: 'csv', fixture: 'fx' });
  expect(first?.checksum).toBe('c3aad3e5337a0251c42500e2e5b6af2177ffa80fb3342a983d85f8c6c575c487');
  expect(second).toMatchObject({
    name: 'ut2',
    version: 2,
    versions: { include: [2], exclude: null },
    expect: { rows: [{ id: '1' }], format: 'csv', fixture: null },
    checksum: '235c5a9f36c9b847dcd52d65134143d22cee77a59bd9fe69f6c77601b7e448ea',
  });
});
