import type { Sql } from '../../src/sql/relation.ts';
import { ansiQuoting, type Quoting } from '../ansi/quote.ts';

export const quoting: Quoting = {
  ...ansiQuoting,
  // The driver hands SQL over as a C string, which ends at the first NUL.
  string: text =>
    (text.includes('\0')
      ? `(${text
          .split('\0')
          .map(part => ansiQuoting.string(part))
          .join(' || chr(0) || ')})`
      : ansiQuoting.string(text)) as Sql,
};
