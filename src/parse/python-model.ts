import type { RefArgs } from '../manifest/node.ts';
import type { Yaml, YamlMap } from '../project/project.ts';
import { type PythonToken, pythonTokens } from './python-token.ts';

/** What a Python model says by calls of `dbt.…`, found by reading it: nothing of it is run. */
export interface PythonModel {
  readonly refs: readonly RefArgs[];
  readonly sources: readonly (readonly [string, string])[];
  readonly config: YamlMap;
  readonly problems: readonly PythonProblem[];
}

export interface PythonProblem {
  readonly problem: string;
  /** Offset in the text. */
  readonly at: number;
}

export function readPythonModel(code: string): PythonModel {
  const reader = new PythonReader(pythonTokens(code));
  return reader.read();
}

interface Call {
  readonly name: string;
  readonly args: readonly Yaml[];
  readonly kwargs: ReadonlyMap<string, Yaml>;
  readonly at: number;
}

class NotLiteral extends Error {
  readonly at: number;
  constructor(at: number) {
    super('not a literal');
    this.at = at;
  }
}

class PythonReader {
  readonly #tokens: readonly PythonToken[];
  readonly #problems: PythonProblem[] = [];
  #at = 0;

  constructor(tokens: readonly PythonToken[]) {
    this.#tokens = tokens;
  }

  read(): PythonModel {
    const calls: Call[] = [];
    for (let start = 0; start < this.#tokens.length; start++) calls.push(...this.#callAt(start));
    this.#checkModel();
    return { ...collected(calls, this.#problems), problems: this.#problems };
  }

  /** `dbt.ref(…)`, `dbt.source(…)`, `dbt.config(…)`, `dbt.config.get(…)`. */
  #callAt(start: number): readonly Call[] {
    const words = this.#path(start);
    const at = this.#tokens[start]?.at ?? 0;
    if (words === null || this.#tokens[start - 1]?.text === '.') return [];
    this.#at = start + words.length * 2 - 1;
    if (!this.#take('(')) return [];
    try {
      return [{ name: words.slice(1).join('.'), ...this.#arguments(), at }];
    } catch (error) {
      if (!(error instanceof NotLiteral)) throw error;
      const problem = `\`dbt.${words.slice(1).join('.')}\` takes literals only, since the file is read and not run`;
      this.#problems.push({ problem, at: error.at });
      return [];
    }
  }

  #path(start: number): readonly string[] | null {
    const text = (offset: number): string | undefined => this.#tokens[start + offset]?.text;
    if (text(0) !== 'dbt' || text(1) !== '.') return null;
    const second = text(2) ?? '';
    if (second === 'ref' || second === 'source') return ['dbt', second];
    if (second !== 'config') return null;
    const third = text(3) === '.' ? text(4) : undefined;
    return third === 'get' || third === 'meta_get' ? ['dbt', 'config', third] : ['dbt', 'config'];
  }

  #arguments(): Pick<Call, 'args' | 'kwargs'> {
    const args: Yaml[] = [];
    const kwargs = new Map<string, Yaml>();
    while (!this.#take(')')) {
      const token = this.#peek();
      if (token?.kind === 'name' && this.#tokens[this.#at + 1]?.text === '=') {
        this.#at += 2;
        kwargs.set(token.text, this.#literal());
      } else args.push(this.#literal());
      if (!this.#take(',') && this.#peek()?.text !== ')') throw new NotLiteral(this.#peek()?.at ?? 0);
    }
    return { args, kwargs };
  }

  #literal(): Yaml {
    const token = this.#peek();
    if (token === undefined) throw new NotLiteral(0);
    this.#at++;
    switch (token.kind) {
      case 'string': {
        let value = token.value;
        for (let next = this.#peek(); next?.kind === 'string'; next = this.#peek()) {
          value += next.value;
          this.#at++;
        }
        return value;
      }
      case 'number':
        return Number(token.text.replaceAll('_', ''));
      case 'name':
        if (token.text in constants) return constants[token.text as keyof typeof constants];
        throw new NotLiteral(token.at);
      default:
        return this.#compound(token);
    }
  }

  #compound(token: PythonToken): Yaml {
    if (token.text === '-') {
      const value = this.#literal();
      if (typeof value !== 'number') throw new NotLiteral(token.at);
      return -value;
    }
    if (token.text === '[') return this.#items(']');
    if (token.text === '(') return this.#tuple();
    if (token.text === '{') return this.#braces();
    throw new NotLiteral(token.at);
  }

  #items(end: string): Yaml[] {
    const items: Yaml[] = [];
    while (!this.#take(end)) {
      items.push(this.#literal());
      if (!this.#take(',') && this.#peek()?.text !== end) throw new NotLiteral(this.#peek()?.at ?? 0);
    }
    return items;
  }

  /** `(x)` is `x`, `(x,)` a tuple. */
  #tuple(): Yaml {
    const items = this.#items(')');
    const [only] = items;
    return items.length === 1 && only !== undefined && this.#tokens[this.#at - 2]?.text !== ',' ? only : items;
  }

  #braces(): Yaml {
    const entries: [string, Yaml][] = [];
    while (!this.#take('}')) {
      const at = this.#peek()?.at ?? 0;
      const key = this.#literal();
      if (!this.#take(':')) throw new NotLiteral(at);
      entries.push([String(key), this.#literal()]);
      if (!this.#take(',') && this.#peek()?.text !== '}') throw new NotLiteral(this.#peek()?.at ?? 0);
    }
    return Object.fromEntries(entries);
  }

  #checkModel(): void {
    const texts = this.#tokens.map(token => token.text);
    const found = texts.flatMap((text, at) => (text === 'def' && texts[at + 1] === 'model' ? [at] : []));
    const [first, second] = found;
    if (first === undefined) this.#problems.push({ problem: 'it defines no function `model(dbt, session)`', at: 0 });
    else if (second !== undefined)
      this.#problems.push({ problem: 'it defines `model` twice', at: this.#tokens[second]?.at ?? 0 });
    else if (texts[first + 3] !== 'dbt' || texts[first + 4] === ')')
      this.#problems.push({ problem: '`model` must take `dbt` and `session`', at: this.#tokens[first]?.at ?? 0 });
  }

  #peek = (): PythonToken | undefined => this.#tokens[this.#at];

  #take(text: string): boolean {
    const token = this.#peek();
    const found = token?.kind === 'mark' && token.text === text;
    if (found) this.#at++;
    return found;
  }
}

const constants = { True: true, False: false, None: null } as const;

function collected(calls: readonly Call[], problems: PythonProblem[]): Omit<PythonModel, 'problems'> {
  const refs: RefArgs[] = [];
  const sources = new Map<string, readonly [string, string]>();
  const config: Record<string, Yaml> = {};
  const used = { config: [] as Yaml[], meta: [] as Yaml[] };
  const defaults = { config: [] as Yaml[], meta: [] as Yaml[] };
  for (const { name, args, kwargs, at } of calls) {
    const [first, second] = args;
    const areNames = args.every(arg => typeof arg === 'string');
    if (name === 'config') Object.assign(config, Object.fromEntries(kwargs));
    else if (name === 'ref' && areNames && (args.length === 1 || args.length === 2)) {
      const version = kwargs.get('version') ?? kwargs.get('v') ?? null;
      const isVersion = typeof version === 'string' || typeof version === 'number';
      refs.push({ name: String(second ?? first), package: second ? String(first) : null, version: isVersion ? version : null });
    } else if (name === 'source' && areNames && args.length === 2) sources.set(args.join('.'), [String(first), String(second)]);
    else if (name === 'config.get' || name === 'config.meta_get') {
      const kind = name === 'config.get' ? 'config' : 'meta';
      used[kind].push(first ?? null);
      defaults[kind].push(second ?? null);
    } else problems.push({ problem: `\`dbt.${name}\` takes ${name === 'ref' ? 'one or two names' : 'two names'}`, at });
  }
  const keys = {
    config_keys_used: used.config,
    config_keys_defaults: defaults.config,
    meta_keys_used: used.meta,
    meta_keys_defaults: defaults.meta,
  };
  const asks = used.config.length + used.meta.length > 0;
  return { refs, sources: [...sources.values()], config: { ...config, ...(asks ? keys : {}) } };
}
