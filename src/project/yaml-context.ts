import { dateTimeAt, datetimeModule } from '../template/module/datetime.ts';
import { itertoolsModule } from '../template/module/itertools.ts';
import { pytzModule } from '../template/module/pytz.ts';
import { reModule } from '../template/module/re.ts';
import { TemplateError } from '../template/template.ts';
import { hostFunction } from '../template/value/call.ts';
import { fromPlain, toPlain } from '../template/value/from-json.ts';
import { text } from '../template/value/print.ts';
import type { HostObject, Scope, Value } from '../template/value.ts';
import { parseYamlValue } from '../template/yaml.ts';
import { DBT_VERSION } from './dbt-version.ts';
import { isSecretName } from './environment.ts';
import type { ConnectionDefaults, Target, YamlMap } from './project.ts';

/** `env_var` or `var` was asked for a name that is not set, and given no default. */
export class MissingName extends TemplateError {
  readonly wanted: 'env-var' | 'var' | 'secret';
  readonly missing: string;
  constructor(wanted: MissingName['wanted'], missing: string) {
    super('raised', `\`${missing}\` is not set`, { subject: missing });
    this.wanted = wanted;
    this.missing = missing;
  }
}

export interface YamlContext {
  readonly env: ReadonlyMap<string, string>;
  /** What `var` answers. */
  readonly vars: YamlMap;
  /** Null where no target is known yet, as in profiles. */
  readonly target: Target | null;
  /** For a target whose profile names no database or schema. */
  readonly defaults?: ConnectionDefaults;
  /** `marked`: `env_var` gives a stand-in for a secret until `revealSecrets`, so that no template can take it apart. */
  readonly secrets: 'refused' | 'marked';
  /** What `run_started_at` and `modules.datetime.datetime.now()` answer. */
  readonly startedAt: Date;
}

/** What a template in a project file, profile or package list can see. */
export function yamlScope(context: YamlContext): Scope {
  const micros = context.startedAt.getTime() * 1000;
  const names = new Map<string, Value>([
    ['env_var', envVarFunction(context)],
    ['var', varFunction(context.vars)],
    [
      'fromyaml',
      hostFunction('fromyaml', ['string', 'default?'], (value = null, fallback) =>
        orDefault(() => parseYamlValue(text(value)), fallback),
      ),
    ],
    [
      'fromjson',
      hostFunction('fromjson', ['string', 'default?'], (value = null, fallback) =>
        orDefault(() => fromPlain(JSON.parse(text(value))), fallback),
      ),
    ],
    ['tojson', hostFunction('tojson', ['value', 'default?'], (value = null) => JSON.stringify(toPlain(value)))],
    ['modules', modules(micros)],
    ['dbt_version', DBT_VERSION],
    ['run_started_at', dateTimeAt(micros)],
  ]);
  if (context.target) names.set('target', targetValue(context.target, context.defaults ?? { database: null, schema: null }));
  return { lookup: name => names.get(name), names: () => names.keys() };
}

const modules = (micros: number): Value =>
  new Map<Value, Value>([
    ['datetime', datetimeModule({ now: () => micros })],
    ['re', reModule],
    ['pytz', pytzModule()],
    ['itertools', itertoolsModule],
  ]);

function envVarFunction({ env, secrets }: YamlContext): HostObject {
  return hostFunction('env_var', ['var', 'default?'], (nameValue = null, fallback = null) => {
    const name = text(nameValue);
    if (isSecretName(name) && secrets === 'refused') throw new MissingName('secret', name);
    const value = env.get(name);
    if (value === undefined && fallback === null) throw new MissingName('env-var', name);
    if (value === undefined) return fallback;
    return isSecretName(name) ? marker(name) : value;
  });
}

function varFunction(vars: YamlMap): HostObject {
  return hostFunction('var', ['var_name', 'default?'], (nameValue = null, fallback = null) => {
    const name = text(nameValue);
    if (Object.hasOwn(vars, name)) return fromPlain(vars[name]);
    if (fallback === null) throw new MissingName('var', name);
    return fallback;
  });
}

function orDefault(read: () => Value, fallback: Value | undefined): Value {
  try {
    return read();
  } catch (error) {
    if (error instanceof TemplateError) throw error;
    return fallback ?? null;
  }
}

const marker = (name: string): string => `\u0001secret:${name}\u0001`;

/** Puts the values of secrets in place of their stand-ins. */
export const revealSecrets = (marked: string, env: ReadonlyMap<string, string>): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the stand-in is made of characters that no text has
  marked.replace(/\u0001secret:([^\u0001]*)\u0001/g, (_, name: string) => env.get(name) ?? '');

/** Fields that no template may see: their names say that they are credentials. */
const CREDENTIAL = /pass|token|secret|key|credential|pwd/i;

function targetValue(target: Target, defaults: ConnectionDefaults): Value {
  const fields = Object.entries(target.fields).filter(([name]) => !CREDENTIAL.test(name));
  const named = new Map(fields);
  const database =
    named.get('database') ?? named.get('dbname') ?? named.get('catalog') ?? named.get('project') ?? defaults.database;
  return fromPlain(
    new Map<string, unknown>([
      ...fields,
      ['database', database],
      ['schema', named.get('schema') ?? named.get('dataset') ?? defaults.schema],
      ['type', target.adapter],
      ['threads', target.threads],
      ['name', target.name],
      ['target_name', target.name],
      ['profile_name', target.profileName],
    ]),
  );
}
