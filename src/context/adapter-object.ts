import type { TemplateMethod } from '../adapter/adapter.ts';
import type { Row, Sql } from '../sql/relation.ts';
import { fromPlain, HostObject, hostFunction, isTrue, TemplateError, toPlain, type Value } from '../template/index.ts';
import { askingMethods } from './adapter-ask.ts';
import { changingMethods } from './adapter-change.ts';
import type { AdapterContext, AdapterMethod, Arguments } from './adapter-method.ts';
import { pureMethods } from './adapter-pure.ts';
import { ColumnClass } from './column.ts';
import { RelationClass } from './relation-class.ts';

/** `adapter` in templates. While parsing, what would ask the warehouse gives an empty answer, as in dbt. */
export class AdapterObject extends HostObject {
  readonly typeName = 'adapter';
  readonly context: AdapterContext;
  readonly #bound = new Map<string, HostObject>();
  constructor(context: AdapterContext) {
    super();
    this.context = context;
  }

  override attribute(name: string): Value | undefined {
    if (name === 'dispatch') return this.context.dispatch;
    const known = this.#bound.get(name);
    if (known) return known;
    const found = this.#member(name);
    if (found !== undefined) this.#bound.set(name, found);
    return found;
  }

  #member(name: string): HostObject | undefined {
    const { dialect, quoting, methods: own, flags } = this.context;
    if (name === 'Relation') return new RelationClass(dialect, quoting);
    if (name === 'Column') return new ColumnClass(dialect);
    if (name === 'behavior') return new BehaviorFlags(flags);
    const special = Object.hasOwn(own, name) ? own[name] : undefined;
    if (special) return hostFunction(name, special.parameters, (...args) => this.#runOwn(special, args));
    const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
    return method && hostFunction(name, method.parameters, (...args) => this.#run(name, method, args));
  }

  override memberNames(): Iterable<string> {
    return ['dispatch', ...Object.keys(methods)];
  }

  #run(name: string, method: AdapterMethod, args: Arguments): Value | Promise<Value> {
    const { port } = this.context;
    if ('pure' in method) return method.pure(this.context, args);
    if (port === 'parsing') return method.parsing();
    if (port === null && method.offline) return method.parsing();
    if (port === null) {
      throw new TemplateError('other', `\`adapter.${name}\` asks the warehouse, and this command runs without a connection`);
    }
    return method.ask(port, this.context, args);
  }

  #runOwn(method: TemplateMethod, args: Arguments): Value | Promise<Value> {
    const { port } = this.context;
    const query =
      port === 'parsing' || port === null ? null : async (sql: Sql): Promise<readonly Row[]> => (await port.query(sql, {})).rows;
    const plain = args.map(arg => (arg === undefined ? undefined : toPlain(arg)));
    const answer = method.run(plain, query);
    return answer instanceof Promise ? answer.then(fromPlain) : fromPlain(answer);
  }
}

const methods: Readonly<Record<string, AdapterMethod>> = { ...pureMethods, ...askingMethods, ...changingMethods };

/** `adapter.behavior`: flags of the project by name, true or false, with dbt's defaults. */
class BehaviorFlags extends HostObject {
  readonly typeName = 'Behavior';
  readonly #flags: AdapterContext['flags'];
  constructor(flags: AdapterContext['flags']) {
    super();
    this.#flags = flags;
  }
  override attribute(name: string): Value | undefined {
    const set = this.#flags[name] ?? this.#flags[name.toUpperCase()];
    if (set === undefined && !knownBehaviors.has(name)) return undefined;
    return new BehaviorFlag(isTrue(fromPlain(set ?? false)));
  }
}

const knownBehaviors: ReadonlySet<string> = new Set([
  'enable_truthy_nulls_equals_macro',
  'require_batched_execution_for_custom_microbatch_strategy',
]);

/** True or false; `no_warn` is the same, where asking warns elsewhere. */
class BehaviorFlag extends HostObject {
  readonly typeName = 'BehaviorFlag';
  readonly #isSet: boolean;
  constructor(isSet: boolean) {
    super();
    this.#isSet = isSet;
  }
  override truthy(): boolean {
    return this.#isSet;
  }
  override attribute(name: string): Value | undefined {
    return name === 'no_warn' || name === 'setting' ? this.#isSet : undefined;
  }
}
