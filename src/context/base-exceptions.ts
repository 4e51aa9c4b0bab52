import { TemplateError } from '../template/template.ts';
import { attribute, item } from '../template/value/access.ts';
import { hostFunction } from '../template/value/call.ts';
import { iterate } from '../template/value/iterate.ts';
import { repr, text } from '../template/value/print.ts';
import { Undefined } from '../template/value/undefined.ts';
import { HostObject, type Value } from '../template/value.ts';
import { contractMessage } from './base-contract.ts';

/** Receives the warnings that templates raise. */
export type WarningSink = (text: string) => void;

/** Builds the message of one failure from the arguments that its template gave. */
type MessageOf = (...args: readonly Value[]) => string;

interface Failure {
  readonly parameters: readonly string[];
  readonly message: MessageOf;
}

const given: MessageOf = (message = null) => text(message);

/** A field of a node, which is a mapping or an object, as text; empty when there is none. */
function field(owner: Value, ...path: readonly string[]): string {
  const found = path.reduce<Value>((value, name) => {
    const next = value instanceof Map ? item(value, name) : attribute(value, name);
    return next;
  }, owner);
  return found instanceof Undefined || found === null ? '' : text(found);
}

const nodeName = (node: Value): string => field(node, 'unique_id') || field(node, 'alias') || field(node, 'name') || text(node);

const FAILURES: Readonly<Record<string, Failure>> = {
  raise_compiler_error: { parameters: ['msg', 'node?'], message: given },
  raise_database_error: { parameters: ['msg', 'node?'], message: given },
  raise_dependency_error: { parameters: ['msg'], message: given },
  raise_fail_fast_error: { parameters: ['msg', 'node?'], message: given },
  raise_not_implemented: { parameters: ['msg'], message: given },
  raise_cache_inconsistent: {
    parameters: ['message'],
    message: (message = null) => `The relation cache is inconsistent: ${text(message)}`,
  },
  raise_contract_error: {
    parameters: ['yaml_columns', 'sql_columns'],
    message: (yamlColumns = null, sqlColumns = null) => contractMessage([...iterate(yamlColumns)], [...iterate(sqlColumns)]),
  },
  column_type_missing: {
    parameters: ['column_names'],
    message: (names = null) => `A contract needs a data_type for every column, and these columns have none: ${repr(names)}`,
  },
  missing_config: {
    parameters: ['model', 'name'],
    message: (model = null, name = null) =>
      `Model '${nodeName(model)}' does not define a required config parameter '${text(name)}'`,
  },
  missing_materialization: {
    parameters: ['model', 'adapter_type'],
    message: (model = null, adapter = null) =>
      `No materialization '${field(model, 'config', 'materialized')}' was found for adapter ${text(adapter)}! (model '${nodeName(model)}')`,
  },
  missing_relation: { parameters: ['relation', 'model?'], message: (relation = null) => `Relation ${text(relation)} not found!` },
  relation_wrong_type: {
    parameters: ['relation', 'expected_type', 'model?'],
    message: (relation = null, expected = null) =>
      `Trying to create ${text(expected)} ${text(relation)}, but it currently exists as a ${field(relation, 'type')}. ` +
      `Drop ${text(relation)}, or run with --full-refresh to have it dropped`,
  },
  ref_invalid_args: {
    parameters: ['model', 'args'],
    message: (_model = null, args = null) => `ref() takes at most two arguments (${[...iterate(args)].length} given)`,
  },
  ref_bad_context: {
    parameters: ['model', 'args'],
    message: (model = null, args = null) =>
      `The dependencies of '${nodeName(model)}' could not be known while parsing: add -- depends_on: {{ ref(${[...iterate(args)].map(repr).join(', ')}) }}`,
  },
  raise_ambiguous_alias: {
    parameters: ['node_1', 'node_2', 'duped_name?'],
    message: (first = null, second = null, name = null) =>
      `Two resources have the database representation "${name === null ? field(first, 'relation_name') || field(first, 'alias') : text(name)}": ` +
      `${nodeName(first)} and ${nodeName(second)}. Change the alias of one of them`,
  },
  raise_ambiguous_catalog_match: {
    parameters: ['unique_id', 'match_1', 'match_2'],
    message: (id = null, first = null, second = null) => {
      const relationOf = (match: Value): string => `${field(match, 'metadata', 'schema')}.${field(match, 'metadata', 'name')}`;
      return `More than one relation in the warehouse matches ${text(id)}: ${relationOf(first)} and ${relationOf(second)}`;
    },
  },
  raise_dataclass_not_dict: {
    parameters: ['obj'],
    message: (value = null) => `The object ("${text(value)}") was used as a dictionary, which it is not`,
  },
  raise_dep_not_found: {
    parameters: ['node', 'node_description', 'required_pkg'],
    message: (node = null, description = null, packageName = null) =>
      `'${nodeName(node)}' needs ${text(description)} of package '${text(packageName)}', which is not installed`,
  },
  raise_duplicate_patch_name: {
    parameters: ['patch_1', 'existing_patch_path'],
    message: (patch = null, path = null) =>
      `'${field(patch, 'name')}' is described twice: in ${field(patch, 'original_file_path')} and in ${text(path)}`,
  },
  raise_duplicate_resource_name: {
    parameters: ['node_1', 'node_2'],
    message: (first = null, second = null) =>
      `Two resources have the name "${field(first, 'name')}": ${nodeName(first)} (${field(first, 'original_file_path')}) ` +
      `and ${nodeName(second)} (${field(second, 'original_file_path')})`,
  },
  raise_invalid_property_yml_version: {
    parameters: ['path', 'issue'],
    message: (path = null, issue = null) => `The file at ${text(path)} is not a property file: ${text(issue)}`,
  },
};

/** The `exceptions` namespace: everything in it fails, except `warn` and its relative, which hand their text to the sink. */
export function exceptionsObject(warn: WarningSink): HostObject {
  const members = new Map<string, Value>(Object.entries(FAILURES).map(([name, failure]) => [name, failing(name, failure)]));
  const warning = (message: string): Value => {
    warn(message);
    return '';
  };
  members.set(
    'warn',
    hostFunction('warn', ['msg', 'node?'], (message = null) => warning(text(message))),
  );
  members.set(
    'warn_snapshot_timestamp_data_types',
    hostFunction(
      'warn_snapshot_timestamp_data_types',
      ['snapshot_time_data_type', 'updated_at_data_type'],
      (own = null, updated = null) =>
        warning(`The snapshot's timestamps have type ${text(own)}, but its updated_at column has type ${text(updated)}`),
    ),
  );
  return new Exceptions(members);
}

class Exceptions extends HostObject {
  readonly typeName = 'dict';
  readonly #members: ReadonlyMap<string, Value>;
  constructor(members: ReadonlyMap<string, Value>) {
    super();
    this.#members = members;
  }
  override attribute(name: string): Value | undefined {
    return this.#members.get(name);
  }
  override memberNames(): Iterable<string> {
    return this.#members.keys();
  }
  override item(key: Value): Value | undefined {
    return typeof key === 'string' ? this.#members.get(key) : undefined;
  }
}

function failing(name: string, { parameters, message }: Failure): HostObject {
  return hostFunction(name, parameters, (...args) => {
    throw new TemplateError('raised', message(...args.map(arg => arg ?? null)));
  });
}
