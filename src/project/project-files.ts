/** Everything that loading asks of the disk. Paths are absolute. Callers ask for thousands of files at once. */
export interface ProjectFiles {
  /** Null when there is no such file. Fails with the system's reason when there is one that cannot be read. */
  read(path: string): Promise<Uint8Array | null>;
  /** What a folder holds, in no particular order; links answer as what they lead to. Null when there is no such folder. */
  list(path: string): Promise<readonly FolderEntry[] | null>;
  /** In bytes. */
  size(path: string): Promise<number>;
  /** The path with every link in it resolved: equal for the same folder however it is reached. */
  realPath(path: string): Promise<string>;
}

export interface FolderEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder';
  readonly isLink: boolean;
}
