import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { openEngine } from '../../../src-main/ml/engine/engine.ts';
import { maxOfPairs } from '../../../src-main/ml/engine/max-of-pairs.ts';

const engine = await openEngine();

// After a ReLU many pairs are twice 0: who gets the gradient then is part of the result.
const random = (shape: [number, number, number, number], seed: number): tf.Tensor4D =>
  tf.relu(tf.randomNormal(shape, 0, 1, 'float32', seed)) as tf.Tensor4D;

for (const time of [8, 7, 2, 1]) {
  for (const padding of ['same', 'valid'] as const) {
    if (padding === 'valid' && time < 2) continue;
    // Only native TensorFlow's own gradient is right, ties and odd ends included (see pool.ts).
    it.skipIf(engine.name !== 'native')(`has TensorFlow's gradient for ${time} samples, padding ${padding}`, () => {
      const x = random([3, 1, time, 5], 1);
      const pool = (v: tf.Tensor4D): tf.Tensor4D => tf.maxPool(v, [1, 2], [1, 2], padding);
      const y = pool(x);
      const dy = tf.randomNormal(y.shape, 0, 1, 'float32', 2);
      expect([...maxOfPairs(x, padding).dataSync()]).toEqual([...y.dataSync()]);
      const gradient = (of: (v: tf.Tensor4D) => tf.Tensor): number[] =>
        // Plus 0: here −0 is 0.
        Array.from(
          tf
            .grad((v) => of(v as tf.Tensor4D))(x, dy)
            .dataSync(),
          (slope) => slope + 0,
        );
      const ours = gradient((v) => maxOfPairs(v, padding));
      expect(ours).toEqual(gradient(pool));
      expect(ours.some((slope) => slope !== 0)).toBe(true);
    });
  }
}
