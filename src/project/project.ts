import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { Float } from '../template/value.ts';
import type { YamlFile } from './yaml.ts';

/** Plain data as YAML gives it. Dates are ISO strings; `1.0` is a `Float`, so that a template prints it as written. */
export type Yaml = null | boolean | number | bigint | string | Float | readonly Yaml[] | YamlMap;
export interface YamlMap {
  readonly [key: string]: Yaml;
}

/** A project folder, read completely: everything that parsing needs, so that parsing touches no file. */
export interface Project {
  /** Absolute path of the folder that holds the project file. */
  readonly dir: string;
  /** The root package first, then the installed ones in the order of their folders. */
  readonly packages: readonly [Package, ...Package[]];
  readonly target: Target;
  /** From `--vars`; they win over every `vars:` of a project file. */
  readonly cliVars: YamlMap;
  /** From profiles, project `flags:`, environment and command line, lowest to highest; upper-case names as templates see them. */
  readonly flags: YamlMap;
  /** `selectors.yml`, its templates rendered; null when there is none. */
  readonly selectors: YamlFile | null;
  /** Environment variables by name, `.env` included, for templates that ask; holds secrets. Never written anywhere. */
  readonly env: ReadonlyMap<string, string>;
  /** Values that must not appear in any output, such as passwords and `DBT_ENV_SECRET_` variables. */
  readonly secrets: readonly string[];
  /** Warnings only; what prevents loading is a StartFailure. */
  readonly diagnostics: readonly Diagnostic[];
}

/** One package: the root project or one below the packages folder. */
export interface Package {
  readonly name: string;
  readonly dir: string;
  /** `dbt_packages/dbt_utils` or ``: what to put before the package's own paths to get a path from the project folder. */
  readonly prefix: string;
  readonly config: ProjectConfig;
  readonly files: readonly ProjectFile[];
}

/** The project file with defaults filled in, `{{ }}` rendered except in hooks, `query-comment` and `vars`. */
export interface ProjectConfig {
  /** `model_project.yml` or `dbt_project.yml`. */
  readonly file: string;
  /** The project file's text, for code frames. */
  readonly text: string;
  readonly checksum: ProjectFile['checksum'];
  readonly name: string;
  readonly version: string | null;
  readonly profile: string | null;
  readonly paths: ResourcePaths;
  readonly targetPath: string;
  readonly logPath: string;
  readonly packagesPath: string;
  readonly cleanTargets: readonly string[];
  /** Null: not said. */
  readonly quoting: { readonly database: boolean | null; readonly schema: boolean | null; readonly identifier: boolean | null };
  readonly vars: YamlMap;
  readonly dispatch: readonly { readonly macroNamespace: string; readonly searchOrder: readonly string[] }[];
  readonly onRunStart: readonly string[];
  readonly onRunEnd: readonly string[];
  readonly requireVersion: readonly string[];
  /** As written; undefined: not said. */
  readonly queryComment: Yaml | undefined;
  /** `+` and nested folder configs as written, per kind of resource. */
  readonly configTrees: Readonly<Record<ConfigTreeKind, YamlMap>>;
  /** The same before rendering, to tell what changed since a state whatever the environment was. */
  readonly unrenderedConfigTrees: Readonly<Record<ConfigTreeKind, YamlMap>>;
  readonly restrictAccess: boolean;
  readonly flags: YamlMap;
}
export type ConfigTreeKind =
  | 'models'
  | 'seeds'
  | 'snapshots'
  | 'tests'
  | 'sources'
  | 'exposures'
  | 'analyses'
  | 'metrics'
  | 'semantic-models'
  | 'saved-queries'
  | 'unit-tests'
  | 'functions';

export interface ResourcePaths {
  readonly model: readonly string[];
  readonly macro: readonly string[];
  readonly seed: readonly string[];
  readonly snapshot: readonly string[];
  readonly analysis: readonly string[];
  readonly test: readonly string[];
  readonly docs: readonly string[];
  readonly asset: readonly string[];
  readonly function: readonly string[];
}

/** One file of a package. All paths have forward slashes. */
export interface ProjectFile {
  /**
   * What the file's place and ending make of it. `test-macro`: below `tests/generic`. `python`: a model that is not SQL.
   * `fixture`: rows for unit tests, below `tests/fixtures`.
   */
  readonly kind:
    | 'model'
    | 'python'
    | 'macro'
    | 'test-macro'
    | 'seed'
    | 'snapshot'
    | 'analysis'
    | 'test'
    | 'docs'
    | 'properties'
    | 'function'
    | 'fixture';
  /** From the package folder: `models/staging/stg_orders.sql`. */
  readonly path: string;
  /** From the project folder: `path` behind the package's `prefix`. What messages show. */
  readonly displayPath: string;
  /** Below its search path: `staging/stg_orders.sql`. */
  readonly relativePath: string;
  /** The search path: `models`. */
  readonly root: string;
  /** As it is in the file, byte order mark removed. Empty for seeds, which the warehouse reads itself. */
  readonly text: string;
  readonly checksum: { readonly name: 'sha256' | 'path'; readonly checksum: string };
}

/** Where tables go: one output of one profile. */
export interface Target {
  readonly profileName: string;
  readonly name: string;
  readonly adapter: string;
  readonly threads: number;
  /** The connection fields as the profile gives them, rendered; contains secrets. */
  readonly fields: YamlMap;
  /** The file that it came from; null when there is no profile and the default applies. */
  readonly file: string | null;
}

/** Which project is read and how, as the command line says. */
export interface ProjectChoice {
  /** Absolute. */
  readonly projectDir: string;
  /** Absolute. */
  readonly profilesDir?: string;
  readonly profile?: string;
  readonly target?: string;
  readonly targetPath?: string;
  readonly threads?: number;
  readonly vars?: YamlMap;
  /** Flags given on the command line, by upper-case name. */
  readonly flags?: YamlMap;
}

/** What the commands ask of the outside world while loading. */
export interface LoadOptions extends ProjectChoice {
  /** Told the values of secret variables before anything is read whose complaint may quote them. */
  readonly hide?: (secrets: readonly string[]) => void;
  /** The process environment; `.env` of the project folder is added below it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly homeDir: string;
  /** What templates get for the present. */
  readonly startedAt: Date;
  /** What the target's adapter puts in place of a database or schema that the profile does not name. Without it they are null. */
  readonly connectionDefaults?: (target: Target) => Promise<ConnectionDefaults>;
}

export interface ConnectionDefaults {
  readonly database: string | null;
  readonly schema: string | null;
}
