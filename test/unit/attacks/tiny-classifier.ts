import * as tf from '@tensorflow/tfjs-core';
import type { Classifier } from '../../../src-main/ml/network/classifier.ts';

interface Weight {
  shape: number[];
  data: number[];
}

export type TinyWeights = Record<'w1' | 'b1' | 'g' | 'be' | 'mu' | 'va' | 'w2' | 'b2' | 'wf' | 'bf', Weight>;

/**
 * The oracle's network, spelt with operations that both engines differentiate: conv → batch norm → ReLU → max-pool 2
 * → conv of dilation 2 → ReLU → mean over time → dense. Weights are (out, in, kernel), the number of samples a
 * multiple of 4.
 */
export function tinyClassifier(weights: TinyWeights): Classifier {
  const at = (name: keyof TinyWeights): tf.Tensor => tf.tensor(weights[name].data, weights[name].shape);
  const kernel = (w: tf.Tensor): tf.Tensor4D => tf.expandDims(tf.transpose(w, [2, 1, 0]), 1) as tf.Tensor4D;
  const own = tf.tidy(() => {
    const scale = tf.div(at('g'), tf.sqrt(tf.add(at('va'), 1e-5)));
    return {
      k1: kernel(at('w1')),
      b1: at('b1'),
      scale,
      shift: tf.sub(at('be'), tf.mul(at('mu'), scale)),
      k2: kernel(at('w2')),
      b2: at('b2'),
      wf: tf.transpose(at('wf')),
      bf: at('bf'),
    };
  });
  const channels = weights.b1.shape[0]!;
  return {
    classCount: weights.bf.shape[0]!,
    logits: (x: tf.Tensor2D) =>
      tf.tidy(() => {
        const [batch, samples] = x.shape;
        const signals: tf.Tensor4D = tf.reshape(x, [batch, samples, 1, 1]);
        const first = tf.add(tf.conv2d(signals, own.k1, 1, 'same'), own.b1);
        const active = tf.relu(tf.add(tf.mul(first, own.scale), own.shift));
        const pairs = tf.reshape(active, [batch, samples / 2, 2, channels]);
        const half = [batch, samples / 2, 1, channels];
        // maximum gives the gradient of a tie to its first argument: the earlier sample.
        const pooled = tf.maximum(tf.slice(pairs, [0, 0, 0, 0], half), tf.slice(pairs, [0, 0, 1, 0], half));
        // Dilation 2 as two interleaved undilated convolutions.
        const folded = tf.reshape(pooled, [batch, samples / 4, 2, channels]) as tf.Tensor4D;
        const second = tf.relu(tf.add(tf.conv2d(folded, own.k2, 1, 'same'), own.b2));
        return tf.add(tf.matMul(tf.mean(second, [1, 2]), own.wf as tf.Tensor2D), own.bf) as tf.Tensor2D;
      }),
    dispose: () => tf.dispose(own),
  };
}
