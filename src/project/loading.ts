import { relative } from 'node:path';
import { diagnose } from '../diagnostic/diagnostic.ts';
import type { LoadOptions, YamlMap } from './project.ts';
import type { ProjectFiles } from './project-files.ts';
import type { Report } from './yaml.ts';

/** What every step of loading is given. */
export interface Loading {
  readonly options: LoadOptions;
  readonly files: ProjectFiles;
  /** The process environment over `.env`. */
  readonly env: ReadonlyMap<string, string>;
  readonly cliVars: YamlMap;
  readonly startedAt: Date;
  readonly report: Report;
}

/** A path as messages show it: from the project folder, with forward slashes; absolute when it is outside. */
export function displayPath(projectDir: string, path: string): string {
  const short = relative(projectDir, path).replaceAll('\\', '/');
  return short === '' || short.startsWith('../') || short === '..' ? path.replaceAll('\\', '/') : short;
}

type Reading = Pick<Loading, 'files' | 'report'>;

/** A text, or why there is none. `broken`: it cannot be read, which is reported. */
export type TextSearch = { readonly text: string; readonly mark: '' | '\ufeff' } | 'absent' | 'broken';

/** A file's text, and apart from it its byte order mark; `shown` is its name in messages. */
export async function readText(path: string, shown: string, { files, report }: Reading): Promise<TextSearch> {
  try {
    const bytes = await files.read(path);
    if (bytes === null) return 'absent';
    const text = decode(bytes, shown, report);
    return text === null ? 'broken' : { text, mark: startsWithMark(bytes) ? '\ufeff' : '' };
  } catch (error) {
    report(diagnose('project-unreadable-file', null, { file: shown, reason: reasonOf(error) }));
    return 'broken';
  }
}

const startsWithMark = (bytes: Uint8Array): boolean => bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Null when the bytes are not UTF-8, which is reported. A byte order mark is left out. */
function decode(bytes: Uint8Array, shown: string, report: Report): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    report(diagnose('project-not-utf8', null, { file: shown, offset: firstBadByte(bytes) }));
    return null;
  }
}

/** Where decoding stops: the length of the longest prefix that is UTF-8. */
function firstBadByte(bytes: Uint8Array): number {
  const readable = new TextDecoder('utf-8').decode(bytes);
  const encoder = new TextEncoder();
  let offset = 0;
  for (const char of readable) {
    const size = encoder.encode(char).length;
    const same = encoder.encode(char).every((byte, index) => bytes[offset + index] === byte);
    if (!same) return offset;
    offset += size;
  }
  return offset;
}

/** Why the system refused, in words. */
function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  if (code === 'ELOOP') return 'its links lead in a circle';
  return error instanceof Error ? error.message : String(error);
}
