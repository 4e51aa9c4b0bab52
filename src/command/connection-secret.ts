import type { Yaml, YamlMap } from '../project/project.ts';
import { isYamlMap } from '../project/yaml.ts';

/** Names under which databases and clouds take what must not be known. */
const SECRET_KEY =
  /secret|passw|passphrase|pwd|token|credential|private|key_id|access_key|account_key|api_key|connection_string/i;

/** Inside a text: `password=…`, `motherduck_token=…`, `postgres://user:…@host`. */
const SECRET_PARTS = [
  /(?:passw(?:or)?d|pwd|token|secret|access_?key|account_?key)\s*=\s*(?:'((?:[^'\\]|\\.)+)'|"([^"]+)"|([^\s;&'"]+))/gi,
  /[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:([^\s/@]+)@/gi,
];

/** Shorter ones are words like any other: to blank each `on` would leave nothing to read. */
const SHORTEST = 4;

/**
 * The secrets of a connection, longest first: values of the fields that are secret, and below the others (such as DuckDB's `secrets`,
 * `settings` and `attach`) what is named like one or stands in an address.
 */
export function secretsIn(fields: YamlMap, secretNames: ReadonlySet<string>): readonly string[] {
  const found = Object.entries(fields).flatMap(([name, value]) =>
    secretNames.has(name)
      ? texts(value)
      : [...texts(value).flatMap(partsOf), ...(isYamlMap(value) || Array.isArray(value) ? below(value) : [])],
  );
  return [...new Set(found)].sort((a, b) => b.length - a.length);
}

/** Values at any depth whose own key names a secret. */
function below(value: Yaml): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(item => below(item as Yaml));
  if (!isYamlMap(value)) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    SECRET_KEY.test(key) ? texts(item).filter(text => text.length >= SHORTEST) : below(item),
  );
}

function texts(value: Yaml): readonly string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  if (Array.isArray(value)) return value.flatMap(item => texts(item as Yaml));
  return isYamlMap(value) ? Object.values(value).flatMap(texts) : [];
}

const partsOf = (text: string): readonly string[] =>
  SECRET_PARTS.flatMap(pattern =>
    [...text.matchAll(pattern)].map(([, ...groups]) => groups.find(group => group !== undefined) ?? ''),
  ).filter(part => part.length >= SHORTEST);
