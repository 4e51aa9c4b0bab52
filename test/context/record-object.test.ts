import { expect, it } from 'vitest';
import { RecordObject } from '../../src/context/record-object.ts';
import { compileTemplate } from '../../src/template/index.ts';

it('a record is read by attribute and by key, and gives all of itself as dicts', () => {
  const inner = new RecordObject('TimingInfo', { name: 'compile' });
  const record = new RecordObject('RunResult', { status: 'pass', timing: [inner], node: inner });
  const scope = { lookup: (name: string) => (name === 'r' ? record : undefined) };
  const text = "{{ r.status }} {{ r['status'] }} {{ 'node' in r }} {{ r.timing[0].to_dict() }} {{ r.to_dict() }}";
  expect(compileTemplate({ file: 'm.sql', text }).renderSync(scope, { undefinedNames: 'plain' })).toBe(
    "pass pass True {'name': 'compile'} {'status': 'pass', 'timing': [{'name': 'compile'}], 'node': {'name': 'compile'}}",
  );
});
