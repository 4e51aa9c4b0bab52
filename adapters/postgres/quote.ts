import { WarehouseError } from '../../src/adapter/error.ts';
import { messageOf } from '../../src/diagnostic/messages/index.ts';
import type { Sql } from '../../src/sql/relation.ts';
import { ansiQuoting, type Quoting } from '../ansi/quote.ts';

/** Postgres has no way to write the character NUL, and reads SQL only up to it. */
export const quoting: Quoting = {
  identifier: name => ansiQuoting.identifier(withoutNul(name)),
  relation: name => {
    withoutNul(`${name.schema}${name.name}`);
    return ansiQuoting.relation(name);
  },
  string: text => string(withoutNul(text)) as Sql,
};

/** With a backslash the text is written as an E-string, whose meaning does not hang on `standard_conforming_strings`. */
function string(text: string): string {
  const quoted = ansiQuoting.string(text);
  return text.includes('\\') ? `E${quoted.replaceAll('\\', '\\\\')}` : quoted;
}

function withoutNul(text: string): string {
  if (!text.includes('\0')) return text;
  const { text: message, hint } = messageOf('warehouse-nul', { text: text.slice(0, 40).replaceAll('\0', '\\0') });
  throw new WarehouseError({ reason: 'data', message, hint, native: { code: null, message } });
}
