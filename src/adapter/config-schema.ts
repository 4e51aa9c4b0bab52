import { messageOf } from '../diagnostic/messages/index.ts';
import type { Message } from '../diagnostic/messages/message.ts';
import { nearest } from '../diagnostic/nearest.ts';

/** The connection fields of an adapter: they validate the profile, tell which values are secret, and generate the docs. */
export interface ConfigSchema<T> {
  readonly fields: readonly ConfigField[];
  /** Never throws. Each problem is one sentence with the offending value in backticks. */
  check(input: Readonly<Record<string, unknown>>): ConfigCheck<T>;
}

export type ConfigCheck<T> =
  | { readonly ok: true; readonly value: T; readonly warnings: readonly ConfigProblem[] }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

export interface ConfigProblem {
  readonly field: string;
  readonly text: string;
  readonly hint: string | null;
}

export interface ConfigField {
  readonly name: string;
  /** Other spellings that profiles use, e.g. `dbname` for `database`. */
  readonly aliases?: readonly string[];
  readonly type: 'string' | 'integer' | 'boolean' | 'secret' | 'file' | 'list' | 'map';
  readonly required: boolean;
  readonly help: string;
}

/** Checked values by field name; a field that the profile does not set, or sets to null, is absent. */
export type ConfigValues = Readonly<Record<string, unknown>>;
export interface ConfigReport {
  problem(field: string, message: Message): void;
  warning(field: string, message: Message): void;
}

/**
 * A schema from a list of fields. `read` gets values of the declared types and makes the adapter's config of them; what it
 * reports as a problem refuses the profile. Strings count as integers and booleans, since environment variables are strings.
 */
export function configSchema<T>(
  fields: readonly ConfigField[],
  read: (values: ConfigValues, report: ConfigReport) => T,
): ConfigSchema<T> {
  return { fields, check: input => check(fields, read, input) };
}

function check<T>(
  fields: readonly ConfigField[],
  read: (values: ConfigValues, report: ConfigReport) => T,
  input: ConfigValues,
): ConfigCheck<T> {
  const problems: ConfigProblem[] = [];
  const warnings: ConfigProblem[] = [];
  const report: ConfigReport = {
    problem: (field, { text, hint }) => void problems.push({ field, text, hint }),
    warning: (field, { text, hint }) => void warnings.push({ field, text, hint }),
  };
  const values = checkedValues(fields, input, report);
  reportUnknown(fields, input, report);
  if (problems.length > 0) return { ok: false, problems };
  const value = read(values, report);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value, warnings };
}

const spellings = (field: ConfigField): readonly string[] => [field.name, ...(field.aliases ?? [])];

function checkedValues(fields: readonly ConfigField[], input: ConfigValues, report: ConfigReport): ConfigValues {
  const values: Record<string, unknown> = {};
  for (const field of fields) {
    const used = spellings(field).find(name => Object.hasOwn(input, name) && input[name] !== null && input[name] !== undefined);
    if (used === undefined) {
      if (field.required) report.problem(field.name, messageOf('warehouse-config-required', missing(field, fields, input)));
      continue;
    }
    const value = readers[field.type](input[used]);
    // A secret's value stays out of messages.
    const shown = field.type === 'secret' ? '***' : JSON.stringify(input[used]);
    if (value === undefined)
      report.problem(used, messageOf('warehouse-config-type', { field: used, value: shown, type: field.type }));
    else values[field.name] = value;
  }
  return values;
}

/** A key that no field has, and that looks like this one, is most likely what was to be it. */
function missing(field: ConfigField, fields: readonly ConfigField[], input: ConfigValues) {
  const known = new Set(fields.flatMap(spellings));
  const misspelt = Object.keys(input).find(name => !known.has(name) && nearest(name, spellings(field)) !== null) ?? null;
  return { field: field.name, help: field.help, misspelt };
}

function reportUnknown(fields: readonly ConfigField[], input: ConfigValues, report: ConfigReport): void {
  const known = new Set(fields.flatMap(spellings));
  for (const name of Object.keys(input))
    if (!known.has(name))
      report.warning(name, messageOf('warehouse-config-unknown', { field: name, near: nearest(name, known) }));
}

/** `undefined`: the value is not of that type. */
type Reader = (value: unknown) => unknown;
const text: Reader = value => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined);
const readers: { readonly [K in ConfigField['type']]: Reader } = {
  string: text,
  secret: text,
  file: text,
  integer: value => {
    const number = typeof value === 'string' && /^[+-]?\d+$/.test(value.trim()) ? Number(value) : value;
    return Number.isSafeInteger(number) ? number : undefined;
  },
  boolean: value => {
    if (typeof value === 'boolean') return value;
    const word = typeof value === 'string' ? value.trim().toLowerCase() : null;
    return word === 'true' ? true : word === 'false' ? false : undefined;
  },
  list: value => (Array.isArray(value) ? value : undefined),
  map: value => (typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined),
};
