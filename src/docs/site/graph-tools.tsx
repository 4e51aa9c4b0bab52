import { useEffect, useState } from 'preact/hooks';
import { useSite } from './data.ts';
import { firstGrouping } from './graph-scope.ts';
import type { Colouring, GraphState, Grouping, Steps } from './graph-state.ts';
import { plural } from './plural.ts';
import { graphLink, nodeLink } from './route.ts';

interface GraphToolsProps {
  readonly state: GraphState;
  /** Of nodes that are shown. */
  readonly count: number;
  /** About the selector. */
  readonly messages: readonly string[];
}

/** What the graph shows, and how. Going back leads out of the graph, not through every setting. */
export function GraphTools({ state, count, messages }: GraphToolsProps) {
  const { overview } = useSite();
  const go = (change: Partial<GraphState>): void => location.replace(graphLink({ ...state, ...change }));
  return (
    <>
      <div class="graph-tools">
        <Scope state={state} go={go} />
        <SelectField key={state.select} value={state.select} onChange={select => go({ select })} />
        <Choice<Grouping>
          label="Group by"
          value={state.group}
          options={{ none: 'nothing', folder: 'folder', tag: 'tag', package: 'package' }}
          onChange={group => go({ group, open: [] })}
        />
        <Choice<Colouring>
          label="Colour by"
          value={state.colour}
          options={{ kind: 'kind', result: 'last result', ...(overview.changes === null ? {} : { change: 'change' }) }}
          onChange={colour => go({ colour })}
        />
        <span class="small" role="status">
          {plural(count, 'node')}
        </span>
      </div>
      {messages.length > 0 && (
        <p class="graph-message" role="alert">
          {messages.join(' ')}
        </p>
      )}
    </>
  );
}

interface ScopeProps {
  readonly state: GraphState;
  readonly go: (change: Partial<GraphState>) => void;
}

function Scope({ state, go }: ScopeProps) {
  const { nodes, indexes } = useSite();
  const node = state.id === null ? undefined : nodes[indexes.get(state.id) ?? -1];
  if (node === undefined) return <strong>Whole project</strong>;
  return (
    <>
      <a class="node-link" href={nodeLink(node.id)}>
        {node.label}
      </a>
      <Choice<string>
        label="Upstream"
        value={String(state.up)}
        options={stepOptions(state.up)}
        onChange={up => go({ up: stepsOf(up) })}
      />
      <Choice<string>
        label="Downstream"
        value={String(state.down)}
        options={stepOptions(state.down)}
        onChange={down => go({ down: stepsOf(down) })}
      />
      <a href={graphLink({ ...state, id: null, expanded: [], group: firstGrouping(nodes) })}>Whole project</a>
    </>
  );
}

const stepOptions = (value: Steps): Readonly<Record<string, string>> =>
  Object.fromEntries([...new Set([0, 1, 2, 3, 4, 5, 'all', value])].map(choice => [String(choice), String(choice)]));

const stepsOf = (text: string): Steps => (text === 'all' ? 'all' : Number(text));

interface SelectFieldProps {
  readonly value: string;
  readonly onChange: (text: string) => void;
}

/** Follows the typing after a pause. */
function SelectField({ value, onChange }: SelectFieldProps) {
  const [text, setText] = useState(value);
  const commit = (): void => {
    if (text.trim() !== value) onChange(text.trim());
  };
  useEffect(() => {
    const timer = setTimeout(commit, 700);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <input
      class="select-field"
      type="text"
      aria-label="Show what a selector chooses"
      placeholder="Select: tag:daily, +orders, path:models/marts …"
      autocomplete="off"
      autocapitalize="off"
      spellcheck={false}
      value={text}
      onInput={event => setText(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={event => event.key === 'Enter' && commit()}
    />
  );
}

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: Partial<Readonly<Record<T, string>>>;
  readonly onChange: (value: T) => void;
}

const Choice = <T extends string>({ label, value, options, onChange }: ChoiceProps<T>) => (
  <label class="steps">
    {label}
    <select value={value} onChange={event => onChange(event.currentTarget.value as T)}>
      {Object.entries<string | undefined>(options).map(([key, text]) => (
        <option key={key} value={key}>
          {text}
        </option>
      ))}
    </select>
  </label>
);
