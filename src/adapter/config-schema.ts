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
