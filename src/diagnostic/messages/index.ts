import { columnMessages } from './column.ts';
import { commandMessages } from './command.ts';
import { depsMessages } from './deps.ts';
import { graphMessages } from './graph.ts';
import type { Message } from './message.ts';
import { parseMessages } from './parse.ts';
import { projectMessages } from './project.ts';
import { runMessages } from './run.ts';
import { serverMessages } from './server.ts';
import { templateMessages } from './template.ts';
import { warehouseMessages } from './warehouse.ts';

/** Every message that Modelwright can show, by code. A code names its room first: `project-unknown-key`. */
const messages = {
  ...projectMessages,
  ...parseMessages,
  ...templateMessages,
  ...graphMessages,
  ...warehouseMessages,
  ...serverMessages,
  ...runMessages,
  ...depsMessages,
  ...columnMessages,
  ...commandMessages,
};

export type MessageCode = keyof typeof messages;
export type MessageParams<C extends MessageCode> = Parameters<(typeof messages)[C]>[0];

/** The one cast of the catalogue: TypeScript cannot correlate a code with its parameters. */
export const messageOf = <C extends MessageCode>(code: C, params: MessageParams<C>): Message =>
  (messages[code] as (params: MessageParams<C>) => Message)(params);
