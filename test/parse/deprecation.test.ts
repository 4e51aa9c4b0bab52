import { expect, it } from 'vitest';
import { openFiles } from './open.ts';

it('a model past its date is told, and who reads it, with the version to read', async () => {
  const { diagnostics } = await openFiles({
    'models/dim_v1.sql': 'select 1 as id',
    'models/dim_v2.sql': 'select 1 as id',
    'models/reader.sql': "select * from {{ ref('dim', v=1) }} union all select * from {{ ref('dim') }}",
    'models/m.yml': `models:
  - name: dim
    latest_version: 2
    versions: [{v: 1, deprecation_date: 1969-01-01}, {v: 2, deprecation_date: 2999-01-01}]
`,
  });
  expect(diagnostics.map(({ severity, text, hint, span }) => [severity, text, hint, span?.file])).toEqual([
    [
      'warning',
      '`dim.v1` is past its deprecation date, 1969-01-01.',
      'Disable or delete it once nothing reads it.',
      'models/dim_v1.sql',
    ],
    [
      'warning',
      '`reader` reads `dim.v1`, which is deprecated since 1969-01-01.',
      "Read `{{ ref('dim', v=2) }}` instead.",
      'models/reader.sql',
    ],
  ]);
});
