import type * as tf from '@tensorflow/tfjs-core';
import { fitLength1d } from '../engine/lengths.ts';
import { TimeLayer } from './time-layer.ts';

interface Config {
  /** Samples. */
  length: number;
  name?: string;
}

/**
 * Brings signals of any length to one length: zeros on both sides of a shorter one, the first samples of a longer one.
 */
export class FitLength extends TimeLayer {
  static className = 'FitLength';
  readonly length: number;

  constructor(config: Config) {
    super(config);
    this.length = config.length;
  }

  override lengthOf = (): number => this.length;

  override compute(x: tf.Tensor4D): tf.Tensor4D {
    return fitLength1d(x, this.length);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), length: this.length };
  }
}
