import { filterTable } from './table.ts';

/** In text these give the value as it is; only native rendering (of YAML) looks at them. */
export const nativeFilters = filterTable({
  as_bool: [[], value => value],
  as_native: [[], value => value],
  as_number: [[], value => value],
  as_text: [[], value => value],
  is_list: [[], value => Array.isArray(value)],
});
