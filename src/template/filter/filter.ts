import { aggregateFilters } from './aggregate.ts';
import { escapeFilters } from './escape.ts';
import { groupFilters } from './group.ts';
import { nativeFilters } from './native.ts';
import { numberFilters } from './number.ts';
import { orderFilters } from './order.ts';
import { selectFilters } from './select.ts';
import { sequenceFilters } from './sequence.ts';
import type { Filter } from './table.ts';
import { textFilters } from './text.ts';
import { wrapFilters } from './wrap.ts';

/** Every filter of jinja2, and those of dbt's native rendering. */
export const filters: ReadonlyMap<string, Filter> = new Map([
  ...aggregateFilters,
  ...escapeFilters,
  ...groupFilters,
  ...nativeFilters,
  ...numberFilters,
  ...orderFilters,
  ...selectFilters,
  ...sequenceFilters,
  ...textFilters,
  ...wrapFilters,
]);
