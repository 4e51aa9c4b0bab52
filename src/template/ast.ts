import type { Value } from './value.ts';

/** Where a node stands: offsets in the template's text. */
export interface Place {
  readonly start: number;
  readonly end: number;
  /**
   * The token that jinja2 names the line of when this node is what a statement prints or tests: the parenthesis of a call,
   * the dot of an attribute, … It decides the line of an error report.
   */
  readonly at: number;
}

export type Expression =
  | Constant
  | Name
  | ListLiteral
  | DictLiteral
  | Attribute
  | Item
  | Slice
  | Call
  | Filter
  | Test
  | Binary
  | Unary
  | Concat
  | Compare
  | Logic
  | Conditional;

export interface Constant extends Place {
  readonly kind: 'constant';
  readonly value: Value;
}
export interface Name extends Place {
  readonly kind: 'name';
  readonly name: string;
}
export interface ListLiteral extends Place {
  readonly kind: 'list' | 'tuple';
  readonly items: readonly Expression[];
}
export interface DictLiteral extends Place {
  readonly kind: 'dict';
  readonly items: readonly (readonly [Expression, Expression])[];
}
export interface Attribute extends Place {
  readonly kind: 'attribute';
  readonly node: Expression;
  readonly name: string;
}
export interface Item extends Place {
  readonly kind: 'item';
  readonly node: Expression;
  readonly key: Expression;
}
/** Only as the key of an `Item`. */
export interface Slice extends Place {
  readonly kind: 'slice';
  readonly parts: readonly [Expression | null, Expression | null, Expression | null];
}
export interface Arguments {
  readonly args: readonly Expression[];
  readonly kwargs: readonly (readonly [string, Expression])[];
  readonly restArgs: Expression | null;
  readonly restKwargs: Expression | null;
}
export interface Call extends Place {
  readonly kind: 'call';
  readonly callee: Expression;
  readonly args: Arguments;
}
/** `node` is null in a filter block and a filtered set block: the block's text is filtered. */
export interface Filter extends Place {
  readonly kind: 'filter';
  readonly node: Expression | null;
  readonly name: string;
  readonly args: Arguments;
}
export interface Test extends Place {
  readonly kind: 'test';
  readonly node: Expression;
  readonly name: string;
  readonly args: Arguments;
}
export type BinaryOperation = '+' | '-' | '*' | '/' | '//' | '%' | '**';
export interface Binary extends Place {
  readonly kind: 'binary';
  readonly op: BinaryOperation;
  readonly left: Expression;
  readonly right: Expression;
}
export interface Unary extends Place {
  readonly kind: 'unary';
  readonly op: '-' | '+' | 'not';
  readonly node: Expression;
}
export interface Concat extends Place {
  readonly kind: 'concat';
  readonly items: readonly Expression[];
}
export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in';
export interface Compare extends Place {
  readonly kind: 'compare';
  readonly first: Expression;
  readonly rest: readonly (readonly [Comparison, Expression])[];
}
export interface Logic extends Place {
  readonly kind: 'and' | 'or';
  readonly left: Expression;
  readonly right: Expression;
}
export interface Conditional extends Place {
  readonly kind: 'conditional';
  readonly test: Expression;
  readonly then: Expression;
  readonly otherwise: Expression | null;
}

/** What `set` and `for` assign to. */
export type Target = NameTarget | TupleTarget | AttributeTarget;
export interface NameTarget extends Place {
  readonly kind: 'name';
  readonly name: string;
}
export interface TupleTarget extends Place {
  readonly kind: 'tuple';
  readonly items: readonly Target[];
}
/** `ns.attribute`, only in `set`. */
export interface AttributeTarget extends Place {
  readonly kind: 'attribute';
  readonly object: string;
  readonly attribute: string;
}

export interface Parameter {
  readonly name: string;
  readonly default: Expression | null;
  /** As written. */
  readonly defaultText: string | null;
}

export type Statement =
  | Output
  | Text
  | If
  | For
  | Set
  | SetBlock
  | Do
  | CallBlock
  | FilterBlock
  | With
  | Section
  | Definition
  | Loader
  | Jump;

export interface Text extends Place {
  readonly kind: 'text';
  readonly text: string;
}
export interface Output extends Place {
  readonly kind: 'output';
  readonly value: Expression;
}
export interface If extends Place {
  readonly kind: 'if';
  readonly branches: readonly Branch[];
  readonly otherwise: readonly Statement[];
}
export interface Branch {
  readonly test: Expression;
  readonly body: readonly Statement[];
  readonly at: number;
}
export interface For extends Place {
  readonly kind: 'for';
  readonly target: Target;
  readonly iterable: Expression;
  readonly test: Expression | null;
  readonly recursion: 'recursive' | 'flat';
  readonly body: readonly Statement[];
  readonly otherwise: readonly Statement[];
}
export interface Set extends Place {
  readonly kind: 'set';
  readonly target: Target;
  readonly value: Expression;
}
export interface SetBlock extends Place {
  readonly kind: 'set block';
  readonly target: Target;
  readonly filter: Filter | null;
  readonly body: readonly Statement[];
}
export interface Do extends Place {
  readonly kind: 'do';
  readonly value: Expression;
}
export interface CallBlock extends Place {
  readonly kind: 'call block';
  readonly parameters: readonly Parameter[];
  readonly call: Call;
  readonly body: readonly Statement[];
}
export interface FilterBlock extends Place {
  readonly kind: 'filter block';
  readonly filter: Filter;
  readonly body: readonly Statement[];
}
export interface With extends Place {
  readonly kind: 'with';
  readonly values: readonly (readonly [Target, Expression])[];
  readonly body: readonly Statement[];
}
/** `block` and `autoescape`: a scope, nothing more, as there is no inheritance and no escaping. */
export interface Section extends Place {
  readonly kind: 'section';
  readonly body: readonly Statement[];
}
/** `macro`, `test`, `materialization`, `snapshot` and `docs`. */
export interface Definition extends Place {
  readonly kind: 'definition';
  readonly tag: 'macro' | 'test' | 'materialization' | 'snapshot' | 'docs';
  readonly name: string;
  /** Of a materialization; null otherwise. */
  readonly adapter: string | null;
  readonly parameters: readonly Parameter[];
  /** Of a materialization that names them. */
  readonly languages: Expression | null;
  readonly body: readonly Statement[];
}
/** `include`, `import`, `from` and `extends`: they need a loader, which there is none of. */
export interface Loader extends Place {
  readonly kind: 'loader';
}
export interface Jump extends Place {
  readonly kind: 'break' | 'continue';
}
