import * as tf from '@tensorflow/tfjs-core';

interface OpAttribute {
  name: string;
  type: number;
  value: unknown;
}

interface NativeBackend {
  binding: Record<
    'TF_ATTR_TYPE' | 'TF_ATTR_INT' | 'TF_ATTR_STRING' | 'TF_ATTR_BOOL' | 'TF_ATTR_FLOAT' | 'TF_FLOAT',
    number
  >;
  executeMultipleOutputs(name: string, attributes: OpAttribute[], inputs: tf.Tensor[], outputs: number): tf.Tensor[];
}

/**
 * TensorFlow's own kernels that tfjs does not expose: its gradients of ReLU and batch norm are one pass over memory,
 * where tfjs takes four or more.
 */
export interface NativeKernels {
  reluGrad(dy: tf.Tensor4D, y: tf.Tensor4D): tf.Tensor4D;
  batchNorm(x: tf.Tensor4D, gamma: tf.Tensor1D, beta: tf.Tensor1D, epsilon: number): BatchNormResult;
  batchNormGrad(
    dy: tf.Tensor4D,
    x: tf.Tensor4D,
    gamma: tf.Tensor1D,
    reserve: tf.Tensor[],
    epsilon: number,
  ): [dx: tf.Tensor4D, dgamma: tf.Tensor1D, dbeta: tf.Tensor1D];
}

export interface BatchNormResult {
  y: tf.Tensor4D;
  /** Mean and (unbiased) variance of the batch, per channel. */
  mean: tf.Tensor1D;
  variance: tf.Tensor1D;
  /** What the gradient reuses. */
  reserve: tf.Tensor[];
}

let kernels: NativeKernels | undefined;

/** The kernels of native TensorFlow, or undefined on another engine. */
export function nativeKernels(): NativeKernels | undefined {
  if (tf.getBackend() !== 'tensorflow') return undefined;
  kernels ??= makeKernels(tf.backend() as unknown as NativeBackend);
  return kernels;
}

function makeKernels(backend: NativeBackend): NativeKernels {
  const { binding } = backend;
  const typeOf = (name: string): OpAttribute => ({ name, type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT });
  const normAttributes = (epsilon: number): OpAttribute[] => [
    typeOf('T'),
    typeOf('U'),
    { name: 'epsilon', type: binding.TF_ATTR_FLOAT, value: epsilon },
    { name: 'data_format', type: binding.TF_ATTR_STRING, value: 'NHWC' },
    { name: 'is_training', type: binding.TF_ATTR_BOOL, value: true },
  ];
  const run = (name: string, attributes: OpAttribute[], inputs: tf.Tensor[], outputs: number): tf.Tensor[] =>
    backend.executeMultipleOutputs(name, attributes, inputs, outputs);
  return {
    reluGrad: (dy, y) => run('ReluGrad', [typeOf('T')], [dy, y], 1)[0] as tf.Tensor4D,
    batchNorm(x, gamma, beta, epsilon) {
      const none = tf.tensor1d([]);
      const out = run('FusedBatchNormV3', normAttributes(epsilon), [x, gamma, beta, none, none], 6);
      return {
        y: out[0] as tf.Tensor4D,
        mean: out[1] as tf.Tensor1D,
        variance: out[2] as tf.Tensor1D,
        reserve: out.slice(3),
      };
    },
    batchNormGrad(dy, x, gamma, reserve, epsilon) {
      const out = run('FusedBatchNormGradV3', normAttributes(epsilon), [dy, x, gamma, ...reserve], 5);
      return [out[0] as tf.Tensor4D, out[1] as tf.Tensor1D, out[2] as tf.Tensor1D];
    },
  };
}
