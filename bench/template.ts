import { compileTemplate, fromPlain, type Scope, type Template, type Value } from '../src/template/index.ts';
import { hostFunction } from '../src/template/value/call.ts';
import { type Bench, type Line, perSecond, rounded } from './harness.ts';

/** A template, and the JavaScript that one would write by hand for the same text. */
interface Subject {
  readonly name: string;
  readonly text: string;
  readonly byHand: () => string;
}

const statuses = ['placed', 'shipped', 'completed', 'returned', 'return_pending'];
const relation = (name: string): string => `"shop"."main"."${name}"`;

const model: Subject = {
  name: 'model',
  text: `select
  order_id,
{%- for status in statuses %}
  sum(case when status = '{{ status }}' then amount else 0 end) as {{ status }}_amount{{ "," if not loop.last }}
{%- endfor %}
from {{ ref('stg_orders') }}
{% if target_name == 'prod' %}where not is_test{% endif %}
group by order_id`,
  byHand: () => `select
  order_id,${statuses
    .map(
      (status, at) => `
  sum(case when status = '${status}' then amount else 0 end) as ${status}_amount${at < statuses.length - 1 ? ',' : ''}`,
    )
    .join('')}
from ${relation('stg_orders')}

group by order_id`,
};

const loop: Subject = {
  name: 'loop of 1000',
  text: `{% for number in range(1000) %}{{ number }}: {{ "even" if number % 2 == 0 else "odd" }}\n{% endfor %}`,
  byHand: () => Array.from({ length: 1000 }, (_, number) => `${number}: ${number % 2 === 0 ? 'even' : 'odd'}\n`).join(''),
};

const sql = 'select 1 as id union all\n'.repeat(200).concat('select 2');
const plain: Subject = { name: 'SQL alone', text: sql, byHand: () => sql };

const members = new Map<string, Value>([
  ['statuses', fromPlain(statuses)],
  ['target_name', 'dev'],
  ['ref', hostFunction('ref', ['name'], name => relation(String(name)))],
]);
const scope: Scope = { lookup: name => members.get(name) };
const options = { undefinedNames: 'plain' } as const;
const forMs = 400;

const bench: Bench = {
  question: 'How many templates per second are compiled and rendered, against JavaScript written by hand?',
  async run() {
    const lines: Line[] = [];
    for (const subject of [plain, model, loop]) lines.push(await lineOf(subject));
    return lines;
  },
};

async function lineOf(subject: Subject): Promise<Line> {
  const template = compiled(subject.text);
  await check(subject, template);
  const compiles = await perSecond(fresh(subject), { forMs });
  const sync = await perSecond(() => template.renderSync(scope, options), { forMs });
  const async = await perSecond(() => template.render(scope, options), { forMs });
  const byHand = await perSecond(subject.byHand, { forMs });
  return {
    template: subject.name,
    compilesPerS: rounded(compiles),
    syncPerS: rounded(sync),
    asyncPerS: rounded(async),
    byHandPerS: rounded(byHand),
    syncTimes: rounded(byHand / sync),
    asyncTimes: rounded(byHand / async),
  };
}

const compiled = (text: string): Template => compileTemplate({ file: 'models/orders.sql', text });

/** Each text is another one, since compiled templates are kept by their text. Both variants are made by rendering once. */
function fresh({ text }: Subject): () => Promise<void> {
  let count = 0;
  return async () => {
    count += 1;
    const template = compiled(`${text}-- ${count}`);
    template.renderSync(scope, options);
    await template.render(scope, options);
  };
}

/** What is compared must be the same. */
async function check({ name, byHand }: Subject, template: Template): Promise<void> {
  const texts = [template.renderSync(scope, options), await template.render(scope, options)];
  if (texts.some(text => text !== byHand())) throw new Error(`The template \`${name}\` does not give what it is compared with.`);
}

export default bench;
