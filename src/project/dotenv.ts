export interface DotEnv {
  readonly values: ReadonlyMap<string, string>;
  /** Numbers (from 1) of lines that are neither assignments nor comments. Their text may be secret, so nobody shows it. */
  readonly badLines: readonly number[];
}

const ASSIGNMENT = /^\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*=\s*(.*?)\s*$/;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\', $: '$' };

/**
 * Reads `NAME=value` lines: `export` before them, `#` comments, 'single' quotes (as written) and "double" quotes
 * (with \n, \t, \", \\). Names are not expanded inside values, and values end with their line.
 */
export function parseDotEnv(text: string): DotEnv {
  const values = new Map<string, string>();
  const badLines: number[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (/^\s*(#|$)/.test(line)) continue;
    const [, name, written] = ASSIGNMENT.exec(line) ?? [];
    const value = written === undefined ? null : unquoted(written);
    if (name === undefined || value === null) badLines.push(index + 1);
    else values.set(name, value);
  }
  return { values, badLines };
}

/** Null when a quote is not closed. */
function unquoted(written: string): string | null {
  const single = /^'([^']*)'\s*(#.*)?$/.exec(written);
  if (single) return single[1] ?? '';
  const double = /^"((?:[^"\\]|\\.)*)"\s*(#.*)?$/.exec(written);
  if (double) return (double[1] ?? '').replace(/\\(.)/g, (whole, letter: string) => ESCAPES[letter] ?? whole);
  return /^['"]/.test(written) ? null : written.replace(/(^|\s+)#.*$/, '');
}
