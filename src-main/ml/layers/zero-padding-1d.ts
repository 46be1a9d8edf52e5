import type * as tf from '@tensorflow/tfjs-core';
import { zeroPad1d } from '../engine/lengths.ts';
import { TimeLayer } from './time-layer.ts';

interface Config {
  padding: [front: number, back: number];
  name?: string;
}

/** Keras' layer of this name: zeros before and after. TF.js has only the one for images. */
export class ZeroPadding1D extends TimeLayer {
  static className = 'ZeroPadding1D';
  readonly padding: [number, number];

  constructor(config: Config) {
    super(config);
    this.padding = config.padding;
  }

  override lengthOf = (length: number | null): number | null =>
    length === null ? null : length + this.padding[0] + this.padding[1];

  override compute(x: tf.Tensor4D): tf.Tensor4D {
    return zeroPad1d(x, ...this.padding);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), padding: this.padding };
  }
}
