import { StartFailure } from '../diagnostic/diagnostic.ts';
import { acceptable, type Candidate, hubCandidate, keyOf, onlyCandidate } from './candidate.ts';
import { type Conflict, endlessConflict, refuseDoubledNames, revisionConflict, versionConflict } from './conflict.ts';
import type { GitSpec, HubSpec, PackageSpec } from './package-spec.ts';
import type { Workshop } from './workshop.ts';

/**
 * What to install for all that a project and its packages ask for: of each package the newest version that everyone accepts,
 * in the order in which packages are found. Where the newest versions do not go together, older ones of those that ask too
 * much are tried. Fails with StartFailure that says who asks for what.
 */
export async function resolvePackages(root: readonly PackageSpec[], shop: Workshop): Promise<readonly Candidate[]> {
  const search: Search = { shop, brought: new Map() };
  const tried = new Set<string>();
  const waiting: Bans[] = [new Set()];
  let first: Conflict | null = null;
  for (let bans = waiting.shift(); bans !== undefined && tried.size < maxAttempts; bans = waiting.shift()) {
    const id = [...bans].sort().join('\n');
    if (tried.has(id)) continue;
    tried.add(id);
    const found = await settle(root, bans, search);
    if (!('conflict' in found)) return refuseDoubledNames([...found.chosen.values()], [...found.asked.values()].flat());
    first ??= found.conflict;
    waiting.push(...found.wayOut.map(ban => new Set([...(bans as Bans), ban])));
  }
  throw new StartFailure(first === null ? [] : [first.diagnostic()]);
}

/** How many combinations of versions are tried before the first conflict is told. */
const maxAttempts = 500;

/** Versions that are left out: `org/name 1.0.0`. */
type Bans = ReadonlySet<string>;

interface Search {
  readonly shop: Workshop;
  /** Packages that are no ranges, by what is asked for. */
  readonly brought: Map<string, Promise<Candidate>>;
}

type Asked = ReadonlyMap<string, readonly PackageSpec[]>;
type Settled =
  | { readonly chosen: ReadonlyMap<string, Candidate>; readonly asked: Asked }
  /** `wayOut`: versions that ask too much, the last one first. Only those of hub packages can be exchanged for older ones. */
  | { readonly conflict: Conflict; readonly wayOut: readonly string[] };

/** Chooses the best of each package until what is chosen asks for nothing new. */
async function settle(root: readonly PackageSpec[], bans: Bans, search: Search): Promise<Settled> {
  const states: ReadonlyMap<string, Candidate>[] = [new Map()];
  for (;;) {
    const chosen = states.at(-1) ?? new Map<string, Candidate>();
    const asked = askedBy(root, chosen);
    const choices = await allSettled([...asked].map(async ([key, specs]) => [key, await choose(specs, bans, search)] as const));
    const conflict = choices.map(([, choice]) => choice).find(choice => 'askers' in choice);
    if (conflict !== undefined) return { conflict, wayOut: wayOut(conflict, states) };
    const next = new Map(choices.map(([key, choice]) => [key, choice as Candidate]));
    if (isSame(next, chosen)) return { chosen: next, asked };
    const earlier = states.findIndex(state => isSame(state, next));
    if (earlier !== -1) {
      const endless = endlessConflict(states.slice(earlier));
      return { conflict: endless, wayOut: wayOut(endless, states) };
    }
    states.push(next);
  }
}

function wayOut({ askers }: Conflict, states: readonly ReadonlyMap<string, Candidate>[]): readonly string[] {
  const candidates = states.flatMap(state => [...state.values()]).filter(each => each.pinned.kind === 'hub');
  const versions = new Set(candidates.map(each => each.shown));
  return askers.filter(by => versions.has(by)).reverse();
}

const isSame = (a: ReadonlyMap<string, Candidate>, b: ReadonlyMap<string, Candidate>): boolean =>
  a.size === b.size && [...a].every(([key, candidate]) => b.get(key)?.shown === candidate.shown);

/** What everyone who is reached from the root asks for, by package; first come, first listed. */
function askedBy(root: readonly PackageSpec[], chosen: ReadonlyMap<string, Candidate>): Asked {
  const asked = new Map<string, PackageSpec[]>();
  const waiting = [...root];
  for (const spec of waiting) {
    const key = keyOf(spec);
    const known = asked.get(key);
    if (known === undefined) {
      asked.set(key, [spec]);
      waiting.push(...(chosen.get(key)?.specs ?? []));
    } else known.push(spec);
  }
  return asked;
}

/** Waits for all, so that nothing is still at work when one has failed. */
export async function allSettled<T>(work: readonly Promise<T>[]): Promise<readonly T[]> {
  const ended = await Promise.allSettled(work);
  const failures = ended.flatMap(each => (each.status === 'rejected' ? [each.reason as unknown] : []));
  const bug = failures.find(each => !(each instanceof StartFailure));
  if (bug !== undefined) throw bug;
  if (failures.length > 0) throw new StartFailure(failures.flatMap(each => (each as StartFailure).diagnostics));
  return ended.flatMap(each => (each.status === 'fulfilled' ? [each.value] : []));
}

/** All of the specs are of one package. */
async function choose(specs: readonly PackageSpec[], bans: Bans, { shop, brought }: Search): Promise<Candidate | Conflict> {
  const [spec] = specs;
  if (spec === undefined) throw new Error('nobody asks');
  if (spec.kind === 'hub') return chooseVersion(specs as readonly HubSpec[], bans, shop);
  if (spec.kind === 'git') {
    const other = (specs as readonly GitSpec[]).find(each => each.revision !== spec.revision);
    if (other !== undefined) return revisionConflict(specs as readonly GitSpec[]);
  }
  const key = `${keyOf(spec)} ${spec.kind === 'git' ? (spec.revision ?? '') : ''}`;
  const found = brought.get(key) ?? onlyCandidate(spec, shop);
  brought.set(key, found);
  return found;
}

async function chooseVersion(specs: readonly HubSpec[], bans: Bans, shop: Workshop): Promise<Candidate | Conflict> {
  const [spec] = specs as readonly [HubSpec, ...HubSpec[]];
  const found = await shop.hub.find(spec);
  const best = acceptable(found, specs, shop).find(({ version }) => !bans.has(`${found.id} ${version}`));
  return best === undefined ? versionConflict(specs, found, shop) : hubCandidate(found, best, shop);
}
