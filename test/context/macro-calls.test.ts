import { expect, it } from 'vitest';
import { compiled, openFiles } from '../parse/open.ts';

const files = {
  'dbt_packages/pkg/dbt_project.yml': 'name: pkg\n',
  'dbt_packages/pkg/macros/a.sql':
    "{% macro f() %}{{ adapter.dispatch('f', 'pkg')() }}{% endmacro %}{% macro default__f() %}{{ dbt.hash('x') }}{% endmacro %}",
  'macros/a.sql': `
    {% macro outer() %}{{ inner() ~ pkg.f() ~ dbt.dateadd('day', 1, 'x') ~ nothing() ~ ref('m') }}{{ inner() }}{% endmacro %}
    {% macro inner() %}{% call statement('s') %}select 1{% endcall %}{{ inner() }}{% endmacro %}`,
  'models/m.sql': '{{ outer }}{% if execute %}{{ pkg.f() }}{{ dbt.hash(dbt.type_int()) }}{% endif %}select 1 as id',
};

it('the record of a macro lists what its text calls, dispatched or not, in reading order', async () => {
  const { manifest } = await openFiles(files);
  const calls = (id: string): unknown => manifest.macros.get(id as never)?.depends_on.macros;
  expect(calls('macro.shop.outer')).toEqual(['macro.shop.inner', 'macro.pkg.f', 'macro.dbt.dateadd']);
  expect(calls('macro.shop.inner')).toEqual(['macro.dbt.statement', 'macro.shop.inner']);
  expect(calls('macro.pkg.f')).toEqual(['macro.pkg.default__f']);
  expect(calls('macro.dbt.dateadd')).toEqual(['macro.dbt_duckdb.duckdb__dateadd']);
});

it('compiling notes what only running reaches, without what macros call themselves', async () => {
  expect((await compiled(await openFiles(files), 'm')).macros).toEqual(['macro.pkg.f', 'macro.dbt.type_int', 'macro.dbt.hash']);
});

it('what hooks refer to and call is what their node refers to and calls', async () => {
  const { manifest, diagnostics } = await openFiles({
    'models/n.sql': 'select 1 as id',
    'models/m.sql': `{{ config(post_hook="{{ upload(ref('n')) }}", pre_hook="select 1") }}select 1 as id`,
    'macros/a.sql': '{% macro upload(x) %}{{ nothing.at_all }}{% endmacro %}',
  });
  expect(diagnostics).toEqual([]);
  expect(manifest.nodes.get('model.shop.m' as never)?.depends_on).toEqual({
    nodes: ['model.shop.n'],
    macros: ['macro.shop.upload'],
  });
});
