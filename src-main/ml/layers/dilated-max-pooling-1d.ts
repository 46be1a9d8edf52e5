import type * as tf from '@tensorflow/tfjs-core';
import { DILATED_POOLING, dilatedMaxPool1d } from '../engine/dilated-pool.ts';
import { TimeLayer } from './time-layer.ts';

/** Han et al.'s pooling: out[i] = max(x[2i − 1], x[2i + 1]), −∞ beyond both ends. */
export class DilatedMaxPooling1D extends TimeLayer {
  static className = 'DilatedMaxPooling1D';

  override lengthOf = (length: number | null): number | null => (length === null ? null : Math.floor((length + 1) / 2));

  override compute(x: tf.Tensor4D): tf.Tensor4D {
    return dilatedMaxPool1d(x);
  }

  override getConfig(): tf.serialization.ConfigDict {
    // Written out for readers of the file; only these values are supported.
    return { ...super.getConfig(), ...DILATED_POOLING };
  }
}
