import { readdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { nearest } from '../src/diagnostic/nearest.ts';
import { type Bench, table } from './harness.ts';

/** Runs one script of this folder: `npm run bench -- NAME [--json]`. */
async function main(words: readonly string[]): Promise<number> {
  const [name] = words.filter(word => !word.startsWith('-'));
  const benches = names();
  if (name === undefined || !benches.includes(name)) {
    const near = nearest(name ?? '', benches);
    console.error(name === undefined ? 'Name a benchmark: npm run bench -- NAME' : `There is no benchmark \`${name}\`.`);
    if (near !== null) console.error(`Did you mean \`${near}\`?`);
    for (const one of benches) console.error(`  ${one.padEnd(10)}${(await load(one)).question}`);
    return 2;
  }
  const { question, run } = await load(name);
  const isJson = words.includes('--json');
  if (!isJson) console.log(`${question}\n`);
  const lines = await run();
  const machine = { node: process.version, cpu: cpus()[0]?.model.trim() ?? '', cores: cpus().length };
  if (isJson) console.log(JSON.stringify({ bench: name, question, ...machine, lines }));
  else console.log(`${table(lines)}\n\nNode ${machine.node}, ${machine.cores} cores of ${machine.cpu}`);
  return 0;
}

const names = (): readonly string[] =>
  readdirSync(fileURLToPath(new URL('.', import.meta.url)))
    .filter(file => file.endsWith('.ts') && file !== 'harness.ts' && file !== 'run.ts')
    .map(file => file.slice(0, -'.ts'.length))
    .sort();

const load = async (name: string): Promise<Bench> => (await import(`./${name}.ts`)).default;

process.exitCode = await main(process.argv.slice(2));
