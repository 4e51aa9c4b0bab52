// Parses SQL in a thread of its own: the parser recurses deeply, and takes its time to load. Plain JavaScript, since Node runs it
// as it is, from the sources too.
import { existsSync, readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { parentPort } from 'node:worker_threads';

const port = parentPort;
if (port === null) throw new Error('runs as a worker only');

// The parser's functions are huge. Compiling them twice, the second time with care, takes several times what it gains over the few
// thousand statements of a project: 1,000 statements take 0.7 s of processor time in place of 3 s, the start included.
setFlagsFromString('--liftoff-only');
setFlagsFromString('--wasm-lazy-validation');

// The package would load its code as if from the network, and Node's code for the network takes longer to load than the parser.
// Without these two, the parser is content with what has been read already.
globalThis.Response = undefined;
globalThis.Request = undefined;

const loading = import('@polyglot-sql/sdk/manual').then(
  async sdk => {
    await sdk.init({ wasmUrl: new WebAssembly.Module(readFileSync(wasmPath())) });
    return sdk;
  },
  () => null,
);

/** Beside this file where the two are published together, else in the package. */
function wasmPath() {
  const beside = new URL('./polyglot_sql.wasm', import.meta.url);
  return existsSync(beside) ? beside : new URL('./polyglot_sql.wasm', import.meta.resolve('@polyglot-sql/sdk/manual'));
}

port.on('message', async ({ id, sql, dialect }) => {
  const sdk = await loading;
  if (sdk === null) return port.postMessage({ id, failure: { kind: 'missing' } });
  port.postMessage({ id, ...parsed(sdk, sql, dialect) });
});

function parsed(sdk, sql, dialect) {
  try {
    const result = sdk.parse(sql, dialect);
    if (!result.success) return { failure: { kind: 'syntax', message: String(result.error ?? '') } };
    return { trees: pruned(result.ast) };
  } catch (error) {
    return { failure: { kind: 'syntax', message: String(error?.message ?? error) } };
  }
}

/** Most of a tree says that something is not there. */
function pruned(tree) {
  if (Array.isArray(tree)) return tree.map(pruned);
  if (typeof tree !== 'object' || tree === null) return tree;
  const kept = {};
  let isEmpty = true;
  for (const key in tree) {
    const value = tree[key];
    if (value === null || value === false || value === undefined || (Array.isArray(value) && value.length === 0)) {
      if (isNode(tree)) kept[key] = value;
      continue;
    }
    if (key.endsWith('_comments')) continue;
    kept[key] = pruned(value);
    isEmpty = false;
  }
  return isEmpty && Object.keys(kept).length === 0 ? {} : kept;
}

/** A node's only key is its kind, which matters also when nothing follows. */
const isNode = tree => Object.keys(tree).length === 1;
