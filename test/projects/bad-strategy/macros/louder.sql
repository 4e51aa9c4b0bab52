{% macro snapshot_louder_strategy(node, snapshotted_rel, current_rel, model_config, target_exists) %}{% endmacro %}
