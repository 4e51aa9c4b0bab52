import { once } from 'node:events';
import { mkdirSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseYaml, parseYamlValue } from '../../src/template/yaml.ts';
import { runModel } from '../cli/command.ts';
import { inFolder } from './folder.ts';

/** Each line names the one before ten times. */
const laughs = (levels: number): string =>
  ['x0: &a0 [l, l, l, l, l, l, l, l, l, l]']
    .concat(Array.from({ length: levels }, (_, i) => `x${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(', ')}]`))
    .join('\n');

test('YAML that aliases blow up is refused, in project files and in templates', async () => {
  for (const parse of [parseYaml, parseYamlValue]) {
    expect(() => parse(laughs(9))).toThrow("aliases such as 'a4' repeat too much");
    expect(() => parse(`- &a "${'x'.repeat(100_000)}"\n${'- *a\n'.repeat(10_000)}`)).toThrow("aliases such as 'a' repeat");
    expect(() => parse(`a: &a {k: *a}`)).toThrow('undefined alias');
  }
  await inFolder(
    { 'models/m.yml': `${laughs(9)}\nmodels: [{name: m, meta: *a9}]`, 'models/m.sql': 'select 1 as x' },
    async dir => {
      expect(await runModel(['parse'], { dir })).toMatchObject({
        exitCode: 2,
        output: expect.stringContaining('project-bad-yaml'),
      });
    },
  );
}, 60_000);

test('ordinary anchors stay what they are', () => {
  const text = `base: &base {tests: [a, b]}\n${Array.from({ length: 5000 }, (_, i) => `m${i}: {<<: *base, n: ${i}}`).join('\n')}`;
  expect(parseYaml(text)).toMatchObject({ m4999: { tests: ['a', 'b'], n: 4999 } });
});

test('YAML nested without end is refused', () => {
  for (const text of ['['.repeat(100_000), `${'{a: '.repeat(20_000)}1${'}'.repeat(20_000)}`, '- '.repeat(20_000)])
    expect(() => parseYaml(text)).toThrow(expect.objectContaining({ name: 'YamlError' }));
});

test('links that lead in a circle, to nothing, and to a socket do not hold a project up', async () => {
  await inFolder({ 'models/m.sql': 'select 1 as x' }, async dir => {
    mkdirSync(join(dir, 'models/a'));
    symlinkSync('..', join(dir, 'models/a/up'));
    symlinkSync('../..', join(dir, 'models/a/root'));
    symlinkSync('a', join(dir, 'models/b'));
    symlinkSync('self', join(dir, 'models/self'));
    symlinkSync('nowhere.sql', join(dir, 'models/gone.sql'));
    const socket = createServer().listen(join(dir, 'models/socket.sql'));
    await once(socket, 'listening');
    const { output, exitCode } = await runModel(['list'], { dir }).finally(() => socket.close());
    expect({ output, exitCode }).toEqual({ output: 'shop.m\n', exitCode: 0 });
  });
}, 30_000);
