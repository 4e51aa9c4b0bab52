import { Float, HostObject, Tuple, type Value } from '../value.ts';

/** Python's `type(v).__name__`. */
export function typeName(value: Value): string {
  switch (typeof value) {
    case 'string':
      return 'str';
    case 'boolean':
      return 'bool';
    case 'bigint':
      return 'int';
    case 'number':
      return Number.isInteger(value) ? 'int' : 'float';
    default:
      return objectTypeName(value);
  }
}

function objectTypeName(value: Float | Value[] | Map<Value, Value> | HostObject | null): string {
  if (value === null) return 'NoneType';
  if (value instanceof HostObject) return value.typeName;
  if (value instanceof Float) return 'float';
  if (value instanceof Tuple) return 'tuple';
  return Array.isArray(value) ? 'list' : 'dict';
}

/** How jinja2 names the type in the message of an undefined value: `dict object`, `None`. */
export function describeType(value: Value): string {
  return value === null ? 'None' : `${typeName(value)} object`;
}
