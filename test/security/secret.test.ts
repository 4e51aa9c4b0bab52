import { join } from 'node:path';
import { expect, test } from 'vitest';
import { secretsIn } from '../../src/command/connection-secret.ts';
import { runModel } from '../cli/command.ts';
import { inFolder, writtenBelow } from './folder.ts';

test('what is named like a secret, or stands in an address, is one', () => {
  const fields = {
    type: 'duckdb',
    path: 'ducklake:x?motherduck_token=tok-1234',
    schema: 'main',
    pass: 'field-secret',
    secrets: [{ type: 's3', provider: 'config', key_id: 'AKIA-1234', secret: "it's-5678", region: 'eu' }],
    settings: { s3_secret_access_key: 'set-1234', threads: 4 },
    attach: [{ path: 'postgres://me:pg%20word@host/db' }, { path: "host=h password='two words' user=u", alias: 'b' }],
  };
  expect([...secretsIn(fields, new Set(['pass']))].sort()).toEqual(
    ['AKIA-1234', 'field-secret', "it's-5678", 'pg%20word', 'set-1234', 'tok-1234', 'two words'].sort(),
  );
});

test('no secret is printed, and a template sees none in its target', async () => {
  const secrets = ['env-secret-1', 'model-secret-2', 'dotenv-secret-3', 'AKIA-secret-4', 'key-secret-5', 'pg-secret-6'];
  const files = {
    '.env': 'MODEL_SECRET_FILE=dotenv-secret-3\n',
    'profiles.yml': `shop:
  target: dev
  outputs:
    dev:
      type: duckdb
      path: shop.duckdb
      settings: {allow_persistent_secrets: false}
    cloud:
      type: duckdb
      path: shop.duckdb
      secrets: [{type: nosuch, key_id: AKIA-secret-4, secret: key-secret-5}]
      attach: ["postgres://me:pg-secret-6@localhost/x"]
`,
    'models/leak.sql': `{{ log("${secrets.join(' ')}", info=true) }}select '{{ target }}' as target`,
    'models/fails.sql': "select cast('env-secret-1 model-secret-2' as integer) as n",
  };
  const env = { DBT_ENV_SECRET_A: 'env-secret-1', MODEL_SECRET_B: 'model-secret-2' };
  await inFolder(files, async dir => {
    const runs = [];
    for (const args of [
      ['debug', '--target', 'cloud'],
      ['compile', '--target', 'cloud', '-s', 'leak'],
      ['build', '-s', 'leak', 'fails', '--vars', '{a: env-secret-1}'],
      ['build', '-s', 'leak', 'fails', '--debug', '--log-format', 'json'],
    ])
      runs.push(await runModel(args, { dir, env }));
    const told = runs.map(run => run.output).join('\n');
    for (const secret of [...secrets.slice(0, 3)]) expect(told, secret).not.toContain(secret);
    expect(told).toContain('*****');
    // The connection of the first fails, the second needs none, and in the others a model fails.
    expect(runs.map(run => run.exitCode)).toEqual([1, 0, 1, 1]);
    expect(runs[0]?.output).not.toMatch(/AKIA-secret-4|key-secret-5|pg-secret-6/);
    expect(runs[1]?.output).not.toMatch(/AKIA-secret-4|key-secret-5|pg-secret-6/);
    await runModel(['compile', '--target', 'cloud', '-s', 'leak'], { dir, env });
    const compiled = writtenBelow(join(dir, 'target/compiled'));
    expect(compiled).toContain("'name': 'cloud'");
    expect(compiled).not.toMatch(/-secret-[456]/);
  });
}, 60_000);

test('a template may not ask for a secret', async () => {
  await inFolder({ 'models/asks.sql': "select '{{ env_var('DBT_ENV_SECRET_A') }}' as n" }, async dir => {
    const { output, exitCode } = await runModel(['build'], { dir, env: { DBT_ENV_SECRET_A: 'env-secret-1' } });
    expect(exitCode).toBe(2);
    expect(output).not.toContain('env-secret-1');
  });
}, 30_000);

test('a secret is not quoted by the complaint that ends loading', async () => {
  const profile = `shop: {target: dev, outputs: {dev: {type: duckdb, threads: "{{ env_var('MODEL_SECRET_FILE') }}"}}}\n`;
  await inFolder({ '.env': 'MODEL_SECRET_FILE=dotenv-secret\n', 'profiles.yml': profile }, async dir => {
    const { output, exitCode } = await runModel(['parse'], { dir });
    expect(exitCode).toBe(2);
    expect(output).toContain('and is `*****`');
  });
}, 30_000);

test('what the environment hides stays out of the options and messages of run results', async () => {
  const files = {
    'models/fails.sql': "select cast('x' || getvariable('nothing') as integer) as n, error('{{ var('a') }}') as e",
  };
  const env = { DBT_ENV_SECRET_A: 'env-secret-1' };
  await inFolder(files, async dir => {
    await runModel(['run', '--vars', '{a: env-secret-1}'], { dir, env });
    const results =
      writtenBelow(join(dir, 'target'))
        .split('\n')
        .find(text => text.includes('run-results')) ?? '';
    const { args, results: nodes } = JSON.parse(results) as { args: unknown; results: readonly { message: string }[] };
    expect(JSON.stringify(args)).not.toContain('env-secret-1');
    expect(nodes.map(node => node.message).join()).not.toContain('env-secret-1');
  });
}, 60_000);
