/** The version of dbt whose language Modelwright speaks: what `require-dbt-version` is compared with, and `dbt_version` in templates. */
export const DBT_VERSION = '1.11.0';
