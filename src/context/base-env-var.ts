import { TemplateError } from '../template/template.ts';
import { hostFunction } from '../template/value/call.ts';
import { text } from '../template/value/print.ts';
import type { HostObject } from '../template/value.ts';

/** Names that start so hold secrets: they never reach compiled SQL, logs or artifacts. */
const SECRET_PREFIX = 'DBT_ENV_SECRET';
const SECRET_START = '$$$SECRET_START$$$';
const SECRET_END = '$$$SECRET_END$$$';

export interface EnvironmentLookup {
  readonly lookup: (name: string) => string | undefined;
  /** Those that are set, for suggestions. */
  readonly names?: () => Iterable<string>;
  /** `marked` only where connections are described (profiles, packages): the name stands in for the value until `revealSecrets`. */
  readonly secrets: 'refused' | 'marked';
  /** Told of every name that was read, with its value, so that a change of the environment is noticed. Never told of secrets. */
  readonly onRead?: (name: string, value: string) => void;
}

/** `env_var(name, default)`. A missing one without default fails. */
export function envVarFunction(environment: EnvironmentLookup): HostObject {
  return hostFunction('env_var', ['var', 'default?'], (nameValue, fallback = null) => {
    const name = text(nameValue ?? null);
    const isSecret = name.startsWith(SECRET_PREFIX);
    if (isSecret && environment.secrets === 'refused') throw secretRefused(name);
    const value = environment.lookup(name);
    if (value === undefined && fallback === null) throw missing(name, environment.names);
    if (value === undefined) return fallback;
    if (isSecret) return `${SECRET_START}${name}${SECRET_END}`;
    environment.onRead?.(name, value);
    return value;
  });
}

/** Puts the values of secrets into a text that `env_var` marked, at the last moment before it is used. */
export function revealSecrets(marked: string, lookup: EnvironmentLookup['lookup']): string {
  return marked
    .split(SECRET_START)
    .map((piece, index) => (index === 0 ? piece : revealOne(piece, lookup)))
    .join('');
}

function revealOne(piece: string, lookup: EnvironmentLookup['lookup']): string {
  const [name = '', ...rest] = piece.split(SECRET_END);
  return (lookup(name) ?? '') + rest.join(SECRET_END);
}

const secretRefused = (name: string): TemplateError =>
  new TemplateError(
    'raised',
    `Secret env vars are allowed only in profiles.yml or packages.yml. Found '${name}' referenced elsewhere`,
  );

const missing = (name: string, names: EnvironmentLookup['names']): TemplateError =>
  new TemplateError('raised', `Env var required but not provided: '${name}'`, names ? { names } : {});
