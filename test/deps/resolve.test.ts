import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Hub, HubPackage } from '../../src/deps/hub.ts';
import type { HubSpec } from '../../src/deps/package-spec.ts';
import { resolvePackages } from '../../src/deps/resolve.ts';
import { readComparators } from '../../src/deps/version-range.ts';
import type { Workshop } from '../../src/deps/workshop.ts';
import { StartFailure } from '../../src/diagnostic/diagnostic.ts';
import type { PackageHome } from '../../src/project/package-home.ts';

const names = ['org/a', 'org/b', 'org/c'];
const versions = ['1.0.0', '2.0.0', '3.0.0'];

interface Wish {
  readonly package: string;
  readonly version: string;
}
type World = Readonly<Record<string, Readonly<Record<string, readonly Wish[]>>>>;

const wish: fc.Arbitrary<Wish> = fc.record({
  package: fc.constantFrom(...names),
  version: fc.constantFrom('>=1.0.0', '<3.0.0', '<2.0.0', '>=2.0.0', '2.0.0', '3.0.0'),
});
const release = fc.array(wish, { maxLength: 2 });
const world: fc.Arbitrary<World> = fc.record(
  Object.fromEntries(names.map(name => [name, fc.record(Object.fromEntries(versions.map(version => [version, release])))])),
);

function workshop(all: World): Workshop {
  const packageOf = (id: string): HubPackage => ({
    id,
    movedTo: null,
    versions: new Map(
      Object.entries(all[id] ?? {}).map(([version, packages]) => [
        version,
        { name: id.slice(4), version, tarball: '', packages: packages.map(each => ({ ...each })), dbtVersions: [] },
      ]),
    ),
  });
  const hub: Hub = { find: async ({ id }) => packageOf(id) };
  const loading = { env: new Map(), cliVars: {}, startedAt: new Date(0), report: () => {}, options: {} };
  const home = { dir: '/', loading, checksVersions: true } as unknown as PackageHome;
  return { dir: '', home, hub, gitEnv: {}, signal: new AbortController().signal, nextName: () => '' };
}

const specOf = ({ package: id, version }: Wish): HubSpec => ({
  kind: 'hub',
  id,
  range: readComparators([version]).comparators,
  takesPrereleases: false,
  by: 'packages.yml',
  span: null,
});

type Choice = Readonly<Record<string, string>>;

async function resolved(all: World, root: readonly Wish[]): Promise<Choice | null> {
  try {
    const found = await resolvePackages(root.map(specOf), workshop(all));
    return Object.fromEntries(found.map(({ pinned }) => (pinned.kind === 'hub' ? [pinned.id, pinned.version] : [])));
  } catch (error) {
    if (error instanceof StartFailure) return null;
    throw error;
  }
}

const number = (version: string): number => Number(version.replace(/\D*(\d).*/, '$1'));

function accepts({ version }: Wish, chosen: string): boolean {
  const bound = number(version);
  if (version.startsWith('>=')) return number(chosen) >= bound;
  return version.startsWith('<') ? number(chosen) < bound : number(chosen) === bound;
}

/** Whether a choice has all that it and the root ask for, and nothing else. */
function isRight(choice: Choice, all: World, root: readonly Wish[]): boolean {
  const reached = new Set<string>();
  const wishes = [...root];
  for (const each of wishes) {
    const chosen = choice[each.package];
    if (chosen === undefined || !accepts(each, chosen)) return false;
    if (!reached.has(each.package)) wishes.push(...(all[each.package]?.[chosen] ?? []));
    reached.add(each.package);
  }
  return reached.size === Object.keys(choice).length;
}

/** Every choice there is. */
function allChoices(): readonly Choice[] {
  const grow = (choices: readonly Choice[], name: string): readonly Choice[] =>
    choices.flatMap(choice => [choice, ...versions.map(version => ({ ...choice, [name]: version }))]);
  return names.reduce(grow, [{}] as readonly Choice[]);
}

test('what is resolved is right, and what is refused cannot be done', async () => {
  const choices = allChoices();
  await fc.assert(
    fc.asyncProperty(world, fc.array(wish, { minLength: 1, maxLength: 2 }), async (all, root) => {
      const choice = await resolved(all, root);
      if (choice !== null) expect(isRight(choice, all, root)).toBe(true);
      else expect(choices.some(each => isRight(each, all, root))).toBe(false);
    }),
    { numRuns: 300 },
  );
});

test('the newest versions are taken where they go together', async () => {
  const all: World = {
    'org/a': { '1.0.0': [], '2.0.0': [{ package: 'org/b', version: '<3.0.0' }] },
    'org/b': { '2.0.0': [], '3.0.0': [] },
  };
  const root = [
    { package: 'org/b', version: '>=1.0.0' },
    { package: 'org/a', version: '>=1.0.0' },
  ];
  expect(await resolved(all, root)).toEqual({ 'org/b': '2.0.0', 'org/a': '2.0.0' });
});
