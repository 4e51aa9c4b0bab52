/** A package of which everything is decided: what the lock file lists. */
export type PinnedPackage =
  | { readonly kind: 'hub'; readonly name: string | null; readonly id: string; readonly version: string }
  | {
      readonly kind: 'git';
      readonly name: string | null;
      /** May hold a secret. */
      readonly url: string;
      readonly written: string;
      /** The commit. */
      readonly revision: string;
      readonly subdirectory: string | null;
    }
  | {
      readonly kind: 'tarball';
      readonly name: string | null;
      /** May hold a secret. */
      readonly url: string;
      readonly written: string;
    }
  /** `name` is null in lock files of old; then the project file of the package tells it. `dir` is absolute. */
  | { readonly kind: 'local'; readonly name: string | null; readonly dir: string; readonly written: string };
