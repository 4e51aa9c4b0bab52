/** A template variable as a JavaScript variable, whose name has nothing of the template's name. */
export interface Variable {
  readonly js: string;
}

/** The names that one scope of a template assigns. Reading any other name asks the scope around it, and at last the context. */
export class NameScope {
  readonly parent: NameScope | null;
  readonly #variables = new Map<string, Variable>();

  constructor(parent: NameScope | null) {
    this.parent = parent;
  }

  declare(name: string, js: string): Variable {
    const variable = { js };
    this.#variables.set(name, variable);
    return variable;
  }

  own(name: string): Variable | undefined {
    return this.#variables.get(name);
  }
}

/** Which variables surely hold a value at a point of the generated code. */
export class Assignments {
  #assigned: ReadonlySet<Variable> = new Set();

  add(variable: Variable): void {
    if (!this.#assigned.has(variable)) this.#assigned = new Set([...this.#assigned, variable]);
  }

  has(variable: Variable): boolean {
    return this.#assigned.has(variable);
  }

  /** Runs each of the ways that the code may go; what all of them assign is assigned afterwards. */
  branch(ways: readonly (() => void)[]): void {
    const before = this.#assigned;
    const reached = ways.map(way => {
      this.#assigned = before;
      way();
      return this.#assigned;
    });
    const [first = before, ...others] = reached;
    this.#assigned = new Set([...first].filter(variable => others.every(other => other.has(variable))));
  }
}
