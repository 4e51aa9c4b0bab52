import type { InstalledPackage } from '../deps/install.ts';
import type { Event } from '../execute/event.ts';
import type { NodeId } from '../manifest/id.ts';
import type { PlainMap } from '../manifest/node.ts';
import type { Column, Row } from '../sql/relation.ts';

/** What a command tells the outside world: the events of a run, and what happens around it. */
export type CommandEvent =
  | Event
  | {
      readonly kind: 'command.start';
      readonly at: Date;
      readonly command: string;
      readonly invocation: string;
      readonly version: string;
      /** Of the language we speak. */
      readonly dbtVersion: string;
      readonly args: PlainMap;
    }
  /** The project has been read, and nothing in it keeps the command from its work. */
  | {
      readonly kind: 'project';
      readonly at: Date;
      readonly name: string;
      readonly adapter: string;
      readonly adapterVersion: string;
      /** Absolute. */
      readonly targetDir: string;
    }
  /** What the command was asked for, such as a line of `list`: goes to standard output even when all else is quiet. */
  | { readonly kind: 'output'; readonly at: Date; readonly text: string; readonly node: NodeId | null }
  | {
      readonly kind: 'rows';
      readonly at: Date;
      /** Null for an inline query. */
      readonly node: { readonly id: NodeId; readonly name: string } | null;
      readonly columns: readonly Column[];
      readonly rows: readonly Row[];
      readonly format: RowFormat;
    }
  /** `model dev` has looked at the project again, since files changed. What is wrong follows, or the run of what is to be built. */
  | ({ readonly kind: 'save'; readonly at: Date; readonly files: readonly string[] } & SaveOutcome)
  /** The files of a package have come. */
  | ({ readonly kind: 'package'; readonly at: Date } & InstalledPackage)
  /** A remark of the command itself, such as where the docs are. */
  | { readonly kind: 'note'; readonly at: Date; readonly text: string }
  | {
      readonly kind: 'command.end';
      readonly at: Date;
      readonly command: string;
      readonly exitCode: number;
      readonly elapsedMs: number;
    };

/** What follows from a save. All names are as people say them. */
export type SaveOutcome =
  /** The project cannot be built as it is now. */
  | { readonly outcome: 'broken' }
  | {
      readonly outcome: 'read';
      /** To be built since they changed. */
      readonly changed: readonly string[];
      /** How many are to be built since they read those, tests left out. */
      readonly below: number;
      readonly tests: number;
      /** Changed, and not selected. */
      readonly outside: readonly string[];
      /** Gone from the project; their tables stay. */
      readonly removed: readonly string[];
      /** Whether the project was broken before. */
      readonly isMended: boolean;
    };

export type RowFormat = 'table' | 'json' | 'csv';
export type EmitCommand = (event: CommandEvent) => void;
