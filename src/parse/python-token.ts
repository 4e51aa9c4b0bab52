/** A piece of Python: enough of the language to find calls with literal arguments. */
export interface PythonToken {
  readonly kind: 'name' | 'number' | 'string' | 'mark';
  /** As written. */
  readonly text: string;
  /** Of a string: what it stands for; else empty. */
  readonly value: string;
  readonly at: number;
}

const pattern =
  /(?<space>\s+|#[^\n]*|\\\r?\n)|(?<prefix>[rRbBuUfF]{0,2})(?:(?<quote>"""|''')(?<long>(?:\\[\s\S]|(?!\k<quote>)[\s\S])*)\k<quote>|"(?<double>(?:\\.|[^"\\\n])*)"|'(?<single>(?:\\.|[^'\\\n])*)')|(?<name>[\p{L}_][\p{L}\p{N}_]*)|(?<number>\d[\d_]*(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)|(?<mark>[\s\S])/u;

/** The tokens of a file, without spaces and comments. A formatted string is a mark, since it is no literal. */
export function pythonTokens(code: string): readonly PythonToken[] {
  const tokens: PythonToken[] = [];
  for (const found of code.matchAll(new RegExp(pattern.source, 'gu'))) {
    const { space, prefix = '', long, double, single, name, number } = found.groups ?? {};
    if (space !== undefined) continue;
    const inside = long ?? double ?? single;
    const at = found.index;
    const [text] = found;
    if (inside === undefined)
      tokens.push({ kind: name !== undefined ? 'name' : number !== undefined ? 'number' : 'mark', text, value: '', at });
    else if (/f|b/i.test(prefix)) tokens.push({ kind: 'mark', text, value: '', at });
    else tokens.push({ kind: 'string', text, value: /r/i.test(prefix) ? inside : unescaped(inside), at });
  }
  return tokens;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\n': '' };

const unescaped = (inside: string): string =>
  inside.replace(/\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|([\s\S]))/g, (whole, byte, unit, char: string | undefined) => {
    if (byte !== undefined || unit !== undefined) return String.fromCharCode(Number.parseInt(byte ?? unit, 16));
    if (char === undefined) return whole;
    return /[\\'"nrt\n]/.test(char) ? (escapes[char] ?? char) : whole;
  });
