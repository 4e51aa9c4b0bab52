import { casing } from './str-case.ts';
import { classes } from './str-class.ts';
import { finding } from './str-find.ts';
import { formatting } from './str-format.ts';
import { splitting } from './str-split.ts';
import { methodTable } from './table.ts';

/** The methods of Python's str. */
export const textMethods = methodTable<string>({ ...casing, ...classes, ...finding, ...formatting, ...splitting });
