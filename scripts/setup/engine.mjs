/**
 * Part 3: native TensorFlow for @tensorflow/tfjs-node, whose own install script does not run (.npmrc).
 * It is taken from the first of these that has it: node_modules, the cache of an earlier set-up, the official download,
 * the pip wheel. Without any of them the WASM engine, which comes with the packages, does the work more slowly.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hasWebGpu } from './has-webgpu.mjs';
import { ROOT, SetupError, lastLine, modulePath, run } from './context.mjs';
import { cachedLibraries, linkLibrary, nativeFiles } from './native-library.mjs';
import { downloadOfficial } from './native-official.mjs';
import { unpackWheel } from './native-wheel.mjs';
import { buildAddon } from './native-addon.mjs';
import { failedLately, wantedEngine } from './state.mjs';
import { setUpWebGpu } from './webgpu.mjs';

/** Finds or installs the engine; only EQUIPOISE_ENGINE=native makes a missing one a failure. */
export async function setUpEngine({ check, retry, state }) {
  const asked = wantedEngine();
  if (!['auto', 'native', 'wasm', 'webgpu'].includes(asked)) {
    throw new SetupError(`EQUIPOISE_ENGINE is "${asked}"; it can be native, wasm or webgpu, or left out.`);
  }
  if (asked !== 'webgpu') return await findEngine(asked, { check, retry, state });
  // WebGPU searches; what it finds is judged by the best of the others.
  const engine = await findEngine('auto', { check, retry, state });
  if (hasWebGpu()) return { ...engine, text: `${engine.text}; WebGPU searches` };
  if (check) return { ...engine, missing: true, text: `${engine.text}; WebGPU is not installed` };
  return { ...engine, text: `${engine.text}; ${await setUpWebGpu(state.node)}` };
}

async function findEngine(wanted, { check, retry, state }) {
  if (wanted === 'wasm') {
    return { text: 'WASM engine, as EQUIPOISE_ENGINE=wasm asks', record: state.engine ?? { name: 'wasm' } };
  }
  const there = await probe(state.node.path);
  if (there.version) return native(there.version, 'already there');
  if (!check && wanted === 'auto' && !retry && failedLately(state.engine)) {
    return wasm(state.engine.reason, state.engine);
  }
  if (check)
    return {
      missing: wanted === 'native',
      text: `native TensorFlow is not here (${there.reason}); set-up would look for it`,
    };
  return await obtain(state.node.path, wanted);
}

async function obtain(node, wanted) {
  const reasons = [];
  const sources = [
    ...cachedLibraries().map((library) => ({ name: 'from the cache', get: async () => library })),
    { name: 'the official download', get: downloadOfficial },
    { name: 'from the pip wheel', get: unpackWheel },
  ];
  for (const source of sources) {
    try {
      const library = await source.get();
      await buildAddon(library);
      linkLibrary(library);
      const { version, reason } = await probe(node);
      if (version) return native(version, source.name, true);
      reasons.push(`${source.name}: does not load: ${reason}`);
    } catch (error) {
      reasons.push(`${source.name}: ${error.message}`);
    }
  }
  const reason = reasons.join('; ');
  if (wanted === 'native') throw new SetupError(`native TensorFlow is not available: ${reason}`);
  return wasm(reason, { name: 'wasm', reason, failedAt: Date.now() });
}

function native(version, how, changed = false) {
  return {
    text: `native TensorFlow ${version}, ${how}`,
    record: { name: 'native', version, files: nativeFiles() },
    changed,
  };
}

function wasm(reason, record) {
  return { text: `WASM engine (slower) instead of native TensorFlow: ${reason}`, record };
}

/** Loads the addon in a process of its own: a bad library may crash the process that loads it. */
async function probe(node) {
  const files = nativeFiles();
  if (!files.every((file) => existsSync(file))) return { reason: 'no native addon' };
  const program = join(ROOT, 'scripts/setup/probe-native.cjs');
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' };
  const result = await run(node, [program, modulePath('@tensorflow/tfjs-node')], { timeoutMs: 60_000, env });
  if (result.code === 0) return { version: result.stdout.trim() };
  const error = /Error: .*/.exec(result.stderr)?.[0] ?? lastLine(result.stderr);
  return { reason: error || `exit code ${result.code}` };
}
