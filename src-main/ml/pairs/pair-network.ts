import * as tf from '@tensorflow/tfjs-core';
import { conv1d, conv1dOfData, relu } from '../engine/ops.ts';
import { gaussian, type RandomGenerator } from '../../numeric/random.ts';

/** Samples in a window: 3 s at 300 Hz. */
export const WINDOW = 900;

/** What a window is looked at as: its values, their first and their second differences. */
export const CHANNELS = 3;

const LAYERS = [
  { width: 9, stride: 3, from: CHANNELS, to: 8 },
  { width: 7, stride: 2, from: 8, to: 16 },
  { width: 5, stride: 2, from: 16, to: 16 },
] as const;

/** Means over time are logarithms, as energies differ by factors; of less than this nothing is told. */
const FLOOR = 0.01;

const SHAPES: readonly number[][] = [
  ...LAYERS.flatMap(({ width, from, to }) => [[1, width, from, to], [to]]),
  [LAYERS[2].to, 1],
];

/**
 * The weights of a small convolutional network that gives a window one score: three convolutions with ReLU, the
 * logarithm of each channel's mean over time, and a weighted sum of these. Drawn as He et al. (2015) draw them, biases
 * and the sum at 0.
 */
export function initialPairNetwork(random: RandomGenerator): Float32Array[] {
  return SHAPES.map((shape) => {
    const weights = new Float32Array(shape.reduce((product, n) => product * n, 1));
    const deviation = shape.length === 4 ? Math.sqrt(2 / (weights.length / shape[3]!)) : 0;
    return deviation === 0 ? weights : weights.map(() => deviation * gaussian(random));
  });
}

/** The score of each window; `windows`: (windows, time, channels), row after row. */
export function scoreWindows(network: readonly Float32Array[], windows: Float32Array): Float32Array {
  return tf.tidy(() => Float32Array.from(scores(tensorOf(windows), tensorsOf(network)).dataSync()));
}

/**
 * The gradient, weight by weight, of the mean of log(1 + exp(made − real)): how far the network is from scoring each
 * real window higher than the made one at the same place.
 */
export function pairGradient(network: readonly Float32Array[], real: Float32Array, made: Float32Array): Float32Array[] {
  const gradients: Float32Array[] = [];
  // Nothing is returned from tidy: it would look for tensors in every element of a plain array.
  tf.tidy(() => {
    const [x, y] = [tensorOf(real), tensorOf(made)];
    const loss = (...weights: tf.Tensor[]): tf.Scalar =>
      tf.mean(tf.softplus(tf.sub(scores(y, weights), scores(x, weights))));
    for (const gradient of tf.grads(loss)(tensorsOf(network))) gradients.push(Float32Array.from(gradient.dataSync()));
  });
  return gradients;
}

function scores(x: tf.Tensor4D, weights: readonly tf.Tensor[]): tf.Tensor1D {
  let y = x;
  LAYERS.forEach(({ stride }, layer) => {
    const [kernel, bias] = weights.slice(2 * layer) as [tf.Tensor4D, tf.Tensor1D];
    const convolved = (layer === 0 ? conv1dOfData : conv1d)(y, kernel, { stride, dilation: 1, padding: 'same' });
    y = relu(tf.add<tf.Tensor4D>(convolved, bias));
  });
  const means = tf.log(tf.add(tf.mean<tf.Tensor2D>(y, [1, 2]), FLOOR));
  return tf.reshape(tf.matMul(means, weights.at(-1) as tf.Tensor2D), [x.shape[0]]);
}

const tensorOf = (windows: Float32Array): tf.Tensor4D =>
  tf.tensor4d(windows, [windows.length / (WINDOW * CHANNELS), 1, WINDOW, CHANNELS]);

const tensorsOf = (network: readonly Float32Array[]): tf.Tensor[] =>
  network.map((values, i) => tf.tensor(values, SHAPES[i]!));
