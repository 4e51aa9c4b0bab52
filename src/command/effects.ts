import type { AdapterPlugin } from '../adapter/adapter.ts';
import type { ArtifactFiles } from '../artifact/write.ts';
import type { ProjectFiles } from '../project/project-files.ts';
import type { EmitCommand } from './event.ts';

/** Everything that a command asks of the outside world. `src/cli` has the real one, tests may give their own. */
export interface Effects {
  /** What project files are read with. */
  readonly files: ProjectFiles;
  /** What artifacts are written with. */
  readonly artifacts: ArtifactFiles;
  /** For the many small files beside the artifacts: readers see the old text or the new, but a power cut may lose it. */
  writeText(path: string, text: string): Promise<void>;
  readonly clock: { now(): Date };
  /** A new UUID. */
  uuid(): string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly homeDir: string;
  /** Absolute. */
  readonly workingDir: string;
  /** Who we are to others on the same warehouse: `ada@laptop, process 123`. */
  readonly holder: string;
  /** Where the parts of Modelwright itself are. */
  readonly installed: Installed;
  readonly emit: EmitCommand;
  /** From now on these values are blanked in everything that is shown. */
  hide(secrets: readonly string[]): void;
  /** Fails with StartFailure when there is no such adapter. Does not load its driver. */
  loadAdapter(name: string): Promise<AdapterPlugin>;
  /** Null when nobody can be asked, since no person sits at the terminal. */
  readonly ask: ((question: string) => Promise<string>) | null;
}

export interface Installed {
  readonly version: string;
  /** The project that `init` copies. */
  readonly templateDir: string;
  /** The built docs page. */
  readonly docsDir: string;
}
