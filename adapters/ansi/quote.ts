import type { RelationName, Sql } from '../../src/sql/relation.ts';

/** How an adapter spells names and strings: what the default renderers need to know of its dialect. */
export interface Quoting {
  identifier(name: string): Sql;
  relation(name: RelationName): Sql;
  string(text: string): Sql;
}

const quoted = (text: string, quote: string): Sql => `${quote}${text.replaceAll(quote, quote + quote)}${quote}` as Sql;

/** Double quotes for names, single quotes for strings, each doubled inside. */
export const ansiQuoting: Quoting = {
  identifier: name => quoted(name, '"'),
  relation: name => dotted(name, part => quoted(part, '"')),
  string: text => quoted(text, "'"),
};

/** The parts of a relation's name that are known, joined by dots. */
const dotted = (name: RelationName, identifier: (part: string) => Sql): Sql =>
  [name.catalog, name.schema, name.name]
    .filter(part => part !== null)
    .map(identifier)
    .join('.') as Sql;
