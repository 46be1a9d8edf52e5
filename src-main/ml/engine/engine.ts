import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import util from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { ENGINE_SAID } from '../../../src-shared/engine-said.ts';

export type EngineName = 'native' | 'wasm';

/** What EQUIPOISE_ENGINE can be: one of the engines, or WebGPU beside the best of them (search-engine.ts). */
const WANTED = ['native', 'wasm', 'webgpu'] as const;

/** What does the computing: `native` is TensorFlow itself, `wasm` the slower one that needs nothing from the system. */
export interface Engine {
  name: EngineName;
  /** For provenance, e.g. 'TensorFlow 2.21.0' or 'tfjs-wasm 4.22.0'. */
  version: string;
}

const require = createRequire(import.meta.url);
let opened: Promise<Engine> | undefined;

/**
 * Opens the engine of this process once and makes it the backend of @tensorflow/tfjs-core; later calls give the same.
 * Native where it can be loaded, else WASM with a warning on stderr. `force` (or EQUIPOISE_ENGINE) asks for one of
 * them, and then no other is tried: an AppError 'unavailable' says what is missing. What is judged, evaluated and stored is computed
 * by it, whatever searches (search-engine.ts).
 */
export async function openEngine(options: { force?: EngineName } = {}): Promise<Engine> {
  const wanted = options.force ?? wantedEngine();
  const force = wanted === 'webgpu' ? undefined : wanted;
  opened ??= open(force);
  let engine: Engine;
  try {
    engine = await opened;
  } catch (error) {
    opened = undefined;
    throw error;
  }
  if (force !== undefined && engine.name !== force) {
    throw new AppError(
      'conflict',
      `This process already computes with ${engine.version}; ${force} needs a new process.`,
    );
  }
  return engine;
}

/** What EQUIPOISE_ENGINE asks for; undefined: nothing. Throws AppError 'bad-input' for what is no engine. */
export function wantedEngine(): (typeof WANTED)[number] | undefined {
  const value = process.env['EQUIPOISE_ENGINE'];
  if (value === undefined || value === '') return undefined;
  const known = WANTED.find((name) => name === value);
  if (known) return known;
  throw new AppError('bad-input', `EQUIPOISE_ENGINE is '${value}'; it can be 'native', 'wasm' or 'webgpu'.`);
}

async function open(force: EngineName | undefined): Promise<Engine> {
  if (force === 'wasm') return openWasm();
  try {
    return await openNative();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    if (force === 'native') {
      throw new AppError(
        'unavailable',
        `Native TensorFlow cannot be loaded (${reason}). Run 'npm run setup' to install it.`,
        undefined,
        { cause },
      );
    }
    const wasm = await openWasm();
    // Never silently: it is several times slower, and its logits differ in the last digits.
    if (process.env[ENGINE_SAID] === undefined)
      process.stderr.write(
        `Warning: native TensorFlow cannot be loaded (${reason}); ${wasm.version} is used instead. Run 'npm run setup' to install it.\n`,
      );
    return wasm;
  }
}

interface NativeModule {
  version: { 'tfjs-node'?: string };
}

interface NodeBackend {
  binding: { TF_Version: string };
}

async function openNative(): Promise<Engine> {
  // tfjs-node 4.22 calls two helpers of Node's that newer versions have removed or warn about.
  const helpers = util as unknown as Record<string, unknown>;
  helpers['isNullOrUndefined'] = (value: unknown) => value === null || value === undefined;
  helpers['isArray'] = Array.isArray;
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '3';
  // More threads in one process gain little, and with one the sums are always in the same order: same seed, same weights.
  process.env['TF_NUM_INTRAOP_THREADS'] ??= '1';
  process.env['TF_NUM_INTEROP_THREADS'] ??= '1';
  await (import('@tensorflow/tfjs-node') as Promise<unknown> as Promise<NativeModule>);
  if (!(await tf.setBackend('tensorflow'))) throw new Error('its backend does not start');
  await tf.ready();
  const backend = tf.backend() as unknown as NodeBackend;
  return { name: 'native', version: `TensorFlow ${backend.binding.TF_Version}` };
}

async function openWasm(): Promise<Engine> {
  try {
    // Only this package registers the gradients of tfjs-core's operations (tfjs-node brings it along).
    await (import('@tensorflow/tfjs') as Promise<unknown>);
    const wasm = await import('@tensorflow/tfjs-backend-wasm');
    wasm.setWasmPaths(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')) + sep);
    if (!(await tf.setBackend('wasm'))) throw new Error('its backend does not start');
    await tf.ready();
    return { name: 'wasm', version: `tfjs-wasm ${wasm.version_wasm}` };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError(
      'unavailable',
      `The WASM engine cannot be loaded (${reason}). Run 'npm run setup' to install it.`,
      undefined,
      { cause },
    );
  }
}
