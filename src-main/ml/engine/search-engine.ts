import * as tf from '@tensorflow/tfjs-core';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { ENGINE_SAID } from '../../../src-shared/engine-said.ts';
import { openEngine, wantedEngine } from './engine.ts';
import { openWebGpu, type GpuAdapter } from './webgpu.ts';
import { readChoice } from './webgpu-choice.ts';

let opened: Promise<GpuAdapter | undefined> | undefined;

/** Whether searches and trainings of this computer are done by WebGPU: asked for by EQUIPOISE_ENGINE, or chosen when it was set up. */
export function isGpuWanted(): boolean {
  const wanted = wantedEngine();
  return wanted === 'webgpu' || (wanted === undefined && readChoice()?.chosen === true);
}

/**
 * The graphics processor that searches for perturbations and computes the steps of a training in this process; undefined: the engine itself
 * does. What is found is judged by the engine, on whatever it was found. AppError 'unavailable' if it was asked for and is not there; where
 * it was only chosen, a warning on stderr. @internal Exported for the set-up.
 */
export async function searchEngine(): Promise<GpuAdapter | undefined> {
  if (!isGpuWanted()) return undefined;
  try {
    return await (opened ??= openWebGpu());
  } catch (error) {
    opened = undefined;
    if (wantedEngine() === 'webgpu') throw error;
    opened = Promise.resolve(undefined);
    const { message } = AppError.from(error);
    if (process.env[ENGINE_SAID] === undefined)
      process.stderr.write(`Warning: WebGPU was chosen when this program was set up, and does not start: ${message}\n`);
    return undefined;
  }
}

/**
 * Does the work on the search engine: every tensor that it makes is there, and what it needs of others it must make again. Reading one takes
 * `await`. Throws AppError 'unavailable' if the graphics processor refused a computation meanwhile, whose results are then not to be used.
 */
export async function onSearchEngine<T>(work: () => Promise<T>): Promise<T> {
  const gpu = await searchEngine();
  const current = tf.getBackend();
  if (gpu === undefined || current === 'webgpu') return work();
  await tf.setBackend('webgpu');
  try {
    const result = await work();
    gpu.check();
    return result;
  } finally {
    await tf.setBackend(current);
  }
}

/** What searches or trains, and what judges, for provenance, e.g. 'TensorFlow 2.21.0 with WebGPU (Apple M2)'. */
export async function versionWithGpu(): Promise<string> {
  const { version } = await openEngine();
  const gpu = await searchEngine();
  return gpu === undefined ? version : `${version} with WebGPU (${gpu.name})`;
}
