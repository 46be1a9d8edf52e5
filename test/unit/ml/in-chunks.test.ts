import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { openEngine } from '../../../src-main/ml/engine/engine.ts';
import { inChunks } from '../../../src-main/ml/network/in-chunks.ts';

await openEngine();
const kernel = tf.tensor2d(
  Array.from({ length: 12 }, (_, i) => Math.sin(i)),
  [4, 3],
);
const plain = (x: tf.Tensor2D): tf.Tensor2D => tf.tanh(tf.matMul(x, kernel));
const x = tf.tensor2d(
  Array.from({ length: 28 }, (_, i) => Math.cos(2 * i)),
  [7, 4],
);

it('chunks give the logits and the gradient of the whole, and leave no tensor behind', () => {
  const batches: number[] = [];
  const counted = (v: tf.Tensor2D): tf.Tensor2D => {
    batches.push(v.shape[0]);
    return plain(v);
  };
  const chunks = inChunks(counted, (samples) => samples - 1);
  // Not bit for bit: some processors multiply a batch of another size in another order.
  const logits = plain(x).dataSync();
  chunks(x)
    .dataSync()
    .forEach((logit, i) => expect(logit).toBeCloseTo(logits[i]!, 6));
  expect(batches).toEqual([3, 3, 1]);
  const score =
    (f: typeof plain) =>
    (v: tf.Tensor): tf.Tensor =>
      tf.sum(tf.square(tf.sub(f(tf.mul(v, 2) as tf.Tensor2D), 0.3)));
  const before = tf.memory().numTensors;
  const [whole, parts] = [tf.grad(score(plain))(x), tf.grad(score(chunks))(x)];
  const expected = whole.dataSync();
  parts.dataSync().forEach((slope, i) => expect(slope).toBeCloseTo(expected[i]!, 5));
  tf.dispose([whole, parts]);
  expect(tf.memory().numTensors).toBe(before);
});

it('a batch that is small enough is computed at once', () => {
  const batches: number[] = [];
  const chunks = inChunks(
    (v) => {
      batches.push(v.shape[0]);
      return plain(v);
    },
    () => 7,
  );
  chunks(x).dispose();
  expect(batches).toEqual([7]);
});
