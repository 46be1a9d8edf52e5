import * as tf from '@tensorflow/tfjs-core';
import { nativeKernels } from '../engine/native-kernels.ts';
import { sumOf } from '../../numeric/sums.ts';

type Shapes = readonly (readonly number[])[];

const size = (shape: readonly number[] = []): number => shape.reduce((product, n) => product * n, 1);
/** Each output is a sum over a window and its channels: a filter (rows, time, in, out). */
const convolution = ([, filter]: Shapes, y: readonly number[]): number => size(y) * size(filter?.slice(0, 3));
/** The inner length of matrices, whichever of them is transposed: (batch, m, k) by (batch, k, n) give (batch, m, n). */
function product([a, b]: Shapes, y: readonly number[]): number {
  const batch = size(y.slice(0, -2));
  return size(y) * Math.round(Math.sqrt((size(a) * size(b)) / size(y) / batch));
}

const KERNELS: Readonly<Record<string, (inputs: Shapes, y: readonly number[]) => number>> = {
  [tf.Conv2D]: convolution,
  [tf.FusedConv2D]: convolution,
  [tf.DepthwiseConv2dNative]: ([, filter], y) => size(y) * size(filter?.slice(0, 2)),
  [tf.FusedDepthwiseConv2D]: ([, filter], y) => size(y) * size(filter?.slice(0, 2)),
  // A transposed convolution: each input goes to the window and the channels of the result.
  [tf.Conv2DBackpropInput]: ([dy, filter]) => size(dy) * size(filter?.slice(0, 3)),
  [tf.BatchMatMul]: product,
  // Native TensorFlow computes it by the one above, which is listed as well.
  [tf._FusedMatMul]: (inputs, y) => (nativeKernels() === undefined ? product(inputs, y) : 0),
};

/** Multiplications of what TensorFlow.js itself computes, by its kernels: of convolutions and matrix products. */
export async function profiledMultiplications(compute: () => tf.Tensor): Promise<number> {
  const { kernels } = await tf
    .profile(() => tf.tidy(compute))
    .finally(() => {
      // It is left on where the computation throws.
      tf.engine().state.profiling = false;
    });
  return sumOf(kernels, ({ name, inputShapes, outputShapes }) => {
    const output = outputShapes[0] as number[] | undefined;
    return output === undefined ? 0 : (KERNELS[name]?.(inputShapes, output) ?? 0);
  });
}
