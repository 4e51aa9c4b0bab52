import { describe, expect, it } from 'vitest';
import { createCompiler } from '../../src/compile/create-compiler.ts';
import { compiled, nodeOf, openFiles } from '../parse/open.ts';

const files = {
  'models/e.sql': "{{ config(materialized='ephemeral') }}select 1 as one",
  'models/t.sql': 'select 1 as one',
};

describe('what is compiled ahead', () => {
  const ahead = async (sql: string, more: Readonly<Record<string, string>> = {}) => {
    const open = await openFiles({ ...files, ...more, 'models/m.sql': sql });
    const { manifest, context } = open;
    const found = await createCompiler({ manifest, context, selected: [] }).compileAhead(nodeOf(open, 'm'));
    return { found, later: await compiled(open, 'm') };
  };

  it.each([
    'select 1',
    "{{ config(materialized='table') }} select * from {{ ref('t') }} where '{{ target.name }}' <> '{{ this.schema }}'",
    "{% if target.name == 'dev' %}select * from {{ ref('t') }}{% endif %}",
  ])('%s is what it is later', async sql => {
    const { found, later } = await ahead(sql);
    expect(found).toEqual(later);
  });

  it.each([
    ['may look at the warehouse', '{% if is_incremental() %}select 2{% endif %}'],
    ['may ask it', "{{ 'a' if execute else adapter }}"],
    ['tells something', "{{ log('hello', info=true) }}select 1"],
    ['may do anything in a variable', "select {{ var('x', 1) }}"],
    ['reads a parent that may', "select * from {{ ref('e') }}"],
  ])('a text that %s is compiled when it is its turn', async (_, sql) => {
    expect((await ahead(sql)).found).toBeNull();
  });

  it('so is one whose `ref` is a macro', async () => {
    const own = { 'macros/ref.sql': '{% macro ref(name) %}{{ builtins.ref(name) }}{% endmacro %}' };
    expect((await ahead("select * from {{ ref('t') }}", own)).found).toBeNull();
  });
});
