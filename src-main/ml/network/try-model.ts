import * as tf from '@tensorflow/tfjs-core';
import { join } from 'node:path';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { MODEL_FILE } from '../files/model-files.ts';
import { loadClassifier, type Classifier } from './classifier.ts';

/** The made-up record: beats of 1 mV in units of 1 µV, each a second long. */
const BEAT_SAMPLES = 300;

/**
 * Believes a stored model once it was built, run on one record of this length and gave a finite logit for each class.
 * Throws AppError 'damaged' that names the file otherwise, and as `loadClassifier` does.
 */
export async function tryModel(folder: string, samples: number): Promise<void> {
  const path = join(folder, MODEL_FILE);
  const classifier = await loadClassifier(folder);
  try {
    const record = Float32Array.from(
      { length: samples },
      (_, i) => 1000 * Math.exp(-(((i % BEAT_SAMPLES) - 150) ** 2) / 50),
    );
    const { shape, logits } = outputFor(classifier, record, path);
    if (shape.join() !== [1, classifier.classCount].join()) {
      const text = `'${path}' gives an array of shape (${shape.join(', ')}) for a record, not (1, ${classifier.classCount}).`;
      throw new AppError('damaged', text);
    }
    const bad = logits.find((value) => !Number.isFinite(value));
    if (bad !== undefined) {
      throw new AppError('damaged', `'${path}' gives ${bad} for a record: its weights are too large or damaged.`);
    }
  } finally {
    classifier.dispose();
  }
}

function outputFor(
  classifier: Classifier,
  record: Float32Array,
  path: string,
): { shape: readonly number[]; logits: tf.TypedArray } {
  try {
    return tf.tidy(() => {
      const output = classifier.logits(tf.tensor2d(record, [1, record.length]));
      return { shape: output.shape, logits: output.dataSync() };
    });
  } catch (cause) {
    const why = AppError.from(cause).message;
    throw new AppError(
      'damaged',
      `'${path}' cannot be run on a record of ${record.length} samples: ${why}`,
      undefined,
      {
        cause,
      },
    );
  }
}
