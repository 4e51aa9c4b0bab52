import { cp, mkdir, rename, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { diagnose, StartFailure } from '../diagnostic/diagnostic.ts';
import { isForUs } from './candidate.ts';
import type { PinnedPackage } from './pinned-package.ts';
import { allSettled } from './resolve.ts';
import { shownUrl } from './shown-url.ts';
import { newestFirst } from './version-range.ts';
import { type BroughtPackage, bringGit, bringTarball, findLocal, type Workshop } from './workshop.ts';

/** A package to install, and where its files are if they have been brought already. */
export interface Installing {
  readonly pinned: PinnedPackage;
  readonly brought: BroughtPackage | null;
}

/** What a user is told of an installed package. */
export interface InstalledPackage {
  readonly name: string;
  readonly source: PinnedPackage['kind'];
  /** Where it comes from: `org/name`, an address, a path. Without secrets. */
  readonly from: string;
  /** A version or commit; null where there are none. */
  readonly version: string | null;
  readonly subdirectory: string | null;
  /** The newest version there is; null where nobody counts versions. */
  readonly newest: string | null;
}

export interface PuttingTogether {
  /** Who lists the packages: `package-lock.yml`. */
  readonly by: string;
  /** Called when the files of a package are there. */
  readonly tell: (told: InstalledPackage) => void;
  readonly shop: Workshop;
}

/** Puts all packages into a new folder and returns it. Fails with StartFailure; nothing outside the workshop is changed. */
export async function putTogether(packages: readonly Installing[], { by, tell, shop }: PuttingTogether): Promise<string> {
  const dir = join(shop.dir, shop.nextName());
  await mkdir(dir);
  const bringing = packages.map(each => bring(each, by, shop));
  const telling = tellInOrder(bringing, tell);
  const brought = await allSettled(bringing);
  await telling;
  const places = new Set<string>();
  for (const { files, told } of brought) {
    if (places.has(told.name)) throw new StartFailure([diagnose('deps-name-twice', null, { name: told.name })]);
    places.add(told.name);
    const place = join(dir, told.name);
    if (told.source === 'local') await link(files.dir, place);
    else await rename(files.dir, place);
  }
  return dir;
}

/** In the order of the list, whichever comes first; what fails is the caller's to tell. */
async function tellInOrder(bringing: readonly Promise<Brought>[], tell: PuttingTogether['tell']): Promise<void> {
  for (const one of bringing) {
    const brought = await one.catch(() => null);
    if (brought !== null) tell(brought.told);
  }
}

interface Brought {
  readonly files: BroughtPackage;
  readonly told: InstalledPackage;
}

async function bring({ pinned, brought }: Installing, by: string, shop: Workshop): Promise<Brought> {
  const asker = { by, span: null };
  switch (pinned.kind) {
    case 'hub':
      return bringVersion(pinned, by, shop);
    case 'git': {
      const shown = shownUrl(pinned.written);
      const files = brought ?? (await bringGit({ ...pinned, shown }, asker, shop));
      const { revision: version, subdirectory } = pinned;
      return {
        files,
        told: { name: pinned.name ?? files.name, source: 'git', from: shown, version, subdirectory, newest: null },
      };
    }
    case 'tarball': {
      const files = brought ?? (await bringTarball(pinned.url, asker, shop));
      const from = shownUrl(pinned.written);
      return { files, told: { name: pinned.name ?? files.name, source: 'tarball', from, version: null, ...plain } };
    }
    case 'local': {
      const files = brought ?? (await findLocal(pinned.dir, pinned.written, asker, shop));
      return { files, told: { name: files.name, source: 'local', from: pinned.written, version: null, ...plain } };
    }
    default:
      return pinned satisfies never;
  }
}

const plain = { subdirectory: null, newest: null } as const;

async function bringVersion(pinned: PinnedPackage & { readonly kind: 'hub' }, by: string, shop: Workshop): Promise<Brought> {
  const { id, version } = pinned;
  const found = await shop.hub.find({ id, by, span: null });
  const wanted = found.versions.get(version);
  const versions = newestFirst(found.versions.keys());
  if (wanted === undefined) {
    const notes = [`versions there are: ${versions.map(each => each.raw).join(', ')}`];
    throw new StartFailure([diagnose('deps-version-gone', null, { id, version, by }, { notes })]);
  }
  const files = await bringTarball(wanted.tarball, { by, span: null }, shop);
  const isFit = (raw: string): boolean => !shop.home.checksVersions || isForUs(found.versions.get(raw)?.dbtVersions ?? []);
  const newest = versions.find(each => each.raw === version || (each.prerelease.length === 0 && isFit(each.raw)))?.raw ?? null;
  if (found.movedTo !== null) {
    const moved = diagnose('deps-moved', null, { id, to: found.movedTo }, { severity: 'warning' });
    shop.home.loading.report(moved);
  }
  return { files, told: { name: pinned.name ?? files.name, source: 'hub', from: id, version, subdirectory: null, newest } };
}

/** As a link, so that a change of the package is seen at once; as a copy where the system makes no links. */
async function link(from: string, to: string): Promise<void> {
  try {
    await symlink(from, to, 'dir');
  } catch {
    await cp(from, to, { recursive: true });
  }
}
