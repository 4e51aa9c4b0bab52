import {
  compileTemplate,
  dictFrom,
  hostFunction,
  type Kwargs,
  Range,
  rawFunction,
  TemplateError,
  type Value,
} from '../../src/template/index.ts';
import { dictEntries } from '../../src/template/method/dict.ts';

const rangeFunction = hostFunction('range', ['start', 'stop?', 'step?'], (start, stop, step) =>
  stop === undefined ? new Range(0, Number(start), 1) : new Range(Number(start), Number(stop), Number(step ?? 1)),
);

const dictFunction = rawFunction('dict', (args: readonly Value[], kwargs: Kwargs) =>
  dictFrom([...args.flatMap(source => Array.from(dictEntries(source))), ...kwargs]),
);

const names = new Map([
  ['range', rangeFunction],
  ['dict', dictFunction],
]);

/** What `{{ expression }}` prints, or its error's message after `! `. */
export function show(expression: string): string {
  return showTemplate(`{{ ${expression} }}`);
}

/** What a template prints, or its error's message after `! `. */
export function showTemplate(text: string): string {
  try {
    const template = compileTemplate({ file: 'test.sql', text });
    return template.renderSync({ lookup: name => names.get(name) }, { undefinedNames: 'plain' });
  } catch (error) {
    if (error instanceof TemplateError) return `! ${error.message}`;
    throw error;
  }
}
