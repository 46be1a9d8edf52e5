import * as tf from '@tensorflow/tfjs-core';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import type { Classifier } from '../../ml/network/classifier.ts';
import { rowsOf } from './rows-of.ts';

/** Of each record x (batch, samples), the class other than its label that is the `rank`-th likeliest, from 1. */
export async function rankedClasses(
  classifier: Classifier,
  x: tf.Tensor2D,
  labels: ArrayLike<ClassIndex>,
  rank: number,
): Promise<ClassIndex[]> {
  const logits = await rowsOf(tf.tidy(() => classifier.logits(x)));
  return logits.map((row, i) => {
    const others = [...row.keys()].filter((c) => c !== labels[i]).sort((a, b) => row[b]! - row[a]!);
    return others[rank - 1] as ClassIndex;
  });
}
