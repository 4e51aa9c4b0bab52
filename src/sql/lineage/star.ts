import type { Star } from '../query.ts';
import { type Flow, joined, unknownFlow, usedAs } from './flow.ts';
import { type Place, resolveExpression } from './resolve-expression.ts';
import { findColumn, findRelation, pathText, type Visible } from './scope.ts';
import type { Field, Rest, Shape } from './shape.ts';

/** The columns that a star stands for, after `except`, `replace` and `rename`. */
export function starFields(star: Star, place: Place): Shape {
  const shape = star.of.length === 0 ? allColumns(place) : columnsOf(star, place);
  const { key } = place.environment.lookup;
  const except = new Set(star.except.map(key));
  const replaced = new Map(star.replace.flatMap(item => (item.alias === null ? [] : [[key(item.alias), item.value] as const])));
  const renamed = new Map(star.rename.map(([from, to]) => [key(from), to]));
  const fields = shape.fields
    .filter(field => !except.has(key(field.name)))
    .map((field): Field => {
      const value = replaced.get(key(field.name));
      return {
        name: renamed.get(key(field.name)) ?? field.name,
        flow: value === undefined ? field.flow : resolveExpression(value, place),
      };
    });
  return { fields, rest: shape.rest === null ? null : changedRest(shape.rest, star, place) };
}

/** Columns nobody knows may be those that are replaced or renamed. */
function changedRest(rest: Rest, star: Star, place: Place): Rest {
  const { key } = place.environment.lookup;
  return {
    gap: rest.gap,
    of: name => {
      const replaced = star.replace.find(item => item.alias !== null && key(item.alias) === key(name));
      if (replaced !== undefined) return resolveExpression(replaced.value, place);
      const renamed = star.rename.find(([, to]) => key(to) === key(name));
      return rest.of(renamed === undefined ? name : renamed[0]);
    },
  };
}

function allColumns({ scope, environment }: Place): Shape {
  const { key } = environment.lookup;
  const fields: Field[] =
    environment.surroundings.rules.merged === 'first' ? [...scope.merged.values()].map(one => one.field) : [];
  const told = new Set(fields.map(field => key(field.name)));
  for (const relation of scope.relations) {
    for (const field of relation.shape.fields) {
      const merged = scope.merged.get(key(field.name));
      if (merged === undefined || !merged.of.includes(relation)) fields.push(field);
      else if (!told.has(key(field.name))) {
        told.add(key(field.name));
        fields.push(merged.field);
      }
    }
  }
  return { fields, rest: restOf(scope.relations) };
}

function restOf(relations: readonly Visible[]): Rest | null {
  const open = relations.flatMap(({ shape }) => (shape.rest === null ? [] : [shape.rest]));
  const [only] = open;
  if (only === undefined || open.length === 1) return only ?? null;
  const gap = [...new Set(open.map(one => one.gap))].join(' ');
  return { gap, of: name => unknownFlow(`\`${name.text}\` may belong to more than one of the tables. ${gap}`) };
}

/** `t.*`, and `s.*` of a struct. */
function columnsOf(star: Star, { scope, environment }: Place): Shape {
  for (let at: typeof scope | null = scope; at !== null; at = at.parent) {
    const relation = findRelation(star.of, at, environment.lookup.key);
    if (relation !== undefined) return relation.shape;
  }
  const value = findColumn(star.of, null, scope, environment.lookup);
  return value === undefined ? unknownStar(`\`${pathText(star.of)}.*\` names no table that is read.`) : structColumns(value);
}

const unknownStar = (gap: string): Shape => ({ fields: [], rest: { gap, of: () => unknownFlow(gap) } });

function structColumns(value: Flow): Shape {
  const gap = 'The fields of a struct are not known.';
  if (value.fields !== null && value.gaps.length === 0)
    return { fields: [...value.fields].map(([text, flow]) => ({ name: { text, quoted: false }, flow })), rest: null };
  return { fields: [], rest: { gap, of: () => usedAs(joined([value]), 'transformed') } };
}
