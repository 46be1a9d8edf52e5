import * as tf from '@tensorflow/tfjs-core';
import type { NetworkDescription } from '../files/network-file.ts';
import type { ForeignModel } from '../network/foreign-model.ts';
import { networkInput } from './network-input.ts';

/**
 * Multiplications (10⁹) of one forward pass over a record of `samples` samples, as `modelSize` counts those of the program's own
 * networks; undefined where another program computes it, or where it takes no record of this length.
 */
export async function gigaMacsOf(
  model: ForeignModel,
  { input, unitsPerMv }: Pick<NetworkDescription, 'input' | 'unitsPerMv'>,
  samples: number,
): Promise<number | undefined> {
  const x = tf.tidy(() => networkInput(tf.ones([1, samples]), input, unitsPerMv));
  try {
    const counted = await model.multiplications?.(x);
    return counted === undefined ? undefined : counted / 1e9;
  } catch {
    // Records of the length that people try it on were computed before.
    return undefined;
  } finally {
    x.dispose();
  }
}
