import * as tf from '@tensorflow/tfjs-core';

/** f of tensors as something whose slope is zero: engines have no gradient at all of comparisons. */
export function flat(f: (...inputs: tf.Tensor[]) => tf.Tensor, ...inputs: tf.Tensor[]): tf.Tensor {
  return tf.customGrad((...args) => {
    const given = args.slice(0, inputs.length) as tf.Tensor[];
    return { value: f(...given), gradFunc: () => given.map(({ shape }) => tf.zeros(shape)) };
  })(...inputs);
}
