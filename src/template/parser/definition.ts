import type { Definition, Expression, Statement } from '../ast.ts';
import { parseExpression, place } from './expression.ts';
import type { TokenStream } from './stream.ts';
import { parseNameTarget, parseSignature } from './target.ts';

type BodyParser = (stream: TokenStream, ends: readonly string[]) => readonly Statement[];
export type DefinitionHead = Pick<Definition, 'tag' | 'name' | 'adapter' | 'parameters' | 'languages'>;

export const definitionTags: readonly string[] = ['macro', 'test', 'data_test', 'materialization', 'snapshot', 'docs'];

/** Blocks that define something: `macro`, and dbt's `test`, `data_test`, `materialization`, `snapshot` and `docs`. */
export function parseDefinition(stream: TokenStream, parseBody: BodyParser): Definition {
  const { start } = stream.current;
  const head = parseDefinitionHead(stream);
  const at = place(stream, start);
  const ends = head.tag === 'test' ? ['endtest', 'enddata_test'] : [`end${head.tag}`];
  return { kind: 'definition', ...head, body: parseBody(stream, ends), ...at };
}

/** The opening tag between its name and its end. */
export function parseDefinitionHead(stream: TokenStream): DefinitionHead {
  const { value: tag } = stream.next();
  return tag === 'materialization' ? parseMaterializationHead(stream) : parseHead(stream, tag);
}

function parseHead(stream: TokenStream, tag: string): DefinitionHead {
  const { name } = parseNameTarget(stream);
  const plain = { name, adapter: null, languages: null };
  if (tag === 'docs' || tag === 'snapshot') return { ...plain, tag, parameters: [] };
  return { ...plain, tag: tag === 'macro' ? 'macro' : 'test', parameters: parseSignature(stream) };
}

/** `name, default` or `name, adapter='duckdb', supported_languages=['sql']`. */
function parseMaterializationHead(stream: TokenStream): DefinitionHead {
  const { name } = parseNameTarget(stream);
  let adapter = 'default';
  let languages: Expression | null = null;
  while (stream.skip(',')) {
    const option = parseNameTarget(stream);
    if (option.name === 'default') continue;
    if (option.name !== 'adapter' && option.name !== 'supported_languages') {
      stream.fail(`materialization '${name}' received unknown argument '${option.name}'.`, option);
    }
    stream.expect('=');
    const value = parseExpression(stream);
    if (option.name === 'supported_languages') languages = value;
    else if (value.kind === 'constant' && typeof value.value === 'string') adapter = value.value;
    else stream.fail(`the adapter of materialization '${name}' must be a string`, value);
  }
  return { tag: 'materialization', name, adapter, parameters: [], languages };
}

/** The name that a definition binds, which models cannot write by accident: as in dbt, for error messages and clashes. */
export function mangledName(node: Pick<Definition, 'tag' | 'name' | 'adapter'>): string {
  const { tag, name } = node;
  if (tag === 'docs' || tag === 'snapshot') return `dbt_${tag}__${name}`;
  return `dbt_macro__${macroName(node)}`;
}

/** `test` blocks are macros named `test_<name>`, materializations `materialization_<name>_<adapter>`. */
export function macroName({ tag, name, adapter }: Pick<Definition, 'tag' | 'name' | 'adapter'>): string {
  if (tag === 'test') return `test_${name}`;
  return tag === 'materialization' ? `materialization_${name}_${adapter}` : name;
}
