import type { Name } from '../query.ts';
import type { Flow } from './flow.ts';

/** A column of a relation in scope. */
export interface Field {
  /** As it was written first. */
  readonly name: Name;
  readonly flow: Flow;
}

/** The columns of a relation, as far as they are known. */
export interface Shape {
  readonly fields: readonly Field[];
  /** Null when `fields` are all there are. */
  readonly rest: Rest | null;
}

/** More columns, whose names nobody knows. */
export interface Rest {
  /** Where a column of that name comes from, given that it is one of them. */
  of(name: Name): Flow;
  /** Why they are not known: a sentence. */
  readonly gap: string;
}

/** With other names for the first columns. */
export function renamedColumns(shape: Shape, names: readonly Name[]): Shape {
  if (names.length === 0) return shape;
  // Behind columns that nobody knows, places mean nothing.
  if (shape.rest !== null && shape.fields.length < names.length) {
    const { gap } = shape.rest;
    const fields = names.map(name => ({ name, flow: { inputs: new Map(), type: null, gaps: [gap], fields: null } }));
    return { fields, rest: shape.rest };
  }
  return { ...shape, fields: shape.fields.map((field, i) => ({ ...field, name: names[i] ?? field.name })) };
}
