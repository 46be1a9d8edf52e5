import { createHash } from 'node:crypto';
import * as tf from '@tensorflow/tfjs-core';
import { openEngine } from './engine.ts';

/**
 * SHA-256 over what the engine of this machine computes in convolutions, products and softmax, none of it by code of
 * ours. TensorFlow chooses its kernels by the processor, and with them the order of its sums: two machines with the same
 * hash are taken to agree in the last bit, two with different ones agree to about six digits.
 */
export async function machineArithmetic(): Promise<string> {
  const { version } = await openEngine();
  const hash = createHash('sha256').update(version);
  const add = (tensor: tf.Tensor): void => void hash.update(Buffer.from(Float32Array.from(tensor.dataSync()).buffer));
  tf.tidy(() => {
    for (const [samples, from, to] of SHAPES) {
      const signal = numbers([8, samples, 1, from]);
      const kernel = numbers([7, 1, from, to]);
      const energy = (x: tf.Tensor, w: tf.Tensor) =>
        tf.square(tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'same'));
      const filtered = tf.conv2d(signal, kernel, 1, 'same');
      add(filtered);
      tf.grads(energy)([signal, kernel]).forEach(add);
      const logits = tf.matMul(tf.reshape(filtered, [-1, to]), tf.reshape(numbers([to, 4, 1, 1]), [to, 4]));
      add(tf.softmax(logits));
      add(tf.mean(filtered, [1, 2]));
    }
  });
  return hash.digest('hex');
}

/** Samples and channels like those of the small models. */
const SHAPES = [
  [1200, 1, 12],
  [600, 12, 16],
  [150, 20, 24],
  [38, 32, 32],
] as const;

/** Numbers of −1 to 1 that look random and are exact in single precision. */
function numbers(shape: [number, number, number, number]): tf.Tensor4D {
  const count = shape.reduce((product, size) => product * size, 1);
  const values = Float32Array.from(
    { length: count },
    (_, i) => (((i % 4096) ** 2 * 7919 + i * 104_729) % 65_521) / 32_768 - 1,
  );
  return tf.tensor4d(values, shape);
}
