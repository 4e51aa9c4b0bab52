{# Models that live in files beside the database. #}

{# Where the file of an external model is: its `location`, else a file of its name in the target's `external_root`. #}
{% macro external_location(relation, config) -%}
  {%- set options = config.get('options') or {} -%}
  {%- set format = config.get('format') or options.get('format') or 'parquet' -%}
  {%- set base = (target.external_root or '.') ~ '/' ~ relation.identifier -%}
  {{ config.get('location') or (base if options.get('partition_by') else base ~ '.' ~ format) }}
{%- endmacro %}


{#
  For `on-run-start`: the SQL that gives a new database views on the files of external models that this run reads but does not build.
  A folder that was written in partitions is read as all of its files.
#}
{% macro register_upstream_external_models() -%}
  {%- for node in upstream_external_models() -%}
    {%- set relation = api.Relation.create(database=node.database, schema=node.schema, identifier=node.alias) -%}
    {%- set location = external_location(relation, node.config) | trim -%}
    {%- set partitioned = (node.config.get('options') or {}).get('partition_by') -%}
    {%- set path = location ~ '/**/*.' ~ (node.config.get('format') or 'parquet') if partitioned else location -%}
    create schema if not exists {{ relation.without_identifier() }};
    create or replace view {{ relation }} as select * from '{{ dbt.escape_single_quotes(path) }}';
  {%- endfor -%}
{%- endmacro %}

{# Direct parents of selected nodes that are external and not selected themselves. #}
{% macro upstream_external_models() -%}
  {%- set found = {} -%}
  {%- for selected in (selected_resources if execute else []) -%}
    {%- for parent in (graph.nodes.get(selected) or {}).get('depends_on', {}).get('nodes', []) if parent not in selected_resources -%}
      {%- set node = graph.nodes.get(parent) -%}
      {%- if node and node.config.materialized == 'external' -%}
        {%- do found.update({parent: node}) -%}
      {%- endif -%}
    {%- endfor -%}
  {%- endfor -%}
  {{ return(found.values() | list) }}
{%- endmacro %}
