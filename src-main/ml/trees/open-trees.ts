import * as tf from '@tensorflow/tfjs-core';
import { join } from 'node:path';
import { classesInWords, classesOfCard } from '../../../src-shared/class-list.ts';
import type { RecordForm } from '../../../src-shared/datasets/record-form.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { recordFeatures } from '../../ecg/measure/features/record-features.ts';
import { readCard } from '../files/card-file.ts';
import { readTreesFile, TREES_FILE } from '../files/trees-file.ts';
import type { Classifier } from '../network/classifier.ts';
import { scoresOf } from './scores.ts';

/**
 * A model of trees on measured features, as a classifier without gradients; undefined in the folder of a network. Throws AppError
 * 'damaged' for a file that is none, of other classes than its card's, or of features that this version does not measure.
 */
export function openTrees(folder: string): Classifier | undefined {
  const model = readTreesFile(folder);
  if (model === undefined) return undefined;
  const { samplingHz = 300, unitsPerMv = 1000, ...card } = readCard(folder);
  const classes = classesOfCard(card);
  if (model.base.length !== classes.length) {
    throw new AppError(
      'damaged',
      `'${join(folder, TREES_FILE)}' gives ${model.base.length} scores for a record, not ${classes.length}: its classes are ${classesInWords(classes)}.`,
    );
  }
  const form = { samplingHz, unitsPerMv };
  return {
    classCount: classes.length,
    differentiable: false,
    rowsAtOnce: () => 1024,
    logits: (x) => {
      const [rows, length] = x.shape;
      const values = x.dataSync<'float32'>();
      const scores = Array.from({ length: rows }, (_, row) =>
        scoresOf(model, featuresOf(values.subarray(row * length, (row + 1) * length), form, model.features)),
      );
      return tf.tensor2d(scores, [rows, classes.length]);
    },
    dispose: () => undefined,
  };
}

/** The features of these names, in their order. Throws AppError 'damaged' for a name that is none. */
function featuresOf(samples: Int16Array | Float32Array, form: RecordForm, names?: readonly string[]): Float64Array {
  const measured = recordFeatures({ samples, ...form });
  return Float64Array.from(names ?? measured.keys(), (name: string) => {
    const value = measured.get(name);
    if (value !== undefined) return value;
    throw new AppError(
      'damaged',
      `The model was trained on the feature "${name}", which this version does not measure. Train it again.`,
    );
  });
}
