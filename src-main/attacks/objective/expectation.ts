import * as tf from '@tensorflow/tfjs-core';
import { recordRandom } from '../../numeric/record-random.ts';
import type { InputGradient } from './gradient.ts';
import { drawDevice } from '../device/chain.ts';

/** Sets these draws apart from all others. */
const PURPOSE = 0x64657669;

interface Expectation {
  /** Of the originals, which with these decides what is drawn for each. */
  x: readonly Float32Array[];
  seed: number;
  samplingHz: number;
  draws: number;
  /** How often the gradient was asked before: each time other devices are drawn. */
  asked: number;
}

/**
 * Expectation over transformation (Athalye et al. 2018): the mean over drawn devices T of the gradient of ℓ(T(signal)) by the signal
 * (batch, samples), Tᵀ∇ℓ, and of the logits. The caller disposes of both.
 */
export function throughDevices(
  signals: tf.Tensor2D,
  gradientAt: (signals: tf.Tensor2D) => InputGradient,
  { x, seed, samplingHz, draws, asked }: Expectation,
): InputGradient {
  const [rows, samples] = signals.shape;
  const values = signals.dataSync<'float32'>();
  const row = (all: Float32Array, i: number): Float64Array =>
    Float64Array.from(all.subarray(i * samples, (i + 1) * samples));
  const total = new Float64Array(rows * samples);
  const logits: tf.Tensor2D[] = [];
  for (let draw = 0; draw < draws; draw++) {
    const devices = x.map((signal) => drawDevice(recordRandom(seed, signal, PURPOSE, asked, draw), samplingHz));
    const passed = new Float32Array(rows * samples);
    devices.forEach((device, i) => passed.set(device.apply(row(values, i)), i * samples));
    const found = gradientAt(tf.tensor2d(passed, [rows, samples]));
    const slopes = found.gradient.dataSync<'float32'>();
    devices.forEach((device, i) => {
      device.transpose(row(slopes, i)).forEach((value, k) => (total[i * samples + k]! += value / draws));
    });
    logits.push(found.logits);
  }
  return {
    gradient: tf.tensor2d(Float32Array.from(total), [rows, samples]),
    logits: tf.div(tf.addN(logits), draws),
  };
}
