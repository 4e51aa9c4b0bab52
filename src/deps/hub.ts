import { diagnose, StartFailure } from '../diagnostic/diagnostic.ts';
import { nearest } from '../diagnostic/nearest.ts';
import type { Yaml } from '../project/project.ts';
import { isYamlMap } from '../project/yaml.ts';
import { DownloadError, type DownloadLimits, download } from './download.ts';
import type { HubSpec } from './package-spec.ts';

/** One version of a package, as the hub describes it. */
export interface HubVersion {
  /** Of the project in it. */
  readonly name: string;
  readonly version: string;
  readonly tarball: string;
  /** What it asks for itself, as in a package list. */
  readonly packages: readonly Yaml[];
  /** The versions of dbt that it is written for; none: any. */
  readonly dbtVersions: readonly string[];
}

export interface HubPackage {
  readonly id: string;
  readonly versions: ReadonlyMap<string, HubVersion>;
  /** Its name of today; null when that is the same. */
  readonly movedTo: string | null;
}

export interface Hub {
  /** Asks once for each package. Fails with StartFailure when there is none of that name, or the hub does not answer. */
  find(spec: Pick<HubSpec, 'id' | 'span' | 'by'>): Promise<HubPackage>;
}

const publicHub = 'https://hub.getdbt.com/';
const limits: DownloadLimits = { maxBytes: 50 * 2 ** 20, timeoutMs: 30_000 };

/** `base`: another server with the same pages; undefined for the public one. */
export function openHub(base: string | undefined, signal: AbortSignal): Hub {
  const url = base ?? publicHub;
  const known = new Map<string, Promise<HubPackage>>();
  const reach: Reach = { base: url.endsWith('/') ? url : `${url}/`, signal };
  return {
    find: spec => {
      const found = known.get(spec.id) ?? readPackage(spec, reach);
      known.set(spec.id, found);
      return found;
    },
  };
}

interface Reach {
  readonly base: string;
  readonly signal: AbortSignal;
}

async function readPackage(spec: Pick<HubSpec, 'id' | 'span' | 'by'>, reach: Reach): Promise<HubPackage> {
  const { id, span } = spec;
  try {
    const data = await readJson(`api/v1/${id}.json`, reach);
    return packageOf(id, data);
  } catch (error) {
    if (!(error instanceof DownloadError)) throw error;
    if (error.status !== 404)
      throw new StartFailure([diagnose('deps-hub-unreachable', span, { ...error, reason: error.message })]);
    const near = nearest(id, await allNames(reach));
    throw new StartFailure([diagnose('deps-hub-unknown', span, { id, by: spec.by, hub: reach.base, near })]);
  }
}

async function readJson(path: string, { base, signal }: Reach): Promise<unknown> {
  if (!URL.canParse(base) || !/^https?:$/.test(new URL(base).protocol))
    throw new StartFailure([diagnose('deps-hub-url', null, { base })]);
  const url = new URL(path, base).href;
  const bytes = await download(url, limits, signal);
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new DownloadError(url, null, 'what comes from there is not JSON');
  }
}

/** Only for a hint, so that none is fine too. */
async function allNames(reach: Reach): Promise<readonly string[]> {
  const names = await readJson('api/v1/index.json', reach).catch(() => []);
  return Array.isArray(names) ? names.filter(name => typeof name === 'string') : [];
}

function packageOf(id: string, data: unknown): HubPackage {
  const fields = isYamlMap(data as Yaml) ? (data as { readonly [key: string]: Yaml }) : {};
  const versions = isYamlMap(fields['versions']) ? fields['versions'] : {};
  const read = Object.entries(versions).flatMap(([version, found]) => {
    const one = versionOf(version, id, found);
    return one === null ? [] : [[version, one] as const];
  });
  const [org, name] = id.split('/');
  const moved = `${textOr(fields['redirectnamespace'], org)}/${textOr(fields['redirectname'], name)}`;
  return { id, versions: new Map(read), movedTo: moved === id ? null : moved };
}

const textOr = (value: Yaml | undefined, other = ''): string => (typeof value === 'string' && value !== '' ? value : other);

/** Null for what nobody could install. */
function versionOf(version: string, id: string, found: Yaml): HubVersion | null {
  if (!isYamlMap(found)) return null;
  const downloads = isYamlMap(found['downloads']) ? found['downloads'] : {};
  const { tarball } = downloads;
  if (typeof tarball !== 'string' || !URL.canParse(tarball)) return null;
  const wanted = found['require_dbt_version'] ?? [];
  return {
    name: textOr(found['name'], id.split('/')[1]),
    version,
    tarball,
    packages: Array.isArray(found['packages']) ? found['packages'] : [],
    dbtVersions: (Array.isArray(wanted) ? wanted : [wanted]).filter(each => typeof each === 'string' && each !== ''),
  };
}
