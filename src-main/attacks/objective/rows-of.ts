import type * as tf from '@tensorflow/tfjs-core';

/** The rows of a tensor (batch, numbers), which is disposed of. It waits: WebGPU cannot be read synchronously. */
export async function rowsOf(tensor: tf.Tensor2D): Promise<Float32Array[]> {
  const [count, size] = tensor.shape;
  const values = await tensor.data<'float32'>();
  tensor.dispose();
  return Array.from({ length: count }, (_, i) => values.slice(i * size, (i + 1) * size));
}
