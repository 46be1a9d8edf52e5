import * as tf from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';

type Lengths = (length: number | null) => number | null;

/** A layer without weights on (batch, time, channels) that changes only the length. */
export abstract class TimeLayer extends layers.Layer {
  /** The output length; null while the input length is not known. */
  abstract lengthOf: Lengths;
  /** On the engine's form (batch, 1, time, channels). */
  abstract compute(x: tf.Tensor4D): tf.Tensor4D;

  override computeOutputShape(shape: unknown): (number | null)[] {
    const [batch, time, channels] = shape as [number | null, number | null, number | null];
    return [batch, this.lengthOf(time), channels];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor3D;
      return tf.squeeze(this.compute(tf.expandDims(x, 1) as tf.Tensor4D), [1]);
    });
  }
}
