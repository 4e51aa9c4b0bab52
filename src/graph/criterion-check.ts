import { type Diagnostic, diagnose } from '../diagnostic/diagnostic.ts';
import { nearest } from '../diagnostic/nearest.ts';
import { closedValues } from './method.ts';
import type { Criterion, Method } from './selection.ts';

/** How many dots a value may have, and what it then means. */
const dottedForms: Partial<Record<Method, { readonly dots: number; readonly form: string }>> = {
  source: { dots: 2, form: '`source:<source>`, `source:<source>.<table>` or `source:<package>.<source>.<table>`' },
  exposure: { dots: 1, form: '`exposure:<name>` or `exposure:<package>.<name>`' },
  metric: { dots: 1, form: '`metric:<name>` or `metric:<package>.<name>`' },
  semantic_model: { dots: 1, form: '`semantic_model:<name>` or `semantic_model:<package>.<name>`' },
  saved_query: { dots: 1, form: '`saved_query:<name>` or `saved_query:<package>.<name>`' },
  unit_test: { dots: 1, form: '`unit_test:<name>` or `unit_test:<package>.<name>`' },
};

/** What is wrong with a criterion that is well written; null when it can be answered. */
export function checkCriterion({ method, value }: Criterion): Diagnostic | null {
  const values = closedValues[method];
  if (values !== undefined && !/[*?[]/.test(value) && !values.includes(value)) {
    const known = values.map(name => `\`${name}\``).join(', ');
    return diagnose('graph-selector-value', null, { method, value, near: nearest(value, values), known });
  }
  const dotted = dottedForms[method];
  if (dotted !== undefined && value.split('.').length > dotted.dots + 1) {
    return diagnose('graph-selector-dots', null, { method, value, form: dotted.form });
  }
  return null;
}
