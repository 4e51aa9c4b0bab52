import { diagnose } from '../diagnostic/diagnostic.ts';
import { parseDotEnv } from './dotenv.ts';
import type { Report } from './yaml.ts';

/** Variables whose names start so hold secrets: they stay out of compiled SQL, logs and artifacts. */
const SECRET_NAME = /^(DBT_ENV_SECRET|MODEL_SECRET)/;

export const isSecretName = (name: string): boolean => SECRET_NAME.test(name);

/** The process environment over what `.env` says. */
export function readEnvironment(
  process: Readonly<Record<string, string | undefined>>,
  dotEnvText: string | null,
  report: Report,
): ReadonlyMap<string, string> {
  const { values, badLines } = parseDotEnv(dotEnvText ?? '');
  for (const line of badLines) {
    report(diagnose('project-bad-env-line', { file: '.env', line, column: 1, length: 1 }, { line }, { severity: 'warning' }));
  }
  const env = new Map(values);
  for (const [name, value] of Object.entries(process)) if (value !== undefined) env.set(name, value);
  return env;
}

/** The setting `MODEL_<name>`, else `DBT_<name>`; an empty one counts as not set. */
export function setting(env: ReadonlyMap<string, string>, name: string): string | undefined {
  return env.get(`MODEL_${name}`) || env.get(`DBT_${name}`) || undefined;
}

/** Values of secret variables, longest first so that one inside another is hidden too. */
export const secretsOf = (env: ReadonlyMap<string, string>): string[] =>
  [...env]
    .filter(([name, value]) => isSecretName(name) && value.trim() !== '')
    .map(([, value]) => value)
    .sort((a, b) => b.length - a.length);
